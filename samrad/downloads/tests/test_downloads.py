"""Files made to order: once, kept for their time, then gone."""

from datetime import timedelta

import pytest

from samrad.downloads.models import Download
from samrad.downloads.queries import KEEP, get_order, orders_of
from samrad.downloads.services import (
    Made,
    forget_downloads,
    make_download,
    order_download,
)
from samrad.files.models import StoredFile
from samrad.jobs.models import Job
from samrad.jobs.services import claim_job
from samrad.journal.models import Entry
from samrad.journal.queries import breaks
from tests import make

pytestmark = pytest.mark.django_db
KIND, PLACE = "exempel", "region:1"
TICK = timedelta(microseconds=1)


@pytest.fixture
def who():
    return make.principal()


@pytest.fixture
def job(who):
    order_download(
        kind=KIND, place=PLACE, tenant="region:07", choice={"q": "kör"}, actor=who, now=make.NOW
    )
    return claim_job(kinds=[KIND], now=make.NOW)


def written():
    return Made("fil.xlsx", "application/octet-stream", b"rader")


def test_a_worker_that_died_after_writing_leaves_one_file(job):
    for _try in range(2):
        make_download(job=job, write=written, clock=lambda: make.NOW)

    assert (Download.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_file_is_had_for_its_time_and_not_longer(job, who):
    make_download(job=job, write=written, clock=lambda: make.NOW)
    end = make.NOW + KEEP

    (order,) = orders_of(KIND, PLACE, who, now=end - TICK)
    assert order.download == get_order(KIND, PLACE, str(job.uuid), now=end - TICK).download
    assert orders_of(KIND, PLACE, who, now=end) == []
    with pytest.raises(Job.DoesNotExist):
        get_order(KIND, PLACE, str(job.uuid), now=end)

    assert forget_downloads(now=end - TICK) == 0
    assert forget_downloads(now=end) == 1
    assert not StoredFile.objects.exists()


def test_an_order_of_another_place_is_not_found(job):
    with pytest.raises(Job.DoesNotExist):
        get_order(KIND, "region:11", str(job.uuid), now=make.NOW)


def test_the_journal_tells_who_ordered_and_what_was_made_without_its_words(job, who):
    make_download(job=job, write=written, clock=lambda: make.NOW)

    told = list(Entry.objects.order_by("number").values_list("kind", "actor"))
    assert told == [("download.ordered", who.reference), ("download.made", who.reference)]
    assert list(breaks()) == []
