"""Whatever is queued anywhere has somebody who writes it or does it."""

import ast
from pathlib import Path

import samrad
from samrad.invitations.enums import LetterKind
from samrad.pages.tasks import JOB_HANDLERS, RENDERERS, SWEEPS, run_due

ROOT = Path(samrad.__file__).parent


def modules_that_call(name):
    """Return the modules of ours, tests apart, that call the function of this name."""
    for path in sorted(ROOT.rglob("*.py")):
        if "tests" in path.parts or "demo" in path.parts:
            continue
        calls = (
            node
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
        )
        if any(isinstance(call.func, ast.Name) and call.func.id == name for call in calls):
            yield path.relative_to(ROOT).as_posix()


def test_every_kind_of_letter_is_written():
    assert set(LetterKind.values) <= set(RENDERERS)


def test_every_module_that_queues_a_message_has_its_kinds_written():
    # A new module here: give its kinds to RENDERERS in pages/tasks.py, then add it.
    assert list(modules_that_call("queue_message")) == [
        "contributions/services/delivery.py",
        "contributions/services/moderation.py",
        "contributions/services/receipts.py",
        "contributions/services/registrar.py",
        "registry/services/colleagues.py",
    ]
    assert set(RENDERERS) >= {
        "replies", "withheld", "receipt", "link", "wrong_recipient", "registrar_copy",
    }  # fmt: skip


def test_every_module_that_queues_a_job_has_its_kinds_done():
    # A new module here: give its kinds to JOB_HANDLERS in pages/tasks.py, then add it.
    assert list(modules_that_call("queue_job")) == [
        "downloads/services.py",
        "invitations/services/mailings.py",
        "invitations/services/paper.py",
        "registry/services/uploads.py",
        "reporting/services/making.py",
    ]
    assert set(JOB_HANDLERS) >= {"mailing.fill", "mailing.print"}


def test_every_module_that_orders_a_file_has_its_kinds_done():
    # A new module here: give its kinds to JOB_HANDLERS in pages/tasks.py, then add it.
    assert list(modules_that_call("order_download")) == [
        "contributions/services/spreadsheets.py",
        "registry/services/spreadsheets.py",
    ]
    assert set(JOB_HANDLERS) >= {"contributions_file", "register_file"}


def test_everything_can_be_run_when_nothing_is_due(db):
    done = run_due()

    assert set(done) == {*SWEEPS, "messages", "jobs"}
    assert set(done.values()) == {0}
