"""When a claim counts as tested."""

import pytest

from quizzes.coverage import is_tested


@pytest.mark.parametrize(
    ("items", "tested"),
    [
        ([], False),
        ([("remember", "choice")], False),
        ([("remember", "choice"), ("remember", "choice")], False),
        ([("remember", "choice"), ("analyse", "choice")], True),
        ([("remember", "choice"), ("remember", "text_entry")], True),
    ],
)
def test_a_claim_is_tested_by_two_items_of_different_level_or_interaction(items, tested):
    assert is_tested(items) is tested
