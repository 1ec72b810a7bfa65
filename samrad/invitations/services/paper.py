"""Letters on paper: printed in batches, each letter with an address window, a code and a QR code.

The codes stand in the files and nowhere else, so the files are sealed and go when the batch has
been posted. Printing one anew gives a new code; the old one still works.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.formats import date_format

from samrad.consultations.services.links import mint_code
from samrad.core.clock import local_date
from samrad.core.crypto import seal_bytes, unseal_bytes
from samrad.documents.blocks import AddressPage, Block, Document, Heading, Image, Paragraph, Run
from samrad.documents.pictures import qr_code
from samrad.documents.prose import from_markdown
from samrad.documents.writing import to_docx, to_pdf
from samrad.files.models import StoredFile
from samrad.files.queries import open_file
from samrad.files.services import forget_file, store_file
from samrad.invitations import wording
from samrad.invitations.enums import LetterKind
from samrad.invitations.models import Letter, Mailing, PaperBatch, Recipient
from samrad.invitations.queries.facts import (
    LANGUAGE,
    Values,
    code_address,
    consultation_values,
    fill_letter,
    fill_subject,
    recipient_values,
    way_by_code,
)
from samrad.invitations.queries.mailings import paper_to_make
from samrad.invitations.services.rendering import has_answered
from samrad.jobs.models import Job
from samrad.jobs.services import queue_job, report_progress
from samrad.journal.services import record
from samrad.outbox.wording import ANSWERED
from samrad.users.models import User
from samrad.users.principal import Principal

PRINT: Final = "mailing.print"
A_BATCH: Final = 200
CODES_A_TURN: Final = 50
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A sign of the private use area, alone in its paragraph: there the picture stands.
_PICTURE: Final = "\ue000"


class NothingToPrint(Exception):
    """No letter on paper waits."""


class AlreadyPosted(Exception):
    """The batch was marked as posted before."""


@transaction.atomic
def queue_print(*, mailing: Mailing, actor: Principal, now: datetime) -> Job:
    """Have the waiting letters printed to files. Raise `NothingToPrint`."""
    if not paper_to_make(mailing).exists():
        raise NothingToPrint
    return queue_job(
        kind=PRINT,
        key=str(mailing.uuid),
        tenant=mailing.consultation.region.chain,
        arguments={"mailing": mailing.pk, "user": actor.user.pk if actor.user else None},
        requested_by=actor.reference,
        now=now,
    )


def print_letters(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Make files of every letter that waits, a batch at a time."""
    mailing = Mailing.objects.select_related(
        "consultation__region", "consultation__process__plan"
    ).get(pk=job.arguments["mailing"])
    _leave_out_answered(mailing, local_date(clock()))
    waiting = list(
        paper_to_make(mailing)
        .select_related("participation__consultation__region")
        .order_by("participation__display_name", "pk")
    )
    report_progress(job=job, done=0, total=len(waiting), now=clock())
    values = consultation_values(mailing.consultation, kind=mailing.kind)
    for start in range(0, len(waiting), A_BATCH):
        chunk = waiting[start : start + A_BATCH]
        _print_batch(job, mailing, values, chunk, clock=clock)
        report_progress(job=job, done=start + len(chunk), total=len(waiting), now=clock())


@transaction.atomic
def _leave_out_answered(mailing: Mailing, today: date) -> None:
    """Take those who have answered meanwhile out of a reminder."""
    if mailing.kind != LetterKind.REMINDER:
        return
    for recipient in paper_to_make(mailing).select_related("participation"):
        if has_answered(recipient.participation):
            recipient.reached_on, recipient.reached_how = today, ANSWERED
            recipient.save(update_fields=["reached_on", "reached_how"])


def _print_batch(
    job: Job,
    mailing: Mailing,
    values: Values,
    recipients: Sequence[Recipient],
    *,
    clock: Callable[[], datetime],
) -> None:
    codes = _codes_for(recipients, clock())
    document = letters_document(
        mailing,
        values=values,
        letters=[
            ((one.participation.display_name, *one.postal_address.splitlines()), code)
            for one, code in zip(recipients, codes, strict=True)
        ],
        on=local_date(clock()),
    )
    pdf, docx = to_pdf(document), to_docx(document)
    now = clock()
    tenant = mailing.consultation.region.chain
    files = [
        store_file(
            content=seal_bytes(content), name=name, content_type=kind, tenant=tenant, now=now
        )
        for content, name, kind in ((pdf, "brev.pdf", PDF), (docx, "brev.docx", DOCX))
    ]
    _keep_batch(job, mailing, recipients, files, now=now)


def _codes_for(recipients: Sequence[Recipient], now: datetime) -> list[str]:
    codes: list[str] = []
    for start in range(0, len(recipients), CODES_A_TURN):
        with transaction.atomic():
            codes += [
                mint_code(participation=one.participation, now=now)
                for one in recipients[start : start + CODES_A_TURN]
            ]
    return codes


@transaction.atomic
def _keep_batch(
    job: Job,
    mailing: Mailing,
    recipients: Sequence[Recipient],
    files: Sequence[StoredFile],
    *,
    now: datetime,
) -> None:
    Mailing.objects.select_for_update().get(pk=mailing.pk)
    latest = PaperBatch.objects.filter(mailing=mailing).aggregate(latest=Max("number"))["latest"]
    batch = PaperBatch.objects.create(
        mailing=mailing,
        number=(latest or 0) + 1,
        letters=len(recipients),
        pdf=files[0],
        docx=files[1],
        made_at=now,
        made_by=User.objects.filter(pk=job.arguments["user"]).first(),
    )
    paper_to_make(mailing).filter(pk__in=[one.pk for one in recipients]).update(paper_batch=batch)
    record(
        chain=mailing.consultation.region.chain,
        kind="letters.printed",
        about=batch,
        actor=job.requested_by,
        now=now,
        facts={"recipients": [one.pk for one in recipients]},
    )


def letters_document(
    letter: Mailing | Letter,
    *,
    values: Values,
    letters: Sequence[tuple[Sequence[str], str]],
    on: date,
) -> Document:
    """Return the letters as one document: each with its address lines and its code."""
    consultation = letter.consultation
    region = consultation.region
    with translation.override(LANGUAGE):
        address = code_address(region)
        picture = qr_code(address, alt=str(wording.QR_ALT).format(address=address))
        subject = fill_subject(letter.subject, kind=letter.kind, values={**values, **_nobody()})
        blocks = [
            block
            for lines, code in letters
            for block in _letter(letter, values, lines, code, picture, date_format(on, "j F Y"))
        ]
    return Document(
        title=subject,
        date=on,
        blocks=tuple(blocks),
        author=region.name,
        subject=consultation.case_number or consultation.reference,
        show_title=False,
        page_numbers=False,
    )


def _nobody() -> Values:
    return recipient_values(name="", way_to_answer="")


def _letter(
    letter: Mailing | Letter,
    values: Values,
    lines: Sequence[str],
    code: str,
    picture: Image,
    on: str,
) -> Iterator[Block]:
    consultation = letter.consultation
    way = f"{way_by_code(consultation.region, code)}\n\n{_PICTURE}"
    own = {**values, **recipient_values(name=lines[0], way_to_answer=way)}
    yield AddressPage(
        recipient=tuple(lines),
        sender=(consultation.region.name, *consultation.region.postal_address.splitlines()),
        place_and_date=on,
        reference=consultation.case_number or consultation.reference,
    )
    yield Heading(1, fill_subject(letter.subject, kind=letter.kind, values=own))
    for block in from_markdown(fill_letter(letter.body, kind=letter.kind, values=own)):
        if block == Paragraph((Run(_PICTURE),)):
            yield picture
        elif isinstance(block, Heading):
            yield replace(block, level=block.level + 1)
        else:
            yield block


def opened(stored: StoredFile) -> bytes:
    """Return the content of a sealed file."""
    with open_file(stored) as file:
        return unseal_bytes(file.read())


@transaction.atomic
def mark_posted(*, batch: PaperBatch, on: date, actor: Principal, now: datetime) -> PaperBatch:
    """Note the day the batch was posted, and take its files away. Raise `AlreadyPosted`."""
    current = (
        PaperBatch.objects.select_for_update(of=("self",))
        .select_related("mailing__consultation__region")
        .get(pk=batch.pk)
    )
    if current.posted_on is not None:
        raise AlreadyPosted
    files = [stored for stored in (current.pdf, current.docx) if stored]
    current.posted_on, current.pdf, current.docx = on, None, None
    current.save(update_fields=["posted_on", "pdf", "docx"])
    for stored in files:
        forget_file(stored=stored)
    record(
        chain=current.mailing.consultation.region.chain,
        kind="letters.posted",
        about=current,
        actor=actor.reference,
        now=now,
        facts={"on": on.isoformat(), "letters": current.letters},
    )
    return current
