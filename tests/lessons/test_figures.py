"""Pictures drawn from what claims name: what stands where, and what is left out."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.figures import LINE, WIDTH, YEAR, Comparison, Event, Row, Timeline, drawn, event_of, repeats

INITIATIVES = {
    "bri": ["Belt and Road Initiative", "BRI", "2013"],
    "gdi": ["Global Development Initiative", "GDI", "2021"],
    "gsi": ["Global Security Initiative", "GSI", "2022"],
    "facility": ["China-UN South-South Development Facility", "late 2022"],
}
PRINCIPLES = {
    "named": ["respect for sovereignty", "equality and mutual benefit", "non-interference", "openness"],
    "found": ["sovereignty", "mutual respect", "Non-interference", "mutual benefit", "equality"],
}


def timeline(*claims: str, **more: list[str]) -> Timeline | Comparison | None:
    figure = {"kind": "timeline", "caption": "When.", "claims": claims or list(INITIATIVES), "labels": []}
    return drawn(figure, INITIATIVES | more)


def comparison(**values: list[str]) -> Timeline | Comparison | None:
    figure = {
        "kind": "comparison",
        "caption": "Both.",
        "claims": ["named", "found"],
        "labels": ["One", "Two"],
    }
    return drawn(figure, values or PRINCIPLES)


@pytest.mark.parametrize(
    ("values", "event"),
    [
        (["Belt and Road Initiative", "BRI", "2013"], Event(2013, "2013", "Belt and Road Initiative", "BRI")),
        (["late 2025", "A Facility"], Event(2025, "late 2025", "A Facility", "")),
        (["BRI", "GDI"], None),
        (["2013"], None),
        (["A plan", "20134"], None),
        ([], None),
    ],
)
def test_a_claim_is_dated_by_the_year_among_its_values(values, event):
    assert event_of(values) == event


def test_a_timeline_is_to_scale_and_runs_from_the_first_to_the_last():
    figure = timeline("gsi", "bri", "gdi")
    assert [event.when for event in figure.events] == ["2013", "2021", "2022"]
    assert [stream.y for stream in figure.streams] == [LINE, LINE + 8 * YEAR, LINE + 9 * YEAR]


def test_of_two_in_one_year_the_second_stands_a_line_below():
    above, below = timeline().streams[-2:]
    assert (above.event.when, below.event.when) == ("2022", "late 2022")
    assert below.y >= above.y + LINE


def test_years_in_which_nothing_came_are_counted():
    first, second, *_ = timeline().streams
    assert [(gap.years, first.y < gap.y < second.y) for gap in timeline().gaps] == [(8, True)]


def test_a_name_that_is_too_long_for_a_line_is_broken_between_words():
    assert [line.words for line in timeline().streams[-1].lines] == [
        "China-UN South-South",
        "Development Facility",
    ]


def test_what_stands_on_both_sides_comes_first_and_then_what_the_right_one_adds():
    assert comparison().rows == [
        Row("respect for sovereignty", ["sovereignty"]),
        Row("equality and mutual benefit", ["mutual benefit", "equality"]),
        Row("non-interference", ["Non-interference"]),
        Row("openness", []),
        Row("", ["mutual respect"]),
    ]


def test_a_stream_leads_to_each_thing_on_the_right_and_ends_where_it_is_not_repeated():
    figure = comparison()
    assert (len(figure.streams), len(figure.ends)) == (5, 1)


@pytest.mark.parametrize(
    ("name", "other", "does"),
    [
        ("sovereignty", "respect for sovereignty", True),
        ("respect for national sovereignty", "Respect for sovereignty", True),
        ("mutual respect", "respect for sovereignty", False),
        ("mutual respect", "equality and mutual benefit", False),
        ("interference", "non-interference", False),
    ],
)
def test_a_name_repeats_another_where_all_words_of_one_stand_in_the_other(name, other, does):
    assert repeats(name, other) == repeats(other, name) == does


def test_claims_that_are_gone_are_left_out_and_one_alone_is_no_picture():
    assert len(timeline("bri", "gone", "gdi").streams) == 2
    assert timeline("bri", "gone") is None
    assert timeline("bri", "undated", undated=["A name"]) is None
    assert comparison(named=["one"]) is None
    assert drawn({}, INITIATIVES) is None


names = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=60)


@given(st.lists(st.tuples(names, st.integers(1000, 2999)), min_size=2, max_size=8))
def test_whatever_is_named_the_streams_lie_in_order_and_within_the_picture(events):
    values = {str(at): [f"x{name}", str(year)] for at, (name, year) in enumerate(events)}
    figure = drawn({"kind": "timeline", "caption": "", "claims": list(values)}, values)
    heights = [stream.y for stream in figure.streams]
    assert all(after - before >= LINE for before, after in pairwise(heights))
    assert {stream.path.rpartition("V")[2] for stream in figure.streams} == {str(figure.height)}
    across = [int(x) for stream in figure.streams for x in re.findall(r"[MCS ](\d+) \d+", stream.path)]
    assert max(across) <= WIDTH and max(heights) < figure.height
