"""What the public sees of a run: nothing until the head shows it, then what was shown."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samrad.quality.queries.profile import profile_of
from samrad.quality.queries.summary import quality_summary, shown_result, summary_of
from samrad.quality.rules.summary import from_data, to_data
from samrad.quality.services.runs import publish_result
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    return make.checklist_run()


def show(run):
    profile = profile_of(run, consultation=run.consultation, now=make.NOW)
    return publish_result(
        run=run,
        result=summary_of(profile, now=make.NOW),
        expected=run.version,
        actor=make.principal(),
        now=make.NOW,
    )


def public(client, run):
    answer = client.get(reverse("pages:consultation", args=(run.consultation.slug,)))
    return answer.content.decode()


def test_nobody_outside_sees_a_run_before_it_is_shown(client, run):
    make.attestation(run=run, text="Internt bevis.")

    page = public(client, run)

    assert "Så gick samrådet till" not in page
    assert shown_result(run.consultation) is None


def test_what_is_shown_is_the_level_what_is_lacking_and_what_is_contested(client, run):
    make.attestation(run=run, item="F04", kind="CONTESTED", state="NOT", text="Den finns.")
    show(run)

    page = public(client, run)

    assert "Så gick samrådet till" in page
    assert "Det som inte är uppfyllt" in page
    assert "Den finns." in page
    assert "inget intyg" in page


def test_what_is_contested_afterwards_is_told_without_its_words_until_shown_anew(client, run):
    show(run)
    run.refresh_from_db()
    later = run.published_at + timedelta(hours=1)
    contest = {"item": "F04", "kind": "CONTESTED", "state": "NOT"}
    make.attestation(run=run, text="Kim glömde den.", made_at=later, **contest)

    page = public(client, run)

    assert "Det här är bestridet" in page
    assert "Kim glömde den." not in page


def test_what_was_shown_stands_until_it_is_shown_anew(run):
    show(run)
    before = shown_result(run.consultation)
    run.consultation.purpose = ""
    run.consultation.save()

    assert shown_result(run.consultation) == before


def test_a_summary_reads_the_same_out_of_its_json(run):
    found = quality_summary(run.consultation, now=make.NOW)

    assert from_data(to_data(found)) == found
    assert found == quality_summary(run.consultation, now=make.NOW)


def test_without_a_run_there_is_nothing_to_tell():
    found = quality_summary(make.consultation(), now=make.NOW)

    assert (found.has_run, found.total, found.overrides) == (False, None, ())
