"""A consultation with a little of everything a statement tells."""

from datetime import date, datetime, timedelta, timezone

from samrad.consultations.enums import ActivityKind, Openness, Origin, ParticipationKind
from samrad.consultations.models import Activity, Consultation
from samrad.consultations.queries import get_consultation
from samrad.contributions.enums import ModerationState, Outcome, SourceKind, SubmissionChannel
from samrad.contributions.models import Coding, Contribution, PublicationBatch, Reply
from samrad.contributions.services.replying import publish_replies, sign_off_replies
from samrad.invitations.enums import LetterKind, RecipientChannel
from samrad.invitations.models import Mailing, Recipient
from samrad.planning.models import BudgetLine, Goal
from samrad.plans.services import revise_passage
from samrad.registry.models import OrganisationArea
from samrad.reporting.models import StatementText
from tests import make

EVENING = datetime(2026, 3, 10, 18, tzinfo=timezone(timedelta(hours=1)))
VOICE = "Vi behöver lokaler för övning i hela länet, inte bara i centralorten."


def again(consultation: Consultation) -> Consultation:
    """Return the consultation as a view loads it."""
    return get_consultation(consultation.region.slug, consultation.slug)


def point(consultation: Consultation, text: str = VOICE, theme: str = "", **given) -> Contribution:
    """Make a contribution with a theme."""
    submission = make.submission(consultation=consultation, text=text, **given.pop("source", {}))
    made = make.contribution(submission=submission, **given)
    if theme:
        Coding.objects.create(contribution=made, theme=theme, updated_at=make.NOW)
    return made


def full() -> Consultation:
    """Make a consultation with letters, a meeting, four points and two replies."""
    place, silent = make.municipality(), make.municipality(code="0798", name="Tystkommun")
    assert silent.region == place.region
    consultation = make.consultation(
        case_number="RK 2026/12", title="Vad ska kulturplanen göra", lead="Vi frågar om lokaler."
    )
    question = make.question(consultation=consultation, text="Vad behöver ni?")
    make.influence_item(consultation=consultation, openness=Openness.LOCKED, reason="Lag.")
    Goal.objects.create(consultation=consultation, position=1, text="Bredd", target="10 kommuner")
    BudgetLine.objects.create(consultation=consultation, position=1, text="Lokal", planned=12_000)
    make.meeting(consultation=consultation, municipality=place, attended_persons=14)
    _invite(consultation, place)
    placed = make.placed_passage(plan=consultation.process.plan)
    wish = point(consultation, theme="LOK", question=question, source={"municipality": place})
    also = point(
        consultation, "Vi behöver också lokaler, och de får gärna ha en scen.", theme="LOK"
    )
    money = point(
        consultation, "Vi vill ha mer pengar till barnkör, gärna redan i höst.", theme="RES"
    )
    point(consultation, passage_revision=placed.revision)  # has no reply
    revision = revise_passage(
        placed=placed,
        heading=placed.revision.heading,
        text="Regionen stödjer lokaler, också för övning.",
        motive="Önskat av två föreningar",
        expected=placed.revision.number,
        actor=make.principal(),
        now=make.NOW,
    )
    make.reply(
        contributions=[wish, also],
        outcome=Outcome.ADOPTED,
        reason="Övning hör till.",
        passage_revision=revision,
    )
    make.reply(contribution=money)
    StatementText.objects.create(
        consultation=consultation,
        section="summary",
        text="Tre av fyra ville ha lokaler.\n\n- Scener\n- Övning",
        updated_at=make.NOW,
    )
    return again(consultation)


def _invite(consultation: Consultation, place) -> None:
    mailing = Mailing.objects.create(
        consultation=consultation,
        kind=LetterKind.INVITATION,
        subject="Välkommen",
        body="",
        created_at=make.NOW,
        sent_at=make.NOW,
    )
    for number, channel in enumerate(RecipientChannel.values):
        organisation = make.organisation(municipality=place, name=f"Inbjudna föreningen {number}")
        OrganisationArea.objects.create(organisation=organisation, area="MUSIC")
        party = make.participation(consultation=consultation, organisation=organisation)
        Recipient.objects.create(mailing=mailing, participation=party, channel=channel)


def publish(consultation: Consultation) -> PublicationBatch:
    """Sign off and publish every reply."""
    head = make.principal(make.officer(role="head"))
    sign_off_replies(
        consultation=consultation,
        replies=list(Reply.objects.filter(consultation=consultation)),
        actor=head,
        now=make.NOW,
    )
    return publish_replies(consultation=consultation, message="", actor=head, now=make.NOW)


def individual(consultation: Consultation, *, show_name: bool, state: str = "APPROVED"):
    """Make a point by a private person."""
    party = make.participation(
        consultation=consultation,
        kind=ParticipationKind.PERSON,
        origin=Origin.OPEN_FORM,
        display_name="Påhitt Persson",
    )
    made = point(
        consultation,
        source={
            "participation": party,
            "source_kind": SourceKind.INDIVIDUAL,
            "organisation": None,
            "channel": SubmissionChannel.WEB,
            "display_name": "Påhitt Persson",
            "show_name": show_name,
        },
    )
    made.submission.moderation.state = ModerationState(state)
    made.submission.moderation.save()
    return made


def referral(consultation: Consultation) -> Activity:
    """Send a plan version out for comments."""
    return Activity.objects.create(
        consultation=consultation,
        kind=ActivityKind.REFERRAL,
        title="Remiss",
        starts_at=datetime(2026, 5, 4, tzinfo=timezone(timedelta(hours=2))),
        ends_at=datetime(2026, 6, 15, tzinfo=timezone(timedelta(hours=2))),
    )


TODAY = date(2026, 4, 2)
