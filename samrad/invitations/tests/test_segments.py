"""Whom a segment holds, how each is reached, and why others are left out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.invitations.enums import RecipientChannel
from samrad.invitations.rules import segments
from samrad.invitations.rules.segments import Recipient, Segment, reason_to_leave_out, select

CHOIR = Recipient(
    id=1,
    municipality="0780",
    art_areas=frozenset({"MUSIC"}),
    organisation_kind="LOCAL",
    has_email=True,
)


def test_the_channels_are_those_of_the_model():
    assert {segments.EMAIL, segments.PAPER, segments.NONE} == set(RecipientChannel.values)


@pytest.mark.parametrize(
    ("segment", "reason"),
    [
        (Segment(), None),
        (Segment(municipalities=frozenset({"0780", "0781"})), None),
        (Segment(municipalities=frozenset({"0781"})), segments.OTHER_MUNICIPALITY),
        (Segment(art_areas=frozenset({"MUSIC", "DANCE"})), None),
        (Segment(art_areas=frozenset({"DANCE"})), segments.OTHER_ART_AREA),
        (Segment(organisation_kinds=frozenset({"LOCAL"})), None),
        (Segment(organisation_kinds=frozenset({"NETWORK"})), segments.OTHER_KIND),
        (Segment(taken_out=frozenset({1}), added=frozenset({1})), segments.TAKEN_OUT),
        (Segment(municipalities=frozenset({"0781"}), added=frozenset({1})), None),
    ],
)
def test_filters_must_all_agree_and_the_hand_goes_before_them(segment, reason):
    assert reason_to_leave_out(segment, CHOIR) == reason


def test_dormant_organisations_are_left_out_unless_added_by_hand():
    dormant = replace(CHOIR, is_active=False)

    assert reason_to_leave_out(Segment(), dormant) == segments.DORMANT
    assert reason_to_leave_out(Segment(added=frozenset({1})), dormant) is None


def test_those_without_any_address_are_chosen_but_shown_as_out_of_reach():
    by_post = replace(CHOIR, id=2, has_email=False, has_postal_address=True)
    nowhere = replace(CHOIR, id=3, has_email=False)

    selection = select(Segment(), [CHOIR, by_post, nowhere])

    assert selection.chosen == {1: segments.EMAIL, 2: segments.PAPER, 3: segments.NONE}
    assert selection.count_by_channel() == {"EMAIL": 1, "PAPER": 1, "NONE": 1}
    assert select(Segment(channel="EMAIL"), [nowhere]).left_out == {3: segments.OTHER_CHANNEL}


@given(st.sets(st.sampled_from(["0780", "0781"])), st.lists(st.sampled_from(["", "0780", "0781"])))
def test_everyone_is_either_in_or_left_out_with_a_reason(wanted, places):
    recipients = [Recipient(id=i, municipality=place) for i, place in enumerate(places)]

    selection = select(Segment(municipalities=frozenset(wanted)), recipients)

    assert sorted([*selection.chosen, *selection.left_out]) == list(range(len(places)))
