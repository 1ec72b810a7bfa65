"""Taking a consultation back, which is possible only until the first answer has come in."""

from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.consultations.services.parts import locked
from samrad.consultations.services.publishing import unpublish_consultation
from samrad.contributions.models import Submission
from samrad.users.principal import Principal


@transaction.atomic
def take_back(*, consultation: Consultation, actor: Principal, now: datetime) -> Consultation:
    """Unpublish unless somebody has answered; an answer on its way in waits for the lock.

    Raise `HasAnswers` or `NotPublished` from `consultations.services.publishing`.
    """
    current = locked(consultation)
    answers = Submission.objects.filter(consultation=current).count()
    return unpublish_consultation(consultation=current, answers=answers, actor=actor, now=now)
