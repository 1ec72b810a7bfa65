"""What the demo's associations say, in every channel, and what they are answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import cycle

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from samrad.consultations.enums import Origin
from samrad.consultations.models import Activity, Consultation
from samrad.consultations.services.links import join_as_organisation, join_as_person
from samrad.contributions.enums import Outcome, PartKind, SourceKind, SubmissionChannel
from samrad.contributions.models import Contribution, Submission
from samrad.contributions.rules.segmentation import Part, Span, canonical_text
from samrad.contributions.services.coding import code_contributions
from samrad.contributions.services.receiving import (
    Received,
    ReceivedPart,
    receive_submission,
    written_activity,
)
from samrad.contributions.services.replying import ReplyText, write_reply
from samrad.contributions.services.splitting import split_contribution
from samrad.pages.services.demo.plans import DATA, DemoPlan, change_passage
from samrad.registry.enums import OrganisationKind
from samrad.registry.models import Organisation
from samrad.users.principal import ANYONE, Principal

_CHANNELS = (
    SubmissionChannel.WEB,
    SubmissionChannel.WEB,
    SubmissionChannel.LETTER,
    SubmissionChannel.WEB,
    SubmissionChannel.EMAIL,
    SubmissionChannel.PHONE,
)


class Voice(BaseModel):
    """A point, those who say nearly the same, and what they are answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    theme: str
    question: int
    text: str
    others: tuple[str, ...] = ()
    outcome: Outcome
    reason: str
    passage: str = ""
    referred_to: str = ""


@cache
def voices() -> tuple[Voice, ...]:
    """Return everything that is said in the demo."""
    content = yaml.safe_load((DATA / "demo_voices.yaml").read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Voice, ...]).validate_python(content)


@dataclass(frozen=True)
class Said:
    """One wording of a voice."""

    voice: Voice
    text: str


def all_said() -> list[Said]:
    """Return every wording: first each voice, then those who say nearly the same."""
    first = [Said(voice, voice.text) for voice in voices()]
    return first + [Said(voice, text) for voice in voices() for text in voice.others]


def _bundles(said: Sequence[Said], sizes: Iterable[int]) -> list[list[Said]]:
    """Lay the wordings in envelopes, so that no envelope holds the same voice twice."""
    waiting, bundles = list(said), []
    for size in sizes:
        if not waiting:
            break
        bundle: list[Said] = []
        for one in list(waiting):
            if len(bundle) < size and one.voice not in [each.voice for each in bundle]:
                bundle.append(one)
                waiting.remove(one)
        bundles.append(sorted(bundle, key=lambda each: each.voice.question))
    return bundles


def _web_text(consultation: Consultation, bundle: Sequence[Said]) -> tuple[str, list[ReceivedPart]]:
    questions = {question.position: question for question in consultation.questions.all()}
    by_question: dict[int, list[str]] = {}
    for one in bundle:
        by_question.setdefault(one.voice.question, []).append(one.text)
    canonical = canonical_text(
        [
            Part(key=str(position), heading=questions[position].text, text="\n\n".join(texts))
            for position, texts in by_question.items()
        ]
    )
    parts = [
        ReceivedPart(
            kind=PartKind.QUESTION,
            start=placed.span.start,
            end=placed.span.end,
            question=questions[int(placed.key)],
        )
        for placed in canonical.parts
    ]
    return canonical.text, parts


def _plain_text(bundle: Sequence[Said]) -> tuple[str, list[ReceivedPart]]:
    text = "\n\n".join(["Hej!", *(one.text for one in bundle), "Med vänlig hälsning"])
    return text, [ReceivedPart(kind=PartKind.FREE, start=0, end=len(text))]


def _split(submission: Submission, bundle: Sequence[Said], *, actor: Principal) -> None:
    """Cut what holds several points into one each, where the words stand in the text."""
    for contribution in list(submission.contributions.all()):
        spans = [
            Span(start, start + len(one.text))
            for one in bundle
            if (start := submission.text.find(one.text, contribution.start, contribution.end)) >= 0
        ]
        whole = [Span(contribution.start, contribution.end)]
        if spans and spans != whole:
            split_contribution(
                contribution=contribution, spans=spans, actor=actor, now=submission.received_at
            )


def let_speak(
    *,
    consultation: Consultation,
    organisations: Sequence[Organisation],
    said: Sequence[Said],
    first: datetime,
    last: datetime,
    actor: Principal,
    origin: Origin = Origin.INVITED,
) -> list[Submission]:
    """Let the organisations hand in what is said, spread over the time from `first` to `last`."""
    bundles = _bundles(said, cycle((1, 2, 1, 3, 1, 2)))
    step = (last - first) / max(1, len(bundles))
    activity = written_activity(consultation)
    submissions = []
    for number, (bundle, organisation, channel) in enumerate(
        zip(bundles, organisations, cycle(_CHANNELS), strict=False)
    ):
        moment = first + step * number
        is_web = channel == SubmissionChannel.WEB
        text, parts = _web_text(consultation, bundle) if is_web else _plain_text(bundle)
        who = ANYONE if is_web else actor
        party = join_as_organisation(
            consultation=consultation,
            organisation=organisation,
            origin=origin,
            actor=who,
            now=moment,
        )
        is_alliance = organisation.kind == OrganisationKind.ALLIANCE
        submission = receive_submission(
            activity=activity,
            received=Received(
                source_kind=SourceKind.ALLIANCE if is_alliance else SourceKind.ORGANISATION,
                channel=channel,
                text=text,
                parts=parts,
                received_at=moment,
                idempotency_key=f"demo:{consultation.reference}:{number}",
                participation=party,
                organisation=organisation,
                display_name=organisation.name,
                mandate="Styrelsen" if number % 3 else "Årsmötet",
                mandate_on=(moment - timedelta(days=4)).date(),
            ),
            actor=who,
            now=moment,
        )
        _split(submission, bundle, actor=actor)
        submissions.append(submission)
    return submissions


def let_individual_speak(
    *, consultation: Consultation, text: str, at: datetime, show_name: bool, actor: Principal
) -> Submission:
    """Let one person ring and say something."""
    party = join_as_person(
        consultation=consultation,
        display_name="Inga Påhittsson",
        origin=Origin.OTHER,
        actor=actor,
        now=at,
    )
    return receive_submission(
        activity=written_activity(consultation),
        received=Received(
            source_kind=SourceKind.INDIVIDUAL,
            channel=SubmissionChannel.PHONE,
            text=text,
            parts=[ReceivedPart(kind=PartKind.FREE, start=0, end=len(text))],
            received_at=at,
            idempotency_key=f"demo:{consultation.reference}:person:{text[:20]}",
            participation=party,
            display_name=party.display_name,
            show_name=show_name,
        ),
        actor=actor,
        now=at,
    )


def let_meeting_speak(
    *, meeting: Activity, texts: Sequence[str], at: datetime, actor: Principal
) -> Submission:
    """Hand in what a group at a meeting said, one point a line."""
    text = "\n\n".join(texts)
    submission = receive_submission(
        activity=meeting,
        received=Received(
            source_kind=SourceKind.MEETING_GROUP,
            channel=SubmissionChannel.MEETING,
            text=text,
            parts=[ReceivedPart(kind=PartKind.FREE, start=0, end=len(text))],
            received_at=at,
            idempotency_key=f"demo:{meeting.uuid}",
            display_name=f"Grupp 1, {meeting.title}",
        ),
        actor=actor,
        now=at,
    )
    whole = submission.contributions.get()
    spans = [Span(text.index(one), text.index(one) + len(one)) for one in texts]
    if len(spans) > 1:
        split_contribution(contribution=whole, spans=spans, actor=actor, now=at)
    return submission


def by_voice(contributions: Iterable[Contribution]) -> dict[Voice, list[Contribution]]:
    """Return the contributions by what they say."""
    voice_of = {one.text: one.voice for one in all_said()}
    found: dict[Voice, list[Contribution]] = {}
    for contribution in contributions:
        voice = voice_of.get(contribution.text)
        if voice is not None:
            found.setdefault(voice, []).append(contribution)
    return found


def code(contributions: Iterable[Contribution], *, actor: Principal, now: datetime) -> None:
    """Give every contribution its theme."""
    for voice, same in by_voice(contributions).items():
        code_contributions(
            contributions=same, theme=voice.theme, owner=actor.user, actor=actor, now=now
        )


def answer(
    voice: Voice,
    contributions: Sequence[Contribution],
    *,
    plan: DemoPlan | None,
    actor: Principal,
    now: datetime,
) -> None:
    """Give those who say the same one reply, and change the plan where it says so."""
    changes = bool(voice.passage) and plan is not None
    revision = (
        change_passage(plan, voice.passage, actor=actor, now=now) if plan and changes else None
    )
    outcome = Outcome.FOR_DRAFT if voice.passage and not changes else voice.outcome
    write_reply(
        contributions=contributions,
        text=ReplyText(outcome, voice.reason, voice.referred_to, revision),
        actor=actor,
        now=now,
    )
