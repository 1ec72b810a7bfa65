"""The portal: what is going on, and pages that say how it works."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import HasRoles, get_platform
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.pages.forms import ConsultationSearch
from samrad.pages.queries import public
from samrad.pages.queries.method import get_volunteer_guide
from samrad.pages.rules import portal
from samrad.pages.views.method import show_guide
from samrad.registry.models import Region

# The counties as tiles, column and row from the north-west: each where it lies, none overlapping.
TILES = {
    "BD": (3, 1), "AC": (3, 2), "Z": (2, 3), "Y": (3, 3), "W": (2, 4), "X": (3, 4), "S": (1, 5),
    "T": (2, 5), "U": (3, 5), "C": (4, 5), "O": (1, 6), "E": (2, 6), "D": (3, 6), "AB": (4, 6),
    "N": (1, 7), "F": (2, 7), "H": (3, 7), "I": (4, 7), "M": (1, 8), "G": (2, 8), "K": (3, 8),
}  # fmt: skip
TILE_KINDS = {portal.OPEN: "o", portal.ANSWERED: "a", portal.UPCOMING: "p"}


def _regions() -> QuerySet[Region]:
    return Region.objects.order_by("name")


def _tiles(listed: list[public.Listed]) -> list[dict[str, object]]:
    best: dict[int, str] = {}
    for one in listed:
        best.setdefault(one.consultation.region_id, one.status)
    tiles = []
    for region in _regions():
        column, row = TILES.get(region.letter, (0, 0))
        if column:
            status = best.get(region.pk, "")
            tiles.append(
                {
                    "region": region,
                    "column": column,
                    "row": row,
                    "status": status,
                    "kind": TILE_KINDS.get(status, ""),
                }
            )
    return sorted(tiles, key=lambda tile: (tile["row"], tile["column"]))


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def start(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show what is open now, what has just been answered and how it works."""
    listed = public.listed_consultations(now=now())
    context = {
        "open": [one for one in listed if one.status == portal.OPEN][:6],
        "upcoming": [one for one in listed if one.status == portal.UPCOMING][:3],
        "finished": [one for one in listed if one.status in {portal.ANSWERED, portal.CLOSED}][:6],
        "just_answered": public.just_answered(),
        "tiles": _tiles(listed),
    }
    return render_page(request, "pages/start.html", context)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def consultations(request: Request, _platform: HasRoles) -> HttpResponse:
    """List all published consultations, by search."""
    form = ConsultationSearch(request.GET, regions=list(_regions().values_list("slug", "name")))
    chosen = form.cleaned_data if form.is_valid() else {}
    listed = public.listed_consultations(
        now=now(),
        region=chosen.get("region", ""),
        words=chosen.get("q", ""),
        status=chosen.get("status", ""),
    )
    return render_page(
        request, "pages/consultations.html", {"form": form, "listed": listed}, part="rows"
    )


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def how(request: Request, _platform: HasRoles) -> HttpResponse:
    """Say how a consultation works, in four steps and two guides."""
    return render_page(request, "pages/how.html", {})


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def culture_plan_guide(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show "Så funkar kulturplanen"."""
    return show_guide(request, get_volunteer_guide("sa-funkar-kulturplanen"))


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def be_heard_guide(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show "Så gör ni er röst hörd"."""
    return show_guide(request, get_volunteer_guide("sa-gor-ni-er-rost-hord"))


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def accessibility(request: Request, _platform: HasRoles) -> HttpResponse:
    """Say how accessible the site is and how to tell about what is not."""
    return render_page(request, "pages/accessibility.html", {})


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def privacy(request: Request, _platform: HasRoles) -> HttpResponse:
    """Say which personal data is kept, why and for how long."""
    return render_page(request, "pages/privacy.html", {})
