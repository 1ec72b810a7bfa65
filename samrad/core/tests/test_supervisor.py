"""The process that keeps web server and worker alive."""

import os
import shlex
import signal
import subprocess
import sys
import time

import pytest

SLEEP = f"{sys.executable} -c 'import time; time.sleep(60)'"
WAIT = 15


def noting(path, then):
    """Return a command that writes its process id as a line in `path` and goes on to do `then`."""
    code = f"import os, sys, time; open({str(path)!r}, 'a').write(f'{{os.getpid()}}\\n'); {then}"
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


def ids_in(path):
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def until(holds):
    deadline = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123 -- no path object for a proc file
        return file.read().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def supervise():
    running = []

    def _supervise(web, worker):
        command = [sys.executable, "-m", "samrad.core.supervisor", "--web", web, "--worker", worker]
        running.append(subprocess.Popen(command, stderr=subprocess.PIPE))  # noqa: S603 -- ours
        return running[-1]

    yield _supervise
    for process in running:
        process.kill()
        process.communicate()


def test_a_dead_worker_is_started_again(tmp_path, supervise):
    starts = tmp_path / "starts"

    supervise(SLEEP, noting(starts, "sys.exit(3)"))

    until(lambda: len(ids_in(starts)) >= 2)


def test_asked_to_stop_it_ends_both_children(tmp_path, supervise):
    started = tmp_path / "started"
    process = supervise(noting(started, "time.sleep(60)"), noting(started, "time.sleep(60)"))
    until(lambda: len(ids_in(started)) == 2)

    process.send_signal(signal.SIGTERM)

    assert process.wait(WAIT) == 0
    assert [pid for pid in ids_in(started) if lives(pid)] == []


def test_when_the_web_server_ends_all_ends_with_its_code(tmp_path, supervise):
    started = tmp_path / "started"

    process = supervise(
        f"{sys.executable} -c 'import sys, time; time.sleep(1); sys.exit(7)'",
        noting(started, "time.sleep(60)"),
    )

    assert process.wait(WAIT) == 7
    assert [pid for pid in ids_in(started) if lives(pid)] == []


def test_children_do_not_outlive_a_supervisor_that_is_killed(tmp_path, supervise):
    started = tmp_path / "started"
    process = supervise(noting(started, "time.sleep(60)"), noting(started, "time.sleep(60)"))
    until(lambda: len(ids_in(started)) == 2)

    process.kill()

    until(lambda: not any(lives(pid) for pid in ids_in(started)))
