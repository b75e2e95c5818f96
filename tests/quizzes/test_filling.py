"""Places and overlapping pools: as many are filled as can be."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.filling import fill


@pytest.mark.parametrize(
    ("wishes", "most"),
    [
        ([], 0),
        (["", ""], 0),
        (["abc", "abc"], 2),
        (["a", "a"], 1),
        (["ab", "a"], 2),
        (["ab", "bc", "ac"], 3),
        (["abcd", "ab", "ab", "b"], 3),
    ],
)
def test_as_many_places_are_filled_as_can_be(wishes, most):
    assert len(fill(wishes)) == most


def test_what_is_wished_first_is_given_first():
    assert fill(["ba", "cb"]) == {"b": 0, "c": 1}


@given(st.lists(st.text("abcde", max_size=4), max_size=4))
def test_each_filled_place_has_a_thing_of_its_own_that_it_wished_and_no_way_fills_more(wishes):
    filled = fill(wishes)
    assert len(set(filled.values())) == len(filled)
    assert all(thing in wishes[place] for thing, place in filled.items())
    ways = product(*[[None, *wish] for wish in wishes])
    given = ([thing for thing in way if thing] for way in ways)
    assert len(filled) == max(len(way) for way in given if len(set(way)) == len(way))
