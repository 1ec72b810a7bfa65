"""The worker's turns, what is due, and what the server refuses."""

import json
import socket
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from samrad.core.clock import now
from samrad.jobs.models import WorkerHeartbeat
from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.pages.tasks import SWEEPS, do_what_is_due


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_queued_tasks_and_leaves_a_sign_of_life(queue):
    queued = do_what_is_due.enqueue()

    call_command("worker", "--once")

    queued.refresh()
    assert queued.status.name == "SUCCESSFUL"
    assert WorkerHeartbeat.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failing_task_does_not_end_the_worker(queue):
    do_what_is_due.enqueue()
    DBTaskResult.objects.update(task_path="samrad.pages.tasks.gone")

    call_command("worker", "--once")

    assert [result.status for result in DBTaskResult.objects.all()] == ["FAILED"]


@pytest.mark.django_db
def test_what_a_dead_worker_left_is_settled_when_something_is_due(capsys):
    Message.objects.create(
        tenant="region:07", kind="INVITATION", event="mailing:1", recipient="participation:1",
        to_address="forening@exempel.invalid", state=MessageState.SENDING, attempts=1,
        created_at=now(), lease_until=now() - timedelta(minutes=1), handed_over_at=now(),
    )  # fmt: skip

    call_command("run_due", format="json")

    told = json.loads(capsys.readouterr().out)
    assert told["lost messages"] == 1
    assert Message.objects.get().state == MessageState.UNCLEAR


@pytest.mark.django_db
def test_doing_what_is_due_twice_finds_nothing_the_second_time(capsys):
    call_command("run_due")
    capsys.readouterr()

    call_command("run_due", format="json")

    told = json.loads(capsys.readouterr().out)
    assert set(told) == {*SWEEPS, "messages", "jobs"}
    assert set(told.values()) == {0}


@pytest.mark.django_db
def test_tasks_of_long_ago_are_forgotten_and_waiting_ones_are_not(queue):
    for _ in range(3):
        do_what_is_due.enqueue()
    old, waiting, recent = DBTaskResult.objects.order_by("enqueued_at")
    long_ago = now() - timedelta(days=8)
    DBTaskResult.objects.filter(pk=old.pk).update(enqueued_at=long_ago, status="RUNNING")
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=long_ago)

    forgotten = SWEEPS["old tasks"](now())

    assert forgotten == 1
    assert set(DBTaskResult.objects.all()) == {waiting, recent}


@pytest.mark.django_db
def test_the_server_refuses_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match="Välj en annan port"):
            call_command("serve", port=port)
