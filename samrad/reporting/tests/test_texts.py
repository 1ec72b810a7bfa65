"""A written part is saved once, by the one who saw what it read, and never lost."""

import pytest

from samrad.reporting.models import StatementText
from samrad.reporting.rules.sections import LONGEST
from samrad.reporting.services.texts import TextChangedMeanwhile, TextIsTooLong, save_text
from tests import make

pytestmark = pytest.mark.django_db


def save(consultation, text: str, expected: int = 0) -> StatementText:
    return save_text(
        consultation=consultation,
        section="summary",
        text=text,
        expected=expected,
        actor=make.principal(make.officer()),
        now=make.NOW,
    )


def test_each_saving_is_a_new_version():
    consultation = make.consultation()

    assert save(consultation, "Ett").version == 1
    assert save(consultation, "Två", 1).version == 2
    assert StatementText.objects.get().text == "Två"


def test_the_second_writer_sees_what_the_first_saved():
    consultation = make.consultation()
    save(consultation, "Först")

    with pytest.raises(TextChangedMeanwhile) as refused:
        save(consultation, "Sedan")

    assert refused.value.current.text == "Först"
    assert StatementText.objects.get().text == "Först"


def test_saving_the_same_text_twice_is_no_conflict():
    consultation = make.consultation()
    save(consultation, "Samma")

    assert save(consultation, "Samma\r\n").version == 1


def test_a_text_is_cleaned_and_never_cut():
    consultation = make.consultation()
    most = "ab" + "å" * (LONGEST - 2)

    assert save(consultation, f" a\x00{most[1:]}\u202e").text == most
    with pytest.raises(TextIsTooLong):
        save(consultation, most + "å", 1)
    assert StatementText.objects.get().text == most
