"""Codes say what they mean, in the reader's language, without looking at every other label."""

import pytest
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from samrad.core.fields import CodeField


class Month(models.TextChoices):
    """Labels that Django itself has in every language."""

    FIRST = "FIRST", _("January")
    FIFTH = "FIFTH", _("May")


with isolate_apps("samrad.core"):  # no table: other tests look through all there are

    class Meeting(models.Model):
        code = CodeField(Month)
        own = CodeField(Month)

        class Meta:
            app_label = "core"

        def __str__(self):
            return self.code

        def get_own_display(self):
            return "eget"


@pytest.mark.parametrize(
    ("code", "label"), [("FIRST", "januari"), ("FIFTH", "maj"), ("GONE", "GONE"), ("", "")]
)
def test_a_code_says_its_label_and_an_unknown_one_itself(code, label):
    assert Meeting(code=code).get_code_display() == label


def test_the_label_is_in_the_readers_language():
    with translation.override("en"):
        assert Meeting(code="FIRST").get_code_display() == "January"


def test_a_model_may_say_it_otherwise():
    assert Meeting(own="FIRST").get_own_display() == "eget"


def test_labels_make_no_migration():
    _name, path, _args, options = Meeting._meta.get_field("code").deconstruct()

    assert (path, options) == ("django.db.models.CharField", {"max_length": 24})
