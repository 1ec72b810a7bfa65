"""What the pages read, and that it costs the same however much there is."""

import pytest
from django.urls import reverse

from samrad.contributions.models import Moderation
from samrad.contributions.queries.answers import own_points
from samrad.contributions.queries.places import passage_slot, question_slot
from samrad.contributions.services.drafts import Written, save_draft
from samrad.contributions.services.replying import publish_replies, sign_off_replies
from samrad.core.clock import now
from tests import make


def fill(consultation, party, rows):
    """Make so many questions, meetings, passages, comments, points and published replies."""
    version = make.plan_version(
        *[f"Text {row}" for row in range(rows)], plan=consultation.process.plan
    )
    consultation.plan_version = version
    consultation.save()
    for placed in version.placed.all():
        keep(party, passage_slot(placed.revision_id), "Kommentar")
    for row in range(rows):
        keep(party, question_slot(make.question(consultation=consultation, position=row)), "Svar")
        make.influence_item(consultation=consultation, position=row)
    letter = make.submission(participation=party, consultation=consultation)
    points = [make.contribution(submission=letter) for _row in range(rows)]
    replies = [make.reply(contribution=point) for point in points]
    head = make.principal(make.officer(consultation.region, role="head"))
    sign_off_replies(consultation=consultation, replies=replies, actor=head, now=now())
    publish_replies(consultation=consultation, message="", actor=head, now=now())
    return letter


def keep(party, slot, text):
    """Keep a draft."""
    save_draft(participation=party, slot=slot, written=Written(text=text), now=now())


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "arguments", "queries"),
    [
        ("first", (), 8),
        ("print_questions", (), 8),
        ("question", (1,), 6),
        ("passages", (), 8),
        ("send", (), 8),
        ("outcome", (), 5),
        ("pause", (), 6),
    ],
)
def test_a_page_costs_as_many_queries_with_one_row_as_with_three(
    client, consultation, party, token, django_assert_num_queries, rows, name, arguments, queries
):
    fill(consultation, party, rows)
    client.get(reverse(f"answers:{name}", args=[token, *arguments]))

    with django_assert_num_queries(queries):
        client.get(reverse(f"answers:{name}", args=[token, *arguments]))


def test_own_points_are_shown_whatever_the_moderation(consultation, party):
    point = make.contribution(
        submission=make.submission(participation=party, consultation=consultation)
    )
    Moderation.objects.update(state="WITHHELD")

    assert own_points(party) == [point]


def test_own_points_are_ones_own(consultation, party):
    make.contribution(submission=make.submission(consultation=consultation))

    assert own_points(party) == []
