"""The gate before SQLite: order, nobody lost, nobody left inside."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError
from django.db.utils import ConnectionHandler

from samrad.core.sqlite.base import LONGEST_PAUSE
from samrad.core.sqlite.gate import FairLock, gate_for

WRITERS = Path(__file__).with_name("sqlite_writers.py")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "gate.sqlite3"
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE line (number integer UNIQUE)")
    database.close()
    return path


@pytest.fixture
def connect(file, django_db_blocker):
    opened = []

    def _connect(timeout=20):
        options = {"transaction_mode": "IMMEDIATE", "timeout": timeout}
        database = {"ENGINE": "samrad.core.sqlite", "NAME": file, "OPTIONS": options}
        opened.append(ConnectionHandler({"default": database})["default"])
        opened[-1].inc_thread_sharing()
        return opened[-1]

    with django_db_blocker.unblock():  # these are databases of our own
        yield _connect
        for connection in opened:
            connection.close()


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def write(connection, number):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO line (number) VALUES (%s)", [number])


def numbers(file):
    database = sqlite3.connect(file)
    found = [row[0] for row in database.execute("SELECT number FROM line ORDER BY number")]
    database.close()
    return found


def is_free(file):
    gate = gate_for(file)
    free = gate.enter(timeout=0)
    if free:
        gate.leave()
    return free


def test_the_lock_is_handed_over_in_the_order_it_was_asked_for():
    lock, order, threads = FairLock(), [], []

    def take(number):
        lock.acquire(timeout=5)
        order.append(number)
        lock.release()

    lock.acquire(timeout=5)
    for number in range(20):
        threads.append(threading.Thread(target=take, args=[number]))
        threads[-1].start()
        while len(lock._queue) <= number:  # noqa: SLF001 -- how many wait is nobody else's business
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()

    assert order == list(range(20))


def test_one_who_gives_up_waiting_leaves_the_queue():
    lock = FairLock()
    lock.acquire(timeout=1)

    came = lock.acquire(timeout=0.01)
    lock.release()

    assert came is False
    assert lock.acquire(timeout=0) is True


def test_the_gate_is_held_from_begin_to_commit(file, connect):
    connection = connect()

    begin(connection)
    held = not is_free(file)
    write(connection, 1)
    connection.commit()
    connection.set_autocommit(True)

    assert held is True
    assert is_free(file) is True
    assert numbers(file) == [1]


def test_rolling_back_leaves_the_gate(file, connect):
    connection = connect()

    begin(connection)
    write(connection, 1)
    connection.rollback()

    assert is_free(file) is True
    assert numbers(file) == []


def test_closing_in_the_middle_leaves_the_gate(file, connect):
    connection = connect()

    begin(connection)
    write(connection, 1)
    connection.close()

    assert is_free(file) is True
    assert numbers(file) == []


def test_savepoints_stay_inside(file, connect):
    connection = connect()
    begin(connection)
    connection.in_atomic_block = True

    savepoint = connection.savepoint()
    write(connection, 1)
    connection.savepoint_rollback(savepoint)
    held = not is_free(file)
    connection.in_atomic_block = False
    connection.commit()

    assert held is True
    assert numbers(file) == []


def test_a_single_write_takes_the_gate_and_leaves_it(file, connect):
    write(connect(), 7)

    assert is_free(file) is True
    assert numbers(file) == [7]


def test_a_single_write_that_fails_leaves_the_gate(file, connect):
    connection = connect()
    write(connection, 7)

    with pytest.raises(IntegrityError):
        write(connection, 7)

    assert is_free(file) is True


def test_readers_do_not_wait_for_a_writer(file, connect):
    writer, reader = connect(), connect()
    write(writer, 1)
    begin(writer)
    write(writer, 2)

    with reader.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM line")
        seen = cursor.fetchone()[0]
    writer.commit()

    assert seen == 1


def test_who_waits_too_long_is_told_that_the_database_is_locked(connect):
    first, second = connect(), connect(timeout=0.05)
    begin(first)

    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)

    first.rollback()


def test_a_failed_begin_leaves_the_gate(file, connect):
    outsider = sqlite3.connect(file, isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")
    connection = connect(timeout=0.05)

    with pytest.raises(OperationalError):
        begin(connection)
    outsider.close()

    assert is_free(file) is True


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_neither_holds_nor_frees_its_parents_gate(file, connect):
    connection = connect()
    begin(connection)

    child = os.fork()
    if not child:  # what happens here shows only in the exit code
        connection.leave_gate()
        os._exit(is_free(file))
    _, status = os.waitpid(child, 0)
    held = not is_free(file)
    connection.rollback()

    assert os.waitstatus_to_exitcode(status) == 0
    assert held is True
    assert is_free(file) is True


def test_a_process_that_dies_inside_leaves_the_gate_open(file):
    code = (
        "import os, pathlib, sys; from samrad.core.sqlite.gate import gate_for;"
        "gate_for(pathlib.Path(sys.argv[1])).enter(5); os.kill(os.getpid(), 9)"
    )

    subprocess.run([sys.executable, "-c", code, file], check=False)  # noqa: S603 -- our own code

    assert is_free(file) is True


@pytest.mark.parametrize(("processes", "threads"), [(1, 32), (2, 16)])
def test_of_32_writers_none_is_lost_and_none_starves(file, processes, threads):
    rows = 20
    command = [sys.executable, WRITERS, file, str(threads), str(rows), "samrad.core.sqlite"]

    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 -- our own script
        for _ in range(processes)
    ]
    waits = sorted(wait for one in running for wait in json.loads(one.communicate()[0]))

    assert [one.returncode for one in running] == [0] * processes
    assert numbers(file) == list(range(1, processes * threads * rows + 1))
    # In turn, nobody waits much longer than the rest; polling makes some wait 100 times as long.
    assert waits[-1] < 20 * (sum(waits) / len(waits))


@pytest.fixture
def pauses(monkeypatch):
    """Return the pauses made to let others write, without making them."""
    made: list[float] = []
    monkeypatch.setattr("samrad.core.sqlite.base.time.sleep", made.append)
    return made


def test_long_work_gives_way_to_whoever_wrote_meanwhile(connect, pauses):
    ours, theirs = connect(), connect()
    ours.give_way()
    begin(ours)
    write(ours, 1)
    ours.commit()
    write(theirs, 2)

    ours.give_way()
    ours.give_way()

    (pause,) = pauses
    assert 0 < pause <= LONGEST_PAUSE


def test_long_work_alone_never_pauses(connect, pauses):
    ours = connect()
    for number in range(3):
        write(ours, number)
        ours.give_way()

    assert pauses == []
