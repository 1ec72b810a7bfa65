"""A copy of everything that arrives, to the registrar's mailbox, when the region has set one."""

from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.template.loader import render_to_string

from samrad.contributions.models import Submission
from samrad.files.queries import open_file
from samrad.outbox.models import Message
from samrad.outbox.services import NothingToSend, Rendered, queue_message
from samrad.registry.models import Region

KIND = "registrar_copy"
ATTACHED_AT_MOST = 15 * 1024 * 1024  # bytes; many mail servers refuse more than 20 MiB in all


def sender_of(region: Region) -> str:
    """Return the address that mails about the region's consultations come from."""
    _name, ours = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((region.name, region.sender_email or ours))


def queue_registrar_copy(*, submission: Submission, now: datetime) -> Message | None:
    """Queue the copy in the transaction that keeps the submission, where an address is set."""
    region = submission.consultation.region
    if not region.registry_email:
        return None
    return queue_message(
        tenant=region.chain,
        kind=KIND,
        event=f"submission:{submission.pk}",
        recipient="registrar",
        to_address=region.registry_email,
        context={"submission": submission.pk},
        now=now,
    )


def render_registrar_copy(message: Message, now: datetime) -> Rendered:  # noqa: ARG001 -- a Renderer
    """Write the mail: the whole text, its files as attachments, the case number in the subject."""
    submission = (
        Submission.objects.select_related(
            "consultation__region", "organisation", "activity", "supersedes"
        )
        .filter(pk=message.context["submission"])
        .first()
    )
    if submission is None:
        raise NothingToSend("SUBMISSION_GONE")
    stored = [each.stored for each in submission.files.select_related("stored__blob")]
    fits = sum(each.blob.size for each in stored) <= ATTACHED_AT_MOST
    context = {
        "submission": submission,
        "consultation": submission.consultation,
        "files": stored,
        "fits": fits,
        "url": settings.SAMRAD_URL,
    }
    text = render_to_string("contributions/mail/registrar_copy.txt", context)
    subject = render_to_string("contributions/mail/registrar_copy_subject.txt", context)
    attachments = []
    for each in stored if fits else []:
        with open_file(each) as content:
            attachments.append((each.name, content.read(), each.content_type))
    return Rendered(
        subject=" ".join(subject.split()),
        text=text,
        html="",
        archived_text=text,
        from_email=sender_of(submission.consultation.region),
        reply_to=submission.consultation.contact_email,
        attachments=tuple(attachments),
    )
