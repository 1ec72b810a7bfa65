"""Letting organisations in, and answering what they say."""

from datetime import datetime

from samrad.consultations.enums import Origin
from samrad.consultations.models import Consultation
from samrad.consultations.services.links import join_as_organisation
from samrad.contributions.queries import unanswered_contributions
from samrad.pages.services.demo import plans, voices
from samrad.registry.models import Organisation
from samrad.users.principal import Principal


def invite(
    consultation: Consultation,
    organisations: list[Organisation],
    *,
    actor: Principal,
    now: datetime,
) -> None:
    """Let each of the organisations be invited."""
    for organisation in organisations:
        join_as_organisation(
            consultation=consultation,
            organisation=organisation,
            origin=Origin.INVITED,
            actor=actor,
            now=now,
        )


def answer_all(
    consultation: Consultation,
    plan: plans.DemoPlan | None,
    *,
    actor: Principal,
    now: datetime,
    leave: int = 0,
) -> None:
    """Answer every voice but the last `leave`."""
    same = voices.by_voice(unanswered_contributions(consultation))
    chosen = list(same.items())[: len(same) - leave] if leave else list(same.items())
    for voice, contributions in chosen:
        voices.answer(voice, contributions, plan=plan, actor=actor, now=now)
