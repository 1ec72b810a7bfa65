"""Regions, municipalities, organisations, contacts and where each fact came from."""

import uuid

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _

from samrad.access.roles import Role
from samrad.core.fields import CodeField
from samrad.files.models import StoredFile
from samrad.registry.enums import (
    ArtArea,
    Channel,
    ImportState,
    OrganisationKind,
    OrganisationStatus,
    RegionRoleCode,
)
from samrad.users.models import User
from samrad.users.principal import Principal

# Letters that PostgreSQL and SQLite would each fold and order in a way of their own. For order, å,
# ä and ö come last; for search they are a, a and o, as in `rules.names.search_name`.
_IN_ORDER = {"å": "zza", "ä": "zzb", "æ": "zzb", "ö": "zzc", "ø": "zzc", "é": "e", "ü": "y"}
_FOLDED = {"å": "a", "ä": "a", "æ": "a", "ö": "o", "ø": "o", "é": "e", "ü": "u"}


def _spelled(field: str, letters: dict[str, str]) -> Lower:
    """Return the field in lower case with letters replaced, computed by the database itself."""
    pairs = [(form, to) for letter, to in letters.items() for form in (letter, letter.upper())]
    text: F | Replace = F(field)
    for form, to in pairs:
        text = Replace(text, Value(form), Value(to))
    return Lower(text)


class Region(models.Model):
    """A region: the tenant. What others see of it, and where its registry receives copies."""

    code = models.CharField(_("länskod"), max_length=2, unique=True)
    letter = models.CharField(_("länsbokstav"), max_length=2, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("namn"), max_length=80)
    county = models.CharField(_("län"), max_length=80)
    in_model = models.BooleanField(_("i kultursamverkansmodellen"), default=True)
    website = models.URLField(_("webbplats"), blank=True)
    postal_address = models.TextField(_("postadress"), blank=True)
    sender_email = models.EmailField(_("avsändaradress"), blank=True)
    registry_email = models.EmailField(_("registratorns e-post"), blank=True)
    case_number_pattern = models.CharField(
        _("mönster för diarienummer"), max_length=120, blank=True
    )
    disposal_decision = models.CharField(_("gallringsbeslut"), max_length=200, blank=True)
    disposal_decided_on = models.DateField(_("gallringsbeslut fattat"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("region")
        verbose_name_plural = _("regioner")

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        """Return the key of the region's journal chain, which also names it as owner of files."""
        return f"region:{self.code}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles the principal's user holds on this region (one query a request)."""
        if principal.user is None:
            return set()
        key = ("region", self.pk)
        if key not in principal.memo:
            held = RegionRole.objects.filter(region=self, user=principal.user)
            principal.memo[key] = {Role(code) for code in held.values_list("role", flat=True)}
        return set(principal.memo[key])


class RegionRole(models.Model):
    """A role that a user holds on a region."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="role_rows")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="region_roles")
    role = CodeField(RegionRoleCode)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "user", "role"], name="one_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.region_id}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles the principal holds on the region."""
        return self.region.roles_of(principal)


class Municipality(models.Model):
    """One of the 290 municipalities."""

    code = models.CharField(_("kommunkod"), max_length=4, primary_key=True)
    name = models.CharField(_("namn"), max_length=60)
    sort_name = models.GeneratedField(
        expression=_spelled("name", _IN_ORDER),
        output_field=models.CharField(max_length=180),
        db_persist=True,
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")

    class Meta:
        ordering = ["sort_name"]
        verbose_name = _("kommun")
        verbose_name_plural = _("kommuner")

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One import of a file. Its organisations are seen only when the batch is active.

    `file` holds the rows as read, without personal numbers, and is let go when the import is over.
    `rehearsal` is what the import would do, `outcome` what it has done so far, `rows_done` how far
    it has come: a worker that died is taken over at that row.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="imports")
    source = models.CharField(_("källa"), max_length=80)
    file_name = models.CharField(_("fil"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, related_name="+", null=True)
    state = CodeField(ImportState, default=ImportState.UPLOADED)
    mapping = models.JSONField(default=dict)
    rehearsal = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    rows_done = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


class Organisation(models.Model):
    """A body that can be invited: an association, a network, an alliance, a municipality.

    `org_number` is ten digits, may be missing and is not unique: sections share one.
    `search_name` is the folded name that search looks in; `sort_name` puts å, ä and ö last.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(_("namn"), max_length=200)
    search_name = models.CharField(max_length=200, editable=False)
    sort_name = models.GeneratedField(
        expression=_spelled("name", _IN_ORDER),
        output_field=models.CharField(max_length=600),
        db_persist=True,
    )
    org_number = models.CharField(_("organisationsnummer"), max_length=10, blank=True)
    kind = CodeField(OrganisationKind, verbose_name=_("typ"), default=OrganisationKind.LOCAL)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="organisations",
        null=True,
        blank=True,
        verbose_name=_("kommun"),
    )
    status = CodeField(
        OrganisationStatus, verbose_name=_("status"), default=OrganisationStatus.ACTIVE
    )
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    website = models.CharField(_("webbplats"), max_length=200, blank=True)
    address = models.CharField(_("adress"), max_length=200, blank=True)
    postal_code = models.CharField(_("postnummer"), max_length=10, blank=True)
    city = models.CharField(_("ort"), max_length=80, blank=True)
    channel = CodeField(
        Channel, verbose_name=_("nås helst genom"), default=Channel.EMAIL, max_length=10
    )
    note = models.TextField(_("anteckning"), blank=True)
    pending_batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    verified_on = models.DateField(_("senast kontrollerad"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        indexes = [
            models.Index(
                fields=["region", "sort_name", "id", "search_name", "org_number"],
                condition=Q(pending_batch__isnull=True),
                name="org_by_name",
            ),
            models.Index(fields=["region", "municipality", "sort_name"], name="org_by_place"),
            models.Index(fields=["region", "kind", "sort_name"], name="org_by_kind"),
            models.Index(fields=["region", "org_number"], name="org_by_number"),
            models.Index(
                fields=["region", "status", "kind", "verified_on"],
                condition=Q(pending_batch__isnull=True),
                name="org_by_check",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


class OrganisationArea(models.Model):
    """An art area the organisation works in."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="areas")
    area = CodeField(ArtArea)

    class Meta:
        ordering = ["area"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "area"], name="one_area_once")
        ]
        indexes = [models.Index(fields=["area", "organisation"])]

    def __str__(self) -> str:
        return str(self.get_area_display())


class OrganisationSource(models.Model):
    """Where we have an organisation from, under the source's own key.

    `row` is what the source said last (no contact person): what it says anew is told from what
    people have changed since.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sources")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=80)
    source_key = models.CharField(max_length=120)
    row_hash = models.CharField(max_length=64)
    row = models.JSONField(default=dict)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="source_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "source", "source_key"],
                condition=~Q(source_key=""),
                name="one_row_a_source_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_key}"


class OrganisationRevision(models.Model):
    """What an organisation's fields were changed from and to; nothing about contact persons."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="revisions"
    )
    version = models.PositiveIntegerField()
    changes = models.JSONField()  # {field: [before, after]}
    actor = models.CharField(max_length=40)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="one_org_revision")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} v{self.version}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.organisation.roles_of(principal)


class ContactPerson(models.Model):
    """Someone who can be reached for an organisation: why we keep the details, and until when."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(_("namn"), max_length=120)
    search_name = models.GeneratedField(
        expression=_spelled("name", _FOLDED),
        output_field=models.CharField(max_length=120),
        db_persist=True,
    )
    role = models.CharField(_("uppdrag i föreningen"), max_length=80, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    channel = CodeField(
        Channel, verbose_name=_("nås helst genom"), default=Channel.EMAIL, max_length=10
    )
    reason = models.CharField(_("varför uppgifterna sparas"), max_length=200)
    retention_until = models.DateField(_("sparas till och med"))
    do_not_contact = models.BooleanField(_("vill inte bli kontaktad"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("kontaktperson")
        verbose_name_plural = _("kontaktpersoner")
        indexes = [models.Index(fields=["retention_until"])]

    def __str__(self) -> str:
        return self.name

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.organisation.roles_of(principal)
