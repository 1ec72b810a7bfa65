"""Whether the installation is well, and whether it can say so."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from samrad.contributions.models import AnswerDraft
from samrad.core.clock import now
from samrad.core.crypto import seal
from samrad.jobs.models import WorkerHeartbeat
from samrad.jobs.services import beat
from samrad.journal.models import Chain, Entry
from samrad.journal.services import record
from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.pages.queries import health
from samrad.pages.queries.health import health_facts
from samrad.pages.rules.health import MIB, Check, Facts, Level, verdicts, worst
from samrad.pages.wording import CHECKS, WORDS, said
from tests import make

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
WELL = Facts(
    at=NOW,
    database_answers=True,
    database_takes_writes=True,
    unapplied_migrations=0,
    broken_chains=(),
    worker_beat_at=NOW - timedelta(seconds=5),
    disk_free=50_000 * MIB,
)


def ago(**duration):
    return NOW - timedelta(**duration)


@pytest.mark.parametrize(
    ("name", "level", "code", "facts"),
    [
        ("database", Level.RED, "SILENT", {"database_answers": False}),
        ("database", Level.RED, "READ_ONLY", {"database_takes_writes": False}),
        ("database", Level.GREEN, "FINE", {"database_takes_writes": None}),
        ("migrations", Level.RED, "WAITING", {"unapplied_migrations": 2}),
        ("journal", Level.RED, "BROKEN", {"broken_chains": ("region:07",)}),
        ("worker", Level.RED, "NEVER", {"worker_beat_at": None}),
        ("worker", Level.GREEN, "FINE", {"worker_beat_at": ago(seconds=60)}),
        ("worker", Level.RED, "SILENT", {"worker_beat_at": ago(seconds=61)}),
        ("mail", Level.GREEN, "FINE", {"mail_waiting_since": ago(minutes=15)}),
        ("mail", Level.YELLOW, "SLOW", {"mail_waiting_since": ago(minutes=16)}),
        ("mail", Level.RED, "STOPPED", {"mail_waiting_since": ago(minutes=31)}),
        (
            "mail",
            Level.YELLOW,
            "SLOW",
            {"mail_waiting_since": ago(minutes=31), "mail_sent_at": ago(minutes=1)},
        ),
        (
            "mail",
            Level.RED,
            "STOPPED",
            {"mail_waiting_since": ago(minutes=31), "mail_sent_at": ago(minutes=40)},
        ),
        ("mail", Level.YELLOW, "UNCLEAR", {"mail_unclear": 1}),
        ("mail", Level.YELLOW, "NOWHERE", {"mail_goes_nowhere": True}),
        ("storage", Level.RED, "READ_ONLY", {"files_writable": False}),
        ("storage", Level.RED, "FULL", {"disk_free": 199 * MIB}),
        ("storage", Level.YELLOW, "LOW", {"disk_free": 2047 * MIB}),
        ("keys", Level.RED, "NO_DRAFT_KEY", {"draft_key_fits": False}),
        ("keys", Level.RED, "WEAK_SECRET", {"secret_key_is_own": False}),
        ("static", Level.RED, "MISSING", {"static_is_built": False}),
    ],
)
def test_each_fact_has_its_verdict(name, level, code, facts):
    found = {check.name: (check.level, check.code) for check in verdicts(replace(WELL, **facts))}

    assert found[name] == (level, code)


def test_all_well_is_green_in_every_check():
    checks = list(verdicts(WELL))

    assert {check.name for check in checks} == set(CHECKS)
    assert worst(checks) is Level.GREEN


def test_without_a_database_only_what_needs_none_is_judged():
    names = [check.name for check in verdicts(replace(WELL, database_answers=False))]

    assert names == ["database", "storage", "keys", "static"]


@given(
    st.builds(
        Facts,
        at=st.just(NOW),
        database_answers=st.booleans(),
        database_takes_writes=st.none() | st.booleans(),
        unapplied_migrations=st.none() | st.integers(0, 3),
        broken_chains=st.none() | st.just(("region:07",)),
        worker_beat_at=st.none() | st.just(NOW) | st.just(ago(days=1)),
        mail_waiting_since=st.none() | st.just(ago(hours=1)),
        mail_sent_at=st.none() | st.just(NOW),
        mail_unclear=st.integers(0, 2),
        files_writable=st.booleans(),
        disk_free=st.integers(0, 10**12),
        static_is_built=st.booleans(),
    )
)
def test_every_verdict_has_words(facts):
    for check in verdicts(facts):
        assert "%" not in said(check)
        assert str(CHECKS[check.name])


def test_no_words_are_left_over():
    codes = {
        (check.name, check.code)
        for facts in (WELL, replace(WELL, database_answers=False))
        for check in verdicts(facts)
    }

    assert codes <= set(WORDS)
    assert said(Check("worker", Level.RED, "SILENT", 90)).startswith("har inte hörts av på 90 s")


def message(**fields):
    fields = {
        "tenant": "region:07",
        "kind": "INVITATION",
        "event": "mailing:1",
        "recipient": f"participation:{Message.objects.count()}",
        "to_address": "forening@exempel.invalid",
        "created_at": ago(hours=1),
        "due_at": NOW,
        **fields,
    }
    return Message.objects.create(**fields)


@pytest.mark.django_db
def test_the_facts_of_a_fresh_installation():
    facts = health_facts(NOW, try_writing=True)

    assert facts.database_answers is True
    assert facts.database_takes_writes is True
    assert facts.unapplied_migrations == 0
    assert facts.broken_chains == ()
    assert (facts.worker_beat_at, facts.mail_waiting_since) == (None, None)
    assert WorkerHeartbeat.objects.count() == 0


@pytest.mark.django_db
def test_mail_that_is_put_off_waits_since_it_was_made_and_mail_for_later_does_not():
    message(state=MessageState.QUEUED, attempts=3, due_at=NOW + timedelta(hours=1))
    message(state=MessageState.QUEUED, attempts=0, due_at=NOW + timedelta(days=1))
    message(state=MessageState.UNCLEAR)
    message(state=MessageState.SENT, ended_at=ago(hours=2))

    facts = health_facts(NOW, try_writing=False)

    assert (facts.mail_waiting, facts.mail_unclear) == (1, 1)
    assert (facts.mail_waiting_since, facts.mail_sent_at) == (ago(hours=1), ago(hours=2))


@pytest.mark.django_db
def test_a_journal_whose_last_entry_is_gone_is_broken():
    worker = WorkerHeartbeat.objects.create(name="w", started_at=NOW, beat_at=NOW)
    for chain in ("region:03", "region:07"):
        for _ in range(2):
            record(chain=chain, kind="tested", about=worker, actor="system", now=NOW)
    Chain.objects.create(key="region:10")
    Entry.objects.filter(chain__key="region:07", number=2).delete()

    facts = health_facts(NOW, try_writing=False)

    assert facts.broken_chains == ("region:07",)


@pytest.mark.django_db
def test_a_worker_that_beats_is_seen_and_one_long_silent_is_forgotten():
    beat(worker="old", started_at=ago(days=3), now=ago(days=2))
    beat(worker="new", started_at=ago(hours=1), now=ago(seconds=10))
    beat(worker="new", started_at=ago(hours=1), now=NOW)

    facts = health_facts(NOW, try_writing=False)

    assert facts.worker_beat_at == NOW
    assert list(WorkerHeartbeat.objects.values_list("name", flat=True)) == ["new"]


@pytest.mark.django_db
def test_doctor_turns_red_without_a_worker_and_says_so():
    output = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=output)

    assert ended.value.code == 1
    assert "fel:      Arbetare har aldrig hörts av." in output.getvalue()


@pytest.mark.django_db
def test_doctor_tells_machines_the_same():
    output = StringIO()

    with pytest.raises(SystemExit):
        call_command("doctor", format="json", stdout=output)

    told = json.loads(output.getvalue())
    assert told["level"] == "red"
    assert {row["check"]: row["code"] for row in told["checks"]}["worker"] == "NEVER"


@pytest.mark.django_db
def test_a_silent_database_is_a_verdict_and_no_traceback(monkeypatch):
    def fails():
        raise DatabaseError

    monkeypatch.setattr(health, "unapplied_migrations", fails)
    output = StringIO()

    with pytest.raises(SystemExit):
        call_command("doctor", stdout=output)

    assert "fel:      Databas svarar inte." in output.getvalue()


@pytest.mark.django_db
def test_drafts_sealed_with_a_lost_key_are_told(settings):
    AnswerDraft.objects.create(
        participation=make.participation(), slot="mandate", sealed=seal("Vi tycker"), updated_at=NOW
    )
    settings.SAMRAD_DRAFT_KEYS = [Fernet.generate_key().decode()]

    facts = health_facts(NOW, try_writing=False)

    assert facts.draft_key_fits is False


@pytest.fixture
def well(db, settings, tmp_path):
    """Make the test's own installation a healthy one."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()
    beat(worker="well", started_at=now(), now=now())


def test_the_health_page_tells_monitors_how_it_is_and_nothing_more(client, well):
    response = client.get("/halsa/")

    assert response.status_code == 200
    assert response.json() == {"level": "green", **dict.fromkeys(CHECKS, "green")}


def test_doctor_ends_with_0_when_all_is_well(well):
    output = StringIO()

    call_command("doctor", stdout=output)

    assert [line.split(":")[0] for line in output.getvalue().splitlines()] == ["bra"] * len(CHECKS)


@pytest.mark.django_db
def test_the_health_page_answers_503_when_something_is_red(client):
    response = client.get("/halsa/")

    assert response.status_code == 503
    assert response.json()["worker"] == "red"
