"""Several officers at once: one reply is written, one split is made. Needs true concurrency."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from samrad.contributions.enums import Outcome
from samrad.contributions.models import Contribution, PublicationBatch, Reply
from samrad.contributions.rules.segmentation import Span
from samrad.contributions.services.replying import (
    NothingToPublish,
    ReplyChangedMeanwhile,
    ReplyText,
    change_reply,
    publish_replies,
    sign_off_replies,
    write_reply,
)
from samrad.contributions.services.splitting import AlreadySplitOrAnswered, split_contribution
from tests import make

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8
REFUSED = (ReplyChangedMeanwhile, AlreadySplitOrAnswered, NothingToPublish)


def together(press):
    """Let eight press at once; return what each got, exceptions by their kind."""

    def one(number):
        try:
            return press(number)
        except REFUSED as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def text(number):
    return ReplyText(Outcome.NOTED, f"Text {number}.")


def test_of_many_first_replies_one_is_kept(said):
    one = said()

    got = together(
        lambda number: (
            write_reply(
                contributions=[Contribution.objects.get(pk=one.pk)],
                text=text(number),
                actor=make.principal(),
                now=make.NOW,
            ).pk
        )
    )

    assert Counter(got) == {Reply.objects.get().pk: 1, ReplyChangedMeanwhile: AT_ONCE - 1}


def test_of_many_changes_of_the_same_wording_one_is_kept(said):
    reply = make.reply(contribution=said())

    got = together(
        lambda number: (
            change_reply(
                reply=Reply.objects.get(pk=reply.pk),
                expected=1,
                text=text(number),
                actor=make.principal(),
                now=make.NOW,
            ).pk
        )
    )

    assert Counter(got) == {reply.pk: 1, ReplyChangedMeanwhile: AT_ONCE - 1}
    assert reply.revisions.count() == 2


def test_of_many_splits_one_is_made(said):
    one = said("Ett. Två.")

    got = together(
        lambda _number: len(
            split_contribution(
                contribution=Contribution.objects.get(pk=one.pk),
                spans=[Span(0, 4), Span(5, 9)],
                actor=make.principal(),
                now=make.NOW,
            )
        )
    )

    assert Counter(got) == {2: 1, AlreadySplitOrAnswered: AT_ONCE - 1}
    assert Contribution.objects.count() == 3


def test_pressing_publish_many_times_publishes_once(consultation, said):
    reply = make.reply(contribution=said())
    sign_off_replies(
        consultation=consultation, replies=[reply], actor=make.principal(), now=make.NOW
    )

    got = together(
        lambda _number: (
            publish_replies(
                consultation=consultation, message="", actor=make.principal(), now=make.NOW
            ).pk
        )
    )

    assert Counter(got) == {PublicationBatch.objects.get().pk: 1, NothingToPublish: AT_ONCE - 1}
