"""One region with one of everything, a person in every role, and a neighbour with a secret.

Read by the access walk and by everything else that must visit every address.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from samrad.consultations.models import Consultation, Participation
from samrad.contributions.enums import SourceKind, SubmissionChannel
from samrad.contributions.models import SubmissionFile
from samrad.contributions.queries.export import CONTRIBUTIONS_FILE
from samrad.files.models import StoredFile
from samrad.files.services import store_file
from samrad.invitations.enums import MailingState
from samrad.method import library
from samrad.planning.services.feeds import mint_feed
from samrad.plans.enums import VersionKind
from samrad.plans.services import continue_from
from samrad.quality.enums import RunSize
from samrad.registry.models import RegionRole
from samrad.registry.queries.register import REGISTER_FILE
from samrad.users.models import User
from tests import make

SECRET = "granne-7f3a"  # stands in every unpublished text the neighbour owns
HELD = ("reader", "expert", "politician", "registrar", "officer", "head")


@dataclass
class World:
    """Arguments for every address, by name, and people by the matrix's columns."""

    arguments: dict[str, Any] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    token: str = ""
    feed_token: str = ""  # of the officer's own calendar


def _people() -> dict[str, User]:
    people = {role: make.officer(role=role) for role in HELD}
    people["signed_in"] = make.user()
    elsewhere = make.region("blekinge")
    people["neighbour"] = make.officer(elsewhere)
    RegionRole.objects.create(region=elsewhere, user=people["neighbour"], role="head")
    return people


def _neighbour() -> None:
    where = make.region("blekinge")
    theirs = make.consultation(
        region=where,
        title=SECRET,
        purpose=SECRET,
        contact_name=SECRET,
        published_at=None,
        process=make.process(
            region=where, title=SECRET, plan=make.plan(region=where, title=SECRET)
        ),
    )
    organisation = make.organisation(region=where, name=SECRET, note=SECRET)
    make.contact_person(organisation=organisation, name=SECRET)
    party = make.participation(consultation=theirs, organisation=organisation)
    letter = make.submission(consultation=theirs, participation=party, text=SECRET)
    make.reply(contribution=make.contribution(submission=letter), reason=SECRET)
    make.letter(consultation=theirs, subject=SECRET, body=SECRET)
    make.mailing(consultation=theirs, subject=SECRET, body=SECRET)
    plain = make.stored_file(content=SECRET.encode(), name=f"{SECRET}.docx", tenant=where.chain)
    make.document_template(region=where, number=1, text=SECRET, stored=plain)
    make.attestation(run=make.checklist_run(consultation=theirs, motive=SECRET), text=SECRET)
    make.own_item(region=where, statement=SECRET)


def _mailing(consultation: Consultation, party: Participation) -> UUID:
    """Make a mailing on its way, with a recipient and letters printed but not posted."""
    mailing = make.mailing(
        consultation=consultation,
        state=MailingState.RELEASED,
        subject="Svara",
        released_at=make.NOW,
        sent_at=make.NOW,
    )
    make.recipient(mailing=mailing, participation=party)
    make.paper_batch(mailing=mailing)
    return mailing.uuid


def _feed(person: User) -> str:
    """Give the person an address for their own calendar; return its token."""
    return mint_feed(region=make.region(), actor=make.principal(person), now=make.NOW)


def _evidence(consultation: Consultation, stored: StoredFile) -> int:
    """Make a run with a file behind an item."""
    run = make.checklist_run(consultation=consultation, size=RunSize.FULL)
    return make.attestation(run=run, stored=stored).pk


def build() -> World:
    """Make the world."""
    _neighbour()
    consultation = make.consultation()
    plan = consultation.process.plan
    placed = make.placed_passage(plan=plan)
    consultation.plan_version = placed.version
    consultation.heard_published_at = make.NOW
    consultation.save()
    working = continue_from(
        version=placed.version,
        kind=VersionKind.DRAFT,
        label="Utkast 2",
        actor=make.principal(),
        now=make.NOW,
    )
    plan.published_at = make.NOW
    plan.save()
    make.question(consultation=consultation, position=1)
    make.influence_item(consultation=consultation)
    meeting = make.meeting(consultation=consultation)
    organisation = make.organisation()
    party = make.participation(consultation=consultation, organisation=organisation)
    submission = make.submission(
        consultation=consultation,
        participation=party,
        source_kind=SourceKind.ORGANISATION,
        channel=SubmissionChannel.LETTER,
    )
    contribution = make.contribution(submission=submission)
    reply = make.reply(contribution=make.contribution(submission=submission))
    stored = store_file(
        content="# Mål\n\nText.".encode(),
        name="plan.md",
        content_type="text/markdown",
        tenant=consultation.region.chain,
        now=make.NOW,
    )
    SubmissionFile.objects.create(submission=submission, stored=stored)
    token = make.token(party)
    people = _people()
    make.organisation_revision(organisation=organisation, version=working.number)
    arguments: dict[str, Any] = {
        "region": consultation.region.slug,
        "consultation": consultation.slug,
        "plan": plan.slug,
        "process": consultation.process.slug,
        "organisation": organisation.pk,
        "contact": make.contact_person(organisation=organisation).pk,
        "version": working.number,
        "passage": placed.passage.uuid,
        "activity": meeting.uuid,
        "other": make.other_activity(consultation=consultation).uuid,
        "cell": "B2",
        "participation": party.uuid,
        "submission": submission.uuid,
        "contribution": contribution.number,
        "number": contribution.number,
        "reply": reply.pk,
        "position": 1,
        "step": "syfte",
        "milestone": make.milestone(process=consultation.process).pk,
        "matter": make.sami_consultation(process=consultation.process).uuid,
        "gate": "bjuda-in",
        "override": make.gate_override(consultation=consultation).pk,
        "template": "purpose-sheet",
        "process_template": "year-wheel",
        "meeting_template": "attendance",
        "edition": make.document_template(region=consultation.region).number,
        "token": token,
        "file": stored.uuid,
        "batch": make.delivery(participation=party).batch_id,
        "register_order": make.download(
            kind=REGISTER_FILE, place=f"region:{consultation.region_id}"
        ).job.uuid,
        "export_order": make.download(
            kind=CONTRIBUTIONS_FILE, place=f"consultation:{consultation.pk}"
        ).job.uuid,
        "batch_uuid": make.import_batch().uuid,
        "role": RegionRole.objects.get(user=people["reader"]).pk,
        "form": "exempel",
        "section": "sammanfattning",
        "statement": make.statement(consultation=consultation, published_at=make.NOW).number,
        "document": "json",
        "volume": 1,
        "letter": "invitation",
        "dispute": make.review_dispute(consultation=consultation).pk,
        "mailing": _mailing(consultation, party),
        "object_key": "1",
        "item": "F06",
        "attestation": _evidence(consultation, stored),
        "own": make.own_item().number,
        "guide": library.guide_slug(library.guides(category="guide")[0].head.key),
        "need": library.guide_slug(library.guides(category="need")[0].head.key),
        "role_card": library.guide_slug(library.guides(category="role")[0].head.key),
        "volunteer_guide": library.guide_slug("be-heard"),
        "consultation_form": library.form_slug("open-meeting"),
        "case": library.case("evening-feedback").head.slug,
        "booklet": "docx",
    }
    return World(arguments, people, token, _feed(people["officer"]))
