"""Choice: what one or several of a list are worth, and how that is told."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from quizzes.interactions import InvalidResponse
from quizzes.interactions.base import short_id
from quizzes.interactions.choice import (
    Shape,
    asked,
    check,
    explain,
    fixed_order,
    keep_ids,
    option_ids,
    pinned,
    read,
    rule_text,
    score,
    told,
    write,
)


def shape(*right: str, wrong: tuple[str, ...] = ("X", "Y"), **fields) -> Shape:
    options = [{"text": text, "correct": True} for text in right] + [{"text": text} for text in wrong]
    return Shape.model_validate({"stem": "Which?", "options": options, **fields})


def ids(*texts: str) -> list[str]:
    return sorted(short_id("slug", text) for text in texts)


def in_words(key, values) -> str:
    message, params = explain(key, values)
    return message % params


def test_one_choice_is_right_or_wrong():
    content, key, _ = read("slug", shape("A"))
    assert not content["several"]
    assert [score(key, ids(text)) for text in "AXY"] == [1, 0, 0]
    assert (in_words(key, ids("A")), in_words(key, ids("X"))) == ("1 point of 1.", "0 points of 1.")
    assert rule_text(content) is None


@pytest.mark.parametrize(
    ("chosen", "points", "words"),
    [
        ("ABC", 1, "3 right, 0 wrong: 3 ÷ 3 = 1 point."),
        ("ABX", Fraction(1, 3), "2 right, 1 wrong: (2 − 1) ÷ 3 = 1/3 of a point."),
        ("AB", Fraction(2, 3), "2 right, 0 wrong: (2 − 0) ÷ 3 = 2/3 of a point."),
        ("AX", 0, "1 right, 1 wrong: 0 points. It never goes below zero."),
        ("XY", 0, "0 right, 2 wrong: 0 points. It never goes below zero."),
    ],
)
def test_of_several_a_wrong_one_takes_away_what_a_right_one_gives(chosen, points, words):
    content, key, _ = read("slug", shape("A", "B", "C"))
    assert content["rule"] == "net_correct"
    assert (score(key, ids(*chosen)), in_words(key, ids(*chosen))) == (points, words)
    assert rule_text(content) == (
        "Each right choice counts, and each wrong one takes away as much. Never below zero."
    )


@pytest.mark.parametrize(
    ("chosen", "points", "words"),
    [
        ("AB", 1, "2 of 2 right, none wrong: 1 point."),
        ("A", 0, "1 of 2 right, 0 wrong: 0 points. Only the whole answer counts."),
        ("ABX", 0, "2 of 2 right, 1 wrong: 0 points. Only the whole answer counts."),
    ],
)
def test_all_or_nothing_counts_the_whole_answer_only(chosen, points, words):
    content, key, _ = read("slug", shape("A", "B", rule="all_or_nothing"))
    assert (score(key, ids(*chosen)), in_words(key, ids(*chosen))) == (points, words)
    assert rule_text(content) == "The answer counts when every right choice is made and no wrong one."


def test_an_item_may_take_several_where_one_is_right():
    content, _, _ = read("slug", shape("A", several=True))
    assert content["several"]
    assert check(content, ids("A", "X")) == ids("A", "X")


def test_values_are_stored_sorted_and_once():
    content, _, _ = read("slug", shape("A", "B"))
    assert check(content, [*reversed(ids("A", "B")), *ids("A")]) == ids("A", "B")


def test_an_unknown_option_is_refused():
    content, _, _ = read("slug", shape("A"))
    with pytest.raises(InvalidResponse, match="not one of the options"):
        check(content, ["correct"])


def test_two_options_are_refused_where_one_is_asked_for():
    content, _, _ = read("slug", shape("A"))
    with pytest.raises(InvalidResponse, match="Two options"):
        check(content, ids("A", "X"))


def test_an_option_is_known_by_a_hash_of_the_item_and_its_text():
    content, key, _ = read("slug", shape("A"))
    assert [option["id"] for option in content["options"]] == ids("A", "X", "Y")
    assert key == {"correct": [short_id("slug", "A")], "rule": "right_or_wrong"}
    assert short_id("slug", "A") != short_id("other", "A")


def test_an_authors_id_stays_and_is_written():
    given = {"stem": "?", "options": [{"text": "A", "correct": True}, {"text": "X", "id": "my-own"}]}
    item = read("slug", Shape.model_validate(given))
    assert "my-own" in option_ids(item[0])
    assert write("slug", *item)["options"][1] == {"text": "X", "id": "my-own"}


def test_an_id_that_is_another_options_hash_is_refused():
    given = {
        "stem": "?",
        "options": [{"text": "A", "correct": True}, {"text": "B", "id": short_id("slug", "A")}],
    }
    with pytest.raises(ValueError, match="option 1 has the same id"):
        read("slug", Shape.model_validate(given))


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        ("AXY", {}),
        ("AXZ", {"Z": "Y"}),
        ("BXY", {"B": "A"}),
        ("BXZ", {"B": "A", "Z": "Y"}),
        ("AVW", {}),
        ("AX", {}),
        ("AXYZ", {}),
    ],
)
def test_an_option_keeps_its_id_where_it_alone_of_its_kind_has_other_words(texts, kept):
    """The first is the right one. What stands for two options, or for none, is a new option."""
    content, key, _ = read("slug", shape("A"))
    edited = keep_ids("slug", shape(texts[0], wrong=tuple(texts[1:])), content, key)
    assert [option.id for option in edited.options] == [
        short_id("slug", kept[text]) if text in kept else None for text in texts
    ]


def test_the_canonical_form_writes_the_right_options_first():
    item = read("slug", shape("Z", "B", wrong=("Y", "A")))
    assert [option["text"] for option in write("slug", *item)["options"]] == ["B", "Z", "A", "Y"]


def test_pinned_options_are_written_and_named_last():
    given = {
        "stem": "?",
        "options": [{"text": "A", "pinned": True}, {"text": "B", "correct": True}, {"text": "C"}],
    }
    item = read("slug", Shape.model_validate(given))
    assert pinned(item[0]) == ids("A")
    assert [option["text"] for option in write("slug", *item)["options"]] == ["B", "C", "A"]


def test_an_order_that_is_kept_is_the_authors():
    content, key, feedback = read("slug", shape("B", wrong=("C", "A"), keep_order=True))
    assert fixed_order(content)
    assert option_ids(content) == [short_id("slug", text) for text in "BCA"]
    assert [option["text"] for option in write("slug", content, key, feedback)["options"]] == ["B", "C", "A"]


OF_ALL_KINDS = {
    "stem": "?",
    "options": [
        {"text": "A", "correct": True, "feedback": "On A."},
        {"text": "B", "correct": True, "feedback": "On B."},
        {"text": "X", "feedback": "On X."},
        {"text": "Y", "feedback": "On Y."},
    ],
}


def lines(shown, *names) -> dict[str, tuple]:
    return {option["html"]: tuple(option[name] for name in names) for option in shown["options"]}


def test_a_form_shows_the_options_in_their_order_and_what_was_chosen():
    content, _, _ = read("slug", shape("A"))
    order = [short_id("slug", text) for text in "YAX"]
    assert asked(content, order, ids("X")) == {
        "several": False,
        "options": [
            {"id": order[0], "html": "Y", "chosen": False},
            {"id": order[1], "html": "A", "chosen": False},
            {"id": order[2], "html": "X", "chosen": True},
        ],
    }


def test_a_result_has_a_sign_a_verdict_and_words_on_what_was_chosen_or_missed():
    content, key, feedback = read("slug", Shape.model_validate(OF_ALL_KINDS))
    result = told(content, option_ids(content), ids("A", "X"), key, feedback)
    assert lines(result, "sign", "verdict", "feedback") == {
        "A": ("right", "You chose this. Right.", "On A."),
        "B": ("missed", "You left this out. It belongs to the answer.", "On B."),
        "X": ("wrong", "You chose this. Wrong.", "On X."),
        "Y": ("empty", "", None),
    }


def test_the_one_right_option_that_was_not_chosen_is_the_answer():
    content, key, _ = read("slug", shape("A"))
    result = told(content, option_ids(content), ids("X"), key, {})
    assert lines(result, "verdict")["A"] == ("This is the answer.",)


def test_before_the_key_may_be_seen_a_result_says_what_was_chosen_and_the_words_on_that():
    content, _, feedback = read("slug", Shape.model_validate(OF_ALL_KINDS))
    result = told(content, option_ids(content), ids("A", "X"), None, feedback)
    assert lines(result, "sign", "verdict", "feedback") == {
        "A": ("given", "You chose this.", "On A."),
        "B": ("empty", "", None),
        "X": ("given", "You chose this.", "On X."),
        "Y": ("empty", "", None),
    }


def test_markdown_is_rendered_once_and_kept_as_written():
    content, _, _ = read("slug", shape("*A*", stem="Which **one**?"))
    assert content["stem"] == {"md": "Which **one**?", "html": "Which <strong>one</strong>?"}


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({"options": [{"text": "A"}, {"text": "B"}]}, ("options",), "no option is right"),
        (
            {"options": [{"text": "A", "correct": True}, {"text": " A "}]},
            ("options", 1, "text"),
            "option 1 has the same text",
        ),
        (
            {"options": [{"text": "A", "correct": True, "id": "a"}, {"text": "B", "id": "a"}]},
            ("options", 1, "id"),
            "option 1 has the same id",
        ),
        (
            {
                "rule": "right_or_wrong",
                "several": True,
                "options": [{"text": "A", "correct": True}, {"text": "B"}],
            },
            ("rule",),
            "this rule is for one right option",
        ),
    ],
)
def test_a_shape_is_refused_at_the_place_that_is_wrong(fields, place, words):
    with pytest.raises(ValidationError, match=words) as refused:
        Shape.model_validate({"stem": "?", **fields})
    assert refused.value.errors()[0]["ctx"]["place"] == place
