"""Settings for Hypothesis: any that an author may write, and any dates."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from quizzes.rules import MOMENTS, PARTS
from tests.factories import NOON


def _some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


parts = st.lists(st.sampled_from(PARTS), unique=True)
feedback = st.dictionaries(st.sampled_from(MOMENTS), parts)
dates = _some(st.integers(-3 * 24 * 60, 3 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)))


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Any]:
    """As a file has them: what is not said is left out."""
    said = {
        "preset": _some(st.sampled_from(["practice", "quiz", "examination"])),
        "time_limit_minutes": _some(st.integers(1, 1440)),
        "attempts": _some(st.integers(1, 100)),
        "waiting_minutes": _some(st.integers(1, 43200) | st.sampled_from([60, 120, 1440, 2880])),
        "counts": _some(st.sampled_from(["highest", "last", "first", "average"])),
        "pass_mark": _some(st.integers(1, 10000).map(lambda n: f"{max(n, 100) / 10000:.4f}")),
        "shuffle_items": _some(st.booleans()),
        "shuffle_options": _some(st.booleans()),
        "feedback": _some(feedback),
    }
    drawn = {name: draw(strategy) for name, strategy in said.items()}
    return {name: value for name, value in drawn.items() if value is not None}
