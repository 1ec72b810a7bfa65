"""The smallest valid instance of everything; a test names only what matters to it.

Everything belongs to Region Kronoberg unless a region is given. Nothing is random.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from samrad.consultations.enums import ActivityKind, Openness, Origin, ParticipationKind
from samrad.consultations.models import (
    Activity,
    Consultation,
    InfluenceItem,
    Participation,
    PlanProcess,
    Question,
)
from samrad.consultations.services.links import mint_link
from samrad.contributions.enums import (
    DeliveryState,
    ModerationState,
    Outcome,
    PartKind,
    SourceKind,
    SubmissionChannel,
)
from samrad.contributions.models import (
    Contribution,
    Delivery,
    Moderation,
    PublicationBatch,
    Reply,
    Submission,
    SubmissionPart,
)
from samrad.contributions.services.indexing import index_contributions
from samrad.contributions.services.replying import ReplyText, write_reply
from samrad.core import clock
from samrad.core.crypto import seal_bytes
from samrad.core.ids import digest
from samrad.documents.blocks import Document
from samrad.documents.markup import from_template
from samrad.documents.writing import to_docx
from samrad.downloads.models import Download
from samrad.files.models import StoredFile
from samrad.files.services import store_file
from samrad.invitations.enums import LetterKind, MailingState
from samrad.invitations.models import Letter, Mailing, PaperBatch, Recipient, ReviewDispute
from samrad.jobs.enums import JobState
from samrad.jobs.models import Job
from samrad.outbox.services import queue_message
from samrad.planning.enums import DutyKind, PreGateQuestion
from samrad.planning.models import (
    LegalDuty,
    MatrixPlacement,
    Milestone,
    PreGate,
    SamiConsultation,
)
from samrad.plans.enums import VersionKind
from samrad.plans.models import CulturePlan, PlacedPassage, PlanVersion
from samrad.plans.services import NewPassage, start_version
from samrad.quality.enums import AttestationKind, Gate, RunSize, State
from samrad.quality.models import Attestation, ChecklistRun, GateOverride, OwnItem
from samrad.registry.models import (
    ContactPerson,
    ImportBatch,
    Municipality,
    Organisation,
    OrganisationRevision,
    Region,
    RegionRole,
)
from samrad.registry.rules.names import search_name
from samrad.registry.services.uploads import choose_columns, take_upload
from samrad.reporting.enums import DocumentFormat
from samrad.reporting.models import DocumentTemplate, Statement, StatementFile
from samrad.users.models import User
from samrad.users.principal import Principal

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_number = count(1)


def region(slug: str = "kronoberg", **given: Any) -> Region:
    """Return the region with this slug, made if it is not there."""
    number = next(_number)
    known = {
        "kronoberg": ("07", "G", "Region Kronoberg"),
        "blekinge": ("10", "K", "Region Blekinge"),
    }
    # Two small letters: no real region's code, whatever the migrations have put in the table.
    invented = chr(97 + number // 26 % 26) + chr(97 + number % 26)
    code, letter, name = known.get(slug, (invented, invented, f"Region {slug}"))
    found, _created = Region.objects.get_or_create(
        slug=slug,
        defaults={"code": code, "letter": letter, "name": name, "county": name, **given},
    )
    return found


def municipality(**given: Any) -> Municipality:
    """Return Påhittköping, a municipality that does not exist."""
    where = given.pop("region", None) or region()
    found, _created = Municipality.objects.get_or_create(
        code=given.pop("code", f"{where.code}99"),
        defaults={"name": "Påhittköping", "region": where, **given},
    )
    return found


def user(**given: Any) -> User:
    """Make a person who signs in."""
    number = next(_number)
    return User.objects.create_user(
        **{"email": f"person{number}@exempel.invalid", "name": f"Exempel {number}"} | given
    )


def officer(where: Region | None = None, role: str = "officer", **given: Any) -> User:
    """Make a person who holds a role on a region."""
    person = user(**given)
    RegionRole.objects.create(region=where or region(), user=person, role=role)
    return person


def principal(person: User | None = None, **given: Any) -> Principal:
    """Make one who acts: a user, or anyone."""
    return Principal(user=person, **{"at": NOW} | given)


def organisation(**given: Any) -> Organisation:
    """Make an organisation."""
    defaults: dict[str, Any] = {
        "name": f"Låtsasföreningen {next(_number)}",
        "created_at": NOW,
        "updated_at": NOW,
    }
    if "region" not in given:
        defaults["region"] = region()
    values = defaults | given
    values.setdefault("search_name", search_name(values["name"]))
    return Organisation.objects.create(**values)


def organisation_revision(**given: Any) -> OrganisationRevision:
    """Make a change of an organisation's e-mail, and let it have been made."""
    if "organisation" not in given:
        given["organisation"] = organisation()
    made = OrganisationRevision.objects.create(
        **{
            "version": 2,
            "changes": {"email": ["", "ny@exempel.invalid"]},
            "actor": "system",
            "at": NOW,
        }
        | given
    )
    Organisation.objects.filter(pk=made.organisation_id).update(
        version=made.version, email="ny@exempel.invalid"
    )
    return made


def import_batch(**given: Any) -> ImportBatch:
    """Make an upload of a register with one row, its columns chosen."""
    batch = take_upload(
        region=given.pop("region", None) or region(),
        name=given.pop("name", "register.csv"),
        content=given.pop("content", "Namn;Telefon\nLåtsas byalag;010-000 00 01".encode()),
        source=given.pop("source", "Exempelregistret"),
        actor=given.pop("actor", None) or principal(),
        now=NOW,
    )
    return choose_columns(batch=batch, mapping={})


def contact_person(**given: Any) -> ContactPerson:
    """Make a contact person of an organisation."""
    defaults: dict[str, Any] = {
        "name": f"Påhitt Person {next(_number)}",
        "reason": "Ordförande enligt föreningens webbplats",
        "retention_until": date(2028, 3, 2),
        "created_at": NOW,
    }
    if "organisation" not in given:
        defaults["organisation"] = organisation()
    return ContactPerson.objects.create(**defaults | given)


def plan(**given: Any) -> CulturePlan:
    """Make a plan without versions."""
    number = next(_number)
    defaults: dict[str, Any] = {
        "title": f"Kulturplan {number}",
        "slug": f"kulturplan-{number}",
        "period_from": date(2027, 1, 1),
        "period_to": date(2030, 12, 31),
        "created_at": NOW,
    }
    if "region" not in given:
        defaults["region"] = region()
    return CulturePlan.objects.create(**defaults | given)


def plan_version(*texts: str, **given: Any) -> PlanVersion:
    """Make a working version with a passage for each text."""
    return start_version(
        plan=given.pop("plan", None) or plan(),
        kind=given.pop("kind", VersionKind.DRAFT),
        label=given.pop("label", "Utkast 1"),
        passages=[
            NewPassage(level=1, heading=f"Avsnitt {position}", text=text, number=str(position))
            for position, text in enumerate(texts or ("Regionen stödjer lokaler.",), start=1)
        ],
        actor=principal(),
        now=NOW,
    )


def placed_passage(**given: Any) -> PlacedPassage:
    """Make a passage in a working version."""
    return plan_version(**given).placed.select_related("revision", "passage", "version").get()


def process(**given: Any) -> PlanProcess:
    """Make a plan process."""
    number = next(_number)
    where = given.get("region") or region()
    defaults: dict[str, Any] = {
        "region": where,
        "title": f"Kulturplan {number}",
        "slug": f"process-{number}",
        "takes_effect_on": date(2027, 1, 1),
        "deciding_body": "Regionfullmäktige",
        "created_at": NOW,
    }
    if "plan" not in given:
        defaults["plan"] = plan(region=where)
    return PlanProcess.objects.create(**defaults | given)


def milestone(**given: Any) -> Milestone:
    """Make a milestone of the region's own."""
    defaults: dict[str, Any] = {
        "title": f"Milstolpe {next(_number)}",
        "starts_on": date(2026, 9, 1),
        "planned_on": date(2026, 9, 1),
    }
    if "process" not in given:
        defaults["process"] = process()
    return Milestone.objects.create(**defaults | given)


def consultation(**given: Any) -> Consultation:
    """Make a published consultation, open during March 2026, with one question and its activity."""
    number = next(_number)
    where = given.get("region") or region()
    defaults: dict[str, Any] = {
        "region": where,
        "slug": f"samrad-{number}",
        "title": f"Vad ska planen innehålla ({number})",
        "purpose": "Vi vill veta vad ni behöver.",
        "reference": f"S-{number}",
        "decision_maker": "Regionfullmäktige",
        "decision_on": date(2026, 11, 3),
        "opens_on": date(2026, 3, 1),
        "closes_at": datetime(2026, 3, 31, 22, tzinfo=UTC),
        "heard_on": date(2026, 4, 30),
        "answered_on": date(2026, 6, 30),
        "contact_name": "Kim Exempel",
        "contact_phone": "010-000 00 01",
        "contact_email": "kim@exempel.invalid",
        "published_at": datetime(2026, 3, 1, tzinfo=UTC),
        "created_at": NOW,
    }
    if "process" not in given:
        defaults["process"] = process(region=where)
    made = Consultation.objects.create(**defaults | given)
    Activity.objects.create(consultation=made, kind=ActivityKind.WRITTEN, title="Skriftliga svar")
    return made


def question(**given: Any) -> Question:
    """Make a question of a consultation."""
    defaults: dict[str, Any] = {"position": 1, "text": f"Vad behöver ni ({next(_number)})?"}
    if "consultation" not in given:
        defaults["consultation"] = consultation()
    return Question.objects.create(**defaults | given)


def influence_item(**given: Any) -> InfluenceItem:
    """Make something that can be influenced."""
    defaults: dict[str, Any] = {
        "position": 1,
        "text": "Hur föreningar söker pengar",
        "openness": Openness.OPEN,
    }
    if "consultation" not in given:
        defaults["consultation"] = consultation()
    return InfluenceItem.objects.create(**defaults | given)


def meeting(**given: Any) -> Activity:
    """Make an evening meeting."""
    defaults: dict[str, Any] = {
        "kind": ActivityKind.MEETING,
        "title": "Möte i Påhittköping",
        "starts_at": datetime(2026, 3, 10, 17, tzinfo=UTC),
        "ends_at": datetime(2026, 3, 10, 19, 30, tzinfo=UTC),
        "form": "PHYSICAL",
        "venue": "Exempelgården",
    }
    if "consultation" not in given:
        defaults["consultation"] = consultation()
    return Activity.objects.create(**defaults | given)


def other_activity(**given: Any) -> Activity:
    """Make something else that is done in a consultation, shown to all."""
    defaults: dict[str, Any] = {"kind": ActivityKind.OTHER, "title": "Årshjul på webben"}
    if "consultation" not in given:
        defaults["consultation"] = consultation()
    return Activity.objects.create(**defaults | given)


def pre_gate(*nos: str, **given: Any) -> PreGate:
    """Let the five questions be answered yes, but for `nos`."""
    if "consultation" not in given:
        given["consultation"] = consultation()
    answers = {
        question: {"yes": question not in nos, "reason": "Därför."}
        for question in PreGateQuestion.values
    }
    return PreGate.objects.create(
        **{"answers": answers, "all_yes": not nos, "made_by_name": "Exempel", "made_at": NOW}
        | given
    )


def duties(of: Consultation) -> list[LegalDuty]:
    """Let every legal duty have been tried: none of them applies."""
    return LegalDuty.objects.bulk_create(
        LegalDuty(
            consultation=of,
            kind=kind,
            applies=False,
            reason="Frågan rör dem inte.",
            decided_on=NOW.date(),
            made_by_name="Exempel",
            made_at=NOW,
        )
        for kind in DutyKind.values
    )


def sami_consultation(**given: Any) -> SamiConsultation:
    """Open a consultation with Sámi representatives."""
    if "process" not in given:
        given["process"] = process()
    return SamiConsultation.objects.create(
        **{
            "region": given["process"].region,
            "title": "Samisk kultur i planen",
            "parties": "Sametinget",
            "created_at": NOW,
        }
        | given
    )


def gate_override(**given: Any) -> GateOverride:
    """Let the head have let a consultation through to inviting."""
    if "consultation" not in given:
        given["consultation"] = consultation()
    return GateOverride.objects.create(
        **{
            "gate": Gate.INVITE,
            "reasons": [{"key": "PRE_GATE_UNANSWERED", "number": 0, "named": []}],
            "motive": "Nämnden väntar inte.",
            "made_by_name": "Exempel",
            "made_at": NOW,
        }
        | given
    )


def placement(**given: Any) -> MatrixPlacement:
    """Place a meeting, or what is given, in a cell of the matrix."""
    defaults: dict[str, Any] = {"cell": "B2"}
    if "activity" not in given:
        defaults["activity"] = meeting()
    return MatrixPlacement.objects.create(**defaults | given)


def participation(**given: Any) -> Participation:
    """Make an organisation's participation."""
    if "consultation" not in given:
        given["consultation"] = consultation()
    if "organisation" not in given and given.get("kind") in {None, ParticipationKind.ORGANISATION}:
        given["organisation"] = organisation(region=given["consultation"].region)
    defaults: dict[str, Any] = {
        "kind": ParticipationKind.ORGANISATION,
        "origin": Origin.INVITED,
        "created_at": NOW,
        "display_name": given["organisation"].name if given.get("organisation") else "Privatperson",
    }
    return Participation.objects.create(**defaults | given)


def token(of: Participation | None = None) -> str:
    """Mint a personal link and return its token."""
    return mint_link(participation=of or participation(), minted_for="test", now=NOW)


def submission(**given: Any) -> Submission:
    """Make a letter from an organisation with one point, without going through the service."""
    number = next(_number)
    if "participation" not in given and "source_kind" not in given:
        given["participation"] = participation(
            **({"consultation": given["consultation"]} if "consultation" in given else {})
        )
    party: Participation | None = given.get("participation")
    where = given.get("consultation") or (party.consultation if party else consultation())
    defaults: dict[str, Any] = {
        "consultation": where,
        "activity": where.activities.order_by("pk").first(),
        "number": number,
        "source_kind": SourceKind.ORGANISATION,
        "organisation": party.organisation if party else None,
        "display_name": party.display_name if party else "",
        "channel": SubmissionChannel.LETTER,
        "text": f"Vi behöver lokaler ({number}).",
        "received_at": NOW,
        "registered_at": NOW,
        "idempotency_key": f"test-{number}",
    }
    made = Submission.objects.create(**defaults | given)
    Moderation.objects.create(submission=made, state=ModerationState.APPROVED)
    SubmissionPart.objects.create(
        submission=made, position=1, kind=PartKind.FREE, start=0, end=len(made.text)
    )
    return made


def contribution(**given: Any) -> Contribution:
    """Make one point in a submission."""
    number = next(_number)
    if "submission" not in given:
        text = given.get("text", f"Vi behöver lokaler ({number}).")
        given["submission"] = submission(
            text=text,
            **({"consultation": given["consultation"]} if "consultation" in given else {}),
        )
    whole: Submission = given["submission"]
    defaults: dict[str, Any] = {
        "consultation": whole.consultation,
        "number": number,
        "start": 0,
        "end": len(whole.text),
        "text": whole.text,
        "created_at": NOW,
    }
    made = Contribution.objects.create(**defaults | given)
    index_contributions([made], speaker=whole.display_name)
    return made


def reply(**given: Any) -> Reply:
    """Make a proposed reply to a contribution (`contribution` or `contributions`)."""
    one = given.pop("contribution", None)
    contributions = given.pop("contributions", None) or [one or contribution()]
    text = ReplyText(
        **{"outcome": Outcome.NOT_ADOPTED, "reason": "Pengarna räcker inte till mer i år."} | given
    )
    return write_reply(contributions=contributions, text=text, actor=principal(), now=NOW)


def delivery(**given: Any) -> Delivery:
    """Make a publication and a letter to one who took part."""
    if "participation" not in given:
        given["participation"] = participation()
    if "batch" not in given:
        given["batch"] = PublicationBatch.objects.create(
            consultation=given["participation"].consultation, published_at=NOW
        )
    return Delivery.objects.create(**{"state": DeliveryState.LETTER} | given)


def letter(**given: Any) -> Letter:
    """Make an invitation with a way to answer."""
    defaults: dict[str, Any] = {
        "kind": LetterKind.INVITATION,
        "subject": "Svara senast {{ svara senast }}",
        "body": "Hej {{ mottagare }},\n\n{{ så svarar ni }}",
        "updated_at": NOW,
    }
    if "consultation" not in given:
        defaults["consultation"] = consultation()
    return Letter.objects.create(**defaults | given)


def recipient(**given: Any) -> Recipient:
    """Make a recipient of a released mailing, by mail that has been sent."""
    if "mailing" not in given:
        given["mailing"] = mailing(state=MailingState.RELEASED, sent_at=NOW, released_at=NOW)
    where: Mailing = given["mailing"]
    if "participation" not in given:
        given["participation"] = participation(consultation=where.consultation)
    party: Participation = given["participation"]
    defaults: dict[str, Any] = {"channel": "EMAIL", "email": "lats@exempel.invalid"}
    if given.get("channel", "EMAIL") == "EMAIL" and "message" not in given:
        defaults["message"] = queue_message(
            tenant=where.consultation.region.chain,
            kind=where.kind,
            event=where.event,
            recipient=party.reference,
            to_address=defaults["email"],
            context={"mailing": where.pk, "participation": party.pk},
            now=NOW,
        )
    return Recipient.objects.create(**defaults | given)


def paper_batch(**given: Any) -> PaperBatch:
    """Make a batch of printed letters with its sealed files."""
    if "mailing" not in given:
        given["mailing"] = mailing(state=MailingState.RELEASED, sent_at=NOW, released_at=NOW)
    sealed = {
        kind: stored_file(content=seal_bytes(b"Exempel"), name=f"brev.{kind}")
        for kind in ("pdf", "docx")
    }
    defaults: dict[str, Any] = {"number": 1, "letters": 1, "made_at": NOW, **sealed}
    return PaperBatch.objects.create(**defaults | given)


def review_dispute(**given: Any) -> ReviewDispute:
    """Make a dispute of the finding that an invitation says nothing of accessibility."""
    defaults: dict[str, Any] = {
        "letter_kind": LetterKind.INVITATION,
        "rule": "IA17",
        "quote_hash": digest({"quote": ""}),
        "reason": "Det står på inbjudans baksida.",
        "method_version": 1,
        "made_at": NOW,
    }
    if "consultation" not in given:
        defaults["consultation"] = consultation()
    return ReviewDispute.objects.create(**defaults | given)


def mailing(**given: Any) -> Mailing:
    """Make a mailing that is being prepared."""
    defaults: dict[str, Any] = {"kind": LetterKind.INVITATION, "created_at": NOW}
    if "consultation" not in given:
        defaults["consultation"] = consultation()
    return Mailing.objects.create(**defaults | given)


def statement(**given: Any) -> Statement:
    """Make a whole statement of a consultation, with a data file and a page to read."""
    where: Consultation = given.pop("consultation", None) or consultation()
    number = next(_number)
    data = stored_file(content=b"{}", name="data.json", tenant=where.region.chain)
    web = stored_file(content=b"<p>Text</p>", name="web.html", tenant=where.region.chain)
    defaults: dict[str, Any] = {
        "consultation": where,
        "number": number,
        "data_file": data,
        "data_hash": "0" * 64,
        "made_at": NOW,
        "completed_at": NOW,
    }
    made = Statement.objects.create(**defaults | given)
    for kind, stored in ((DocumentFormat.JSON, data), (DocumentFormat.WEB, web)):
        StatementFile.objects.create(statement=made, format=kind, stored=stored)
    return made


def checklist_run(**given: Any) -> ChecklistRun:
    """Make a run of the ordinary size."""
    defaults: dict[str, Any] = {
        "checklist_version": 1,
        "size": RunSize.NORMAL,
        "motive": "Tre möten och en remiss.",
        "started_at": NOW,
    }
    if "consultation" not in given:
        defaults["consultation"] = consultation()
    return ChecklistRun.objects.create(**defaults | given)


def attestation(**given: Any) -> Attestation:
    """Make evidence for an item that only people can judge."""
    defaults: dict[str, Any] = {
        "item": "F06",
        "kind": AttestationKind.EVIDENCE,
        "state": State.FULFILLED,
        "text": "Nämnden beslutade det den 3 februari.",
        "made_by_name": "Kim Exempel",
        "made_at": NOW,
    }
    if "run" not in given:
        defaults["run"] = checklist_run()
    return Attestation.objects.create(**defaults | given)


def own_item(**given: Any) -> OwnItem:
    """Make an item of the region's own."""
    defaults: dict[str, Any] = {
        "number": next(_number),
        "phase": "P",
        "statement": "Det finns kaffe på varje möte.",
        "created_at": NOW,
    }
    if "region" not in given:
        defaults["region"] = region()
    return OwnItem.objects.create(**defaults | given)


def document_template(**given: Any) -> DocumentTemplate:
    """Make a region's own template for the sheet of purpose and goals."""
    where: Region = given.pop("region", None) or region()
    defaults: dict[str, Any] = {
        "region": where,
        "key": "purpose-sheet",
        "number": next(_number),
        "text": "{{ syfte }}",
        "made_at": NOW,
    }
    if "stored" not in given:
        body = from_template("{{ syfte }}", help_field="hjalp", help_title="Hjälp")
        content = to_docx(Document("Mall", NOW.date(), body))
        defaults["stored"] = stored_file(content=content, name="mall.docx", tenant=where.chain)
    return DocumentTemplate.objects.create(**defaults | given)


def stored_file(**given: Any) -> StoredFile:
    """Store a file."""
    defaults: dict[str, Any] = {
        "content": b"Exempel",
        "name": "exempel.txt",
        "content_type": "text/plain",
        "tenant": "region:07",
        "now": NOW,
    }
    return store_file(**defaults | given)


def download(*, kind: str, place: str, who: str = "user:1", **given: Any) -> Download:
    """Make a file that somebody ordered and that can be had."""
    number = next(_number)
    job = Job.objects.create(
        kind=kind,
        key=f"{place}:{who}:{number}",
        tenant="region:07",
        arguments={"choice": {}, "language": "sv"},
        state=JobState.DONE,
        requested_by=who,
        created_at=NOW,
        ended_at=NOW,
    )
    stored = store_file(
        content=f"fil {number}".encode(),
        name="fil.xlsx",
        content_type="application/octet-stream",
        tenant="region:07",
        now=NOW,
    )
    defaults = {"job": job, "stored": stored, "kept_until": clock.now() + timedelta(days=3)}
    return Download.objects.create(**defaults | given)
