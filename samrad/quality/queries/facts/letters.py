"""Facts of letters: what they say, when they went out and whom they reached."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q

from samrad.consultations.models import Consultation
from samrad.core.clock import local_date
from samrad.core.text import search_key
from samrad.invitations.enums import FIRST_LETTERS, LetterKind, MailingState, RecipientChannel
from samrad.invitations.enums import Standing as Letters
from samrad.invitations.models import Letter, Mailing, Recipient
from samrad.invitations.queries.facts import consultation_values
from samrad.invitations.queries.mailings import with_standing
from samrad.invitations.queries.reviews import LetterReview, reviews_of
from samrad.invitations.rules.placeholders import names_in
from samrad.invitations.rules.review.model import Severity
from samrad.method import library
from samrad.quality.queries.facts.around import Around
from samrad.quality.rules import facts

_OUT: Final = (MailingState.FILLING, MailingState.RELEASED)
_GOT_IT: Final = (Letters.SENT, Letters.POSTED, Letters.REACHED)
_MISSED: Final = (Letters.NOT_SENT, Letters.NOT_REACHED)


def letters(around: Around) -> dict[str, Any]:
    """Return the first letters as the review judges them, and when they were sent."""
    consultation = around.consultation
    letters = list(Letter.objects.filter(consultation=consultation, kind__in=FIRST_LETTERS))
    for letter in letters:
        letter.consultation = consultation
    mailings = list(Mailing.objects.filter(consultation=consultation))
    values = consultation_values(consultation, kind=LetterKind.INVITATION)
    reviews = reviews_of(
        letters,
        values=values,
        mailings=mailings,
        meetings=around.meetings,
        today=around.today,
    )
    return {
        "letters": tuple(
            _letter(letter, reviews[letter.kind], promise=values["promise"]) for letter in letters
        ),
        "sendings": tuple(_sendings(mailings, _first_letters(consultation))),
    }


def _letter(letter: Letter, review: LetterReview, *, promise: str) -> facts.LetterFact:
    return facts.LetterFact(
        kind=letter.kind,
        is_judged=review.is_judged,
        score=review.review.score,
        errors=tuple(each.name for each in review.shown if each.finding.severity is Severity.ERROR),
        states_level=_states(letter, promise),
    )


def _states(letter: Letter, promise: str) -> bool:
    """Tell whether the letter makes the level's promise, by its placeholder or in its words."""
    name = search_key(library.placeholder_names(letter.kind).get("promise", ""))
    named = {search_key(each) for each in names_in(letter.body)}
    return name in named or promise in letter.body


def _sendings(mailings: Iterable[Mailing], numbers: dict[int, int]) -> Iterable[facts.SendingFact]:
    for each in mailings:
        if each.state in _OUT and each.sent_at is not None:
            is_whole = each.state == MailingState.RELEASED
            number = numbers.get(each.pk, 0) if is_whole else None
            yield facts.SendingFact(kind=each.kind, on=local_date(each.sent_at), number=number)


def _first_letters(consultation: Consultation) -> dict[int, int]:
    """Return how many of each mailing's recipients had no letter of its kind before."""
    released = Recipient.objects.filter(
        mailing__consultation=consultation, mailing__state=MailingState.RELEASED
    )
    before = released.filter(
        participation=OuterRef("participation"),
        mailing__kind=OuterRef("mailing__kind"),
        mailing__sent_at__lt=OuterRef("mailing__sent_at"),
    )
    first = released.filter(~Exists(before), mailing__kind__in=FIRST_LETTERS).order_by()
    return dict(first.values("mailing").annotate(n=Count("pk")).values_list("mailing", "n"))


def recipients(consultation: Consultation) -> facts.RecipientsFact:
    """Return how many first letters there are, by channel, and how many came through."""
    chosen = Recipient.objects.filter(
        mailing__consultation=consultation,
        mailing__kind__in=FIRST_LETTERS,
        mailing__state=MailingState.RELEASED,
    )
    counted = with_standing(chosen).aggregate(
        total=Count("pk"),
        organisations=Count("pk", filter=Q(participation__organisation__isnull=False)),
        by_email=Count("pk", filter=Q(channel=RecipientChannel.EMAIL)),
        on_paper=Count("pk", filter=Q(paper_batch__posted_on__isnull=False)),
        otherwise=Count("pk", filter=Q(reached_on__isnull=False)),
        reached=Count("pk", filter=Q(standing__in=_GOT_IT)),
        not_reached=Count("pk", filter=Q(standing__in=_MISSED)),
    )
    return facts.RecipientsFact(**counted)
