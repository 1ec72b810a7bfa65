"""A worker is killed in the middle of a dispatch: each mail is sent or unclear, and never two."""

import json
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from samrad.outbox.tests.mail_server import MailServer

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]
WORKER = Path(__file__).with_name("mail_worker.py")
BEFORE = [f"first{number}@exempel.invalid" for number in range(3)]
AFTER = [f"last{number}@exempel.invalid" for number in range(3)]


@pytest.fixture
def server():
    running = MailServer().start()
    yield running
    running.stop()


class Post:
    """One dispatch, and the processes that work at it."""

    def __init__(self, file, server):
        self.file, self.server = file, server

    def command(self, *what):
        return [
            sys.executable,
            "-m",
            "samrad.outbox.tests.mail_worker",
            self.file,
            str(self.server.port),
            *what,
        ]

    def run(self, *what, text=""):
        done = subprocess.run(  # noqa: S603 -- our own script
            self.command(*what), input=text, capture_output=True, text=True, check=True
        )
        return done.stdout

    def start(self):
        return subprocess.Popen(self.command("work"))  # noqa: S603 -- our own script

    def states(self):
        return {address: state for address, state, _uuid in json.loads(self.run("tell"))}

    def received(self):
        return Counter(str(mail["Message-ID"]) for mail in self.server.received)


@pytest.fixture
def post(tmp_path, server):
    return Post(str(tmp_path / "outbox.sqlite3"), server)


def wait_for(happened, seconds=20):
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)


def kill(process):
    process.kill()
    process.wait()


def test_killed_over_the_text_the_mail_is_unclear_and_never_doubled(post):
    post.run("prepare", text=" ".join([*BEFORE, "slow@exempel.invalid", *AFTER]))
    worker = post.start()
    wait_for(post.server.text_arrives.is_set)

    kill(worker)
    post.run("work")  # the lease still runs: the mail in question is left alone
    at_once = post.states()
    post.run("work", "1")
    in_the_end = post.states()

    assert at_once == dict.fromkeys([*BEFORE, *AFTER], "SENT") | {"slow@exempel.invalid": "SENDING"}
    assert in_the_end == at_once | {"slow@exempel.invalid": "UNCLEAR"}
    assert max(post.received().values()) == 1


def test_killed_before_anything_was_handed_over_the_mail_is_sent_once(post):
    post.run("prepare", text=" ".join([*BEFORE, "ponder@exempel.invalid", *AFTER]))
    worker = post.start()
    wait_for(Path(post.file).with_suffix(".rendering").exists)

    kill(worker)
    post.run("work")
    post.run("work", "1")  # settled: queued again
    post.run("work", "2")

    assert set(post.states().values()) == {"SENT"}
    assert set(post.received().values()) == {1}
    assert len(post.server.received) == 7


def has_come_or_ended(post, wanted, worker):
    return len(post.server.received) >= wanted or worker.poll() is not None


def test_killed_again_and_again_nothing_is_doubled_and_nothing_is_lost(post):
    addresses = [f"person{number}@exempel.invalid" for number in range(40)]
    post.run("prepare", text=" ".join(addresses))
    for turn in range(4):
        worker = post.start()
        wanted = len(post.server.received) + 3 + turn
        wait_for(partial(has_come_or_ended, post, wanted, worker))
        kill(worker)

    for hours in ("1", "2", "3"):
        post.run("work", hours)

    states = post.states()
    received = Counter(post.server.addresses())
    assert max(received.values()) == 1
    assert set(states.values()) <= {"SENT", "UNCLEAR"}
    assert [
        address for address in addresses if states[address] == "SENT" and not received[address]
    ] == []
