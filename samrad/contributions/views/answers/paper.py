"""The receipt as a document of its own."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samrad.contributions.models import SubmissionPart
from samrad.contributions.queries.answers import parts_of
from samrad.contributions.queries.places import Sent
from samrad.contributions.rules.receipts import checksum, in_groups
from samrad.contributions.views.answers.frame import spoken_language
from samrad.core.clock import local_date
from samrad.documents.blocks import Block, Document, Heading, KeyValue, Note, Paragraph, Quote


def receipt_document(place: Sent) -> Document:
    """Return the receipt: number, time, sender, mandate, checksum and every word that was sent."""
    submission = place.submission
    return Document(
        title=_("Kvitto %(number)s") % {"number": place.number},
        language=spoken_language(),
        author=place.region.name,
        date=local_date(submission.received_at),
        reference=place.consultation.case_number,
        blocks=(
            Paragraph(place.consultation.title),
            KeyValue(tuple(_facts(place))),
            *_warning(place),
            Heading(1, _("Det här skickades")),
            *(block for part, words in parts_of(submission) for block in _part(part, words)),
        ),
    )


def _facts(place: Sent) -> list[tuple[str, str]]:
    submission = place.submission
    facts = [
        (_("Kom fram"), _moment(submission.received_at)),
        (_("Avsändare"), submission.display_name or _("Privatperson")),
        (_("Mottagare"), place.region.name),
    ]
    if submission.mandate:
        decided = submission.mandate_on
        day = f", {date_format(decided, 'j F Y')}" if decided else ""
        facts.append((_("Beslut om svaret"), f"{submission.mandate}{day}"))
    return [*facts, (_("Kontrollsumma"), in_groups(checksum(submission.text)))]


def _warning(place: Sent) -> tuple[Block, ...]:
    later = getattr(place.submission, "superseded_by", None)
    if later is None:
        return ()
    return (
        Note(
            _("Ett nytt svar kom %(moment)s och gäller i stället.")
            % {"moment": _moment(later.received_at)}
        ),
    )


def _part(part: SubmissionPart, words: str) -> tuple[Block, ...]:
    if part.question is not None:
        heading = part.question.text
    elif part.passage_revision is not None:
        heading = _("Om %(heading)s") % {"heading": part.passage_revision.heading}
    else:
        return (Quote(words),)
    said: Block = Paragraph(_("Inget att tillägga")) if part.nothing_to_add else Quote(words)
    return (Heading(2, heading), said)


def _moment(moment: datetime) -> str:
    local = localtime(moment)
    return _("%(day)s kl. %(time)s") % {
        "day": date_format(local, "j F Y"),
        "time": date_format(local, "H.i"),
    }
