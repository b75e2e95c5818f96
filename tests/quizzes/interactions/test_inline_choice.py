"""Inline choice: a menu in each gap of a sentence, and what the sentence is worth."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from quizzes.interactions import InvalidResponse
from quizzes.interactions.base import short_id
from quizzes.interactions.inline_choice import (
    Shape,
    asked,
    check,
    explain,
    guess_score,
    keep_ids,
    option_ids,
    read,
    rule_text,
    score,
    told,
    write,
)

FIELDS = {
    "stem": "Complete the sentence.",
    "text": "They need {1} solutions, *because {2} can* meet them.",
    "gaps": [
        {
            "options": [
                {"text": "collective", "correct": True, "feedback": "As the article says."},
                {"text": "separate", "feedback": "Think of “no one alone”."},
            ]
        },
        {"options": [{"text": "no nation", "correct": True}, {"text": "companies"}, {"text": "one army"}]},
    ],
}


def item(**fields):
    return read("slug", Shape.model_validate({**FIELDS, **fields}))


def pair(gap: int, word: str) -> str:
    return f"g{gap} {short_id('slug', f'g{gap}', word)}"


def in_words(key, values) -> str:
    message, params = explain(key, values)
    return message % params


@pytest.mark.parametrize(
    ("values", "points", "words"),
    [
        ([pair(1, "collective"), pair(2, "no nation")], 1, "2 of 2 right: 1 point."),
        (
            [pair(1, "collective"), pair(2, "companies")],
            Fraction(1, 2),
            "1 of 2 right: 1 ÷ 2 = 1/2 of a point.",
        ),
        ([pair(2, "no nation")], Fraction(1, 2), "1 of 2 right: 1 ÷ 2 = 1/2 of a point."),
        ([pair(1, "separate")], 0, "0 of 2 right: 0 points."),
    ],
)
def test_the_share_of_right_gaps_counts_and_a_wrong_one_takes_nothing_away(values, points, words):
    content, key, _ = item()
    assert (score(key, values), in_words(key, values)) == (points, words)
    assert rule_text(content) == "Each gap counts the same. A wrong choice takes nothing away."


def test_one_gap_needs_no_rule():
    content, _, _ = item(text="{1}", gaps=FIELDS["gaps"][:1])
    assert rule_text(content) is None


def test_a_guess_draws_from_each_menu():
    content, key, _ = item()
    assert guess_score(content, key) == (Fraction(1, 2) + Fraction(1, 3)) / 2


def test_the_same_word_in_two_gaps_is_two_options():
    options = FIELDS["gaps"][0]["options"]
    content, _, _ = item(gaps=[{"options": options}, {"options": options}])
    assert len(set(option_ids(content))) == 4


def test_a_form_shows_the_sentence_in_pieces_with_menus_in_the_order_shown():
    content, _, _ = item()
    order = sorted(option_ids(content), reverse=True)
    shown = asked(content, order, [pair(2, "companies")])
    assert [piece.get("html") for piece in shown["pieces"]] == [
        "They need ",
        None,
        " solutions, <em>because ",
        None,
        " can</em> meet them.",
    ]
    first, second = (piece for piece in shown["pieces"] if "gap" in piece)
    assert (first["gap"], first["number"], second["gap"], second["number"]) == ("g1", 1, "g2", 2)
    assert sorted(first["options"], key=lambda option: option["text"]) == [
        {"value": pair(1, "collective"), "text": "collective", "chosen": False},
        {"value": pair(1, "separate"), "text": "separate", "chosen": False},
    ]
    values = [option["value"] for option in second["options"]]
    assert values == sorted(values, reverse=True)
    assert [option["text"] for option in second["options"] if option["chosen"]] == ["companies"]


def test_a_result_shows_the_sentence_as_it_was_filled_and_each_gap_beside_its_key():
    content, key, feedback = item()
    result = told(content, option_ids(content), [pair(1, "separate")], key, feedback)
    assert [piece for piece in result["pieces"] if "number" in piece] == [
        {"number": 1, "given": "separate", "sign": "wrong"},
        {"number": 2, "given": None, "sign": "omitted"},
    ]
    assert result["gaps"] == [
        {
            "number": 1,
            "given": "separate",
            "right": "collective",
            "sign": "wrong",
            "verdict": "Wrong.",
            "feedback": "Think of “no one alone”.",
        },
        {
            "number": 2,
            "given": None,
            "right": "no nation",
            "sign": "omitted",
            "verdict": "You left this empty.",
            "feedback": None,
        },
    ]


def test_a_right_gap_is_told_so_with_the_authors_words():
    content, key, feedback = item()
    first = told(content, option_ids(content), [pair(1, "collective")], key, feedback)["gaps"][0]
    assert (first["right"], first["verdict"], first["feedback"]) == (None, "Right.", "As the article says.")


def test_before_the_key_may_be_seen_a_gap_shows_what_was_given():
    content, _, feedback = item()
    gaps = told(content, option_ids(content), [pair(1, "separate")], None, feedback)["gaps"]
    assert [(gap["given"], gap["right"], gap["sign"], gap["verdict"], gap["feedback"]) for gap in gaps] == [
        ("separate", None, "given", "", "Think of “no one alone”."),
        (None, None, "omitted", "You left this empty.", None),
    ]


def test_a_menu_left_alone_is_dropped_and_values_are_sorted():
    content, _, _ = item()
    assert check(content, ["", pair(2, "companies"), pair(1, "separate"), pair(1, "separate"), ""]) == [
        pair(1, "separate"),
        pair(2, "companies"),
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([pair(1, "collective"), pair(1, "separate")], "Two choices"),
        ([pair(1, "no nation")], "not in the menu"),
        ([pair(2, "no nation").replace("g2", "g1")], "not in the menu"),
        (["g3 " + pair(1, "collective")[3:]], "not in the menu"),
        (["g1"], "not in the menu"),
        ([pair(1, "collective") + " " + pair(1, "collective")], "not in the menu"),
        ([" "], "not in the menu"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(values, words):
    content, _, _ = item()
    with pytest.raises(InvalidResponse, match=words):
        check(content, values)


def test_it_is_written_with_the_right_option_first_and_the_others_by_their_words():
    gaps = [{"options": gap["options"][::-1]} for gap in FIELDS["gaps"]]
    assert write("slug", *item(gaps=gaps)) == FIELDS


def test_words_have_no_markdown_and_an_edit_of_them_is_another_option():
    content, key, _ = item(gaps=[{"options": [{"text": "*a*", "correct": True}, {"text": "<b>"}]}] * 2)
    first = asked(content, option_ids(content), [])["pieces"][1]
    assert sorted(option["text"] for option in first["options"]) == ["*a*", "<b>"]
    shape = Shape.model_validate(FIELDS)
    assert keep_ids("slug", shape, content, key) == shape


def option(text: str, **fields):
    return {"text": text, **fields}


RIGHT, WRONG = option("a", correct=True), option("b")
GAP = {"options": [RIGHT, WRONG]}


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({"text": "No gap."}, ("text",), "the text has no gap"),
        ({"text": "{1} and {3}"}, ("text",), "gap 3 has no entry in `gaps`, which has 2"),
        ({"text": "{1} only"}, ("text",), "gap 2 is not in the text"),
        ({"text": "{1} and {1}"}, ("text",), "gap 1 stands here twice"),
        ({"text": "{2} and {1}"}, ("text",), "gap 2 stands where gap 1 is expected"),
        ({"text": "{one} and {2}"}, ("text",), "a gap is a number in braces, not `one`"),
        ({"text": "{} and {2}"}, ("text",), "a gap is a number in braces, not ``"),
        ({"text": "{1} and {2} and {"}, ("text",), "braces stand for gaps only"),
        ({"text": "{1} and {{2}}"}, ("text",), "braces stand for gaps only"),
        ({"text": r"{1} and \{2}"}, ("text",), "braces stand for gaps only"),
        ({"text": "{1} and [more {2}](https://example.org)"}, ("text",), "a gap cannot stand in a link"),
        ({"text": "{1} and [more](https://example.org/{2})"}, ("text",), "a gap cannot stand in a link"),
        ({"text": '{1} and [more](https://example.org "> {2}")'}, ("text",), "a gap cannot stand in a link"),
        ({"text": "{1} and ![> {2}](media/map.png)"}, ("text",), "a gap cannot stand in a link"),
        ({"text": "{1} and {2} and &#123;1&#125;"}, ("text",), "a gap cannot stand in a link"),
        ({"text": "{1} {2} [&#123;1&#125;](https://example.org)"}, ("text",), "a gap cannot stand in a link"),
        ({"text": " ".join(f"{{{n}}}" for n in range(1, 14))}, ("text",), "13 gaps; at most 12"),
    ],
)
def test_a_text_is_refused_where_its_gaps_are_not_right(fields, place, words):
    with pytest.raises(ValidationError, match=words) as refused:
        Shape.model_validate({**FIELDS, **fields})
    assert refused.value.errors()[0]["ctx"]["place"] == place


@pytest.mark.parametrize(
    ("options", "place", "words"),
    [
        ([WRONG, option("c")], ("options",), "no option of this gap is right"),
        ([WRONG, RIGHT, option("c", correct=True)], ("options", 2, "correct"), "option 2 is right already"),
        ([RIGHT, WRONG, option(" b ")], ("options", 2, "text"), "option 2 has the same text"),
    ],
)
def test_a_gap_is_refused_at_the_place_that_is_wrong(options, place, words):
    with pytest.raises(ValidationError, match=words) as refused:
        Shape.model_validate({**FIELDS, "gaps": [GAP, {"options": options}]})
    error = refused.value.errors()[0]
    assert (error["loc"], error["ctx"]["place"]) == (("gaps", 1), place)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([RIGHT], "at least 2 items"),
        ([RIGHT, *(option(str(n)) for n in range(8))], "at most 8 items"),
        ([RIGHT, option("b" * 201)], "at most 200 items"),
    ],
)
def test_a_gap_has_two_to_eight_options_of_a_few_words(options, words):
    with pytest.raises(ValidationError, match=words):
        Shape.model_validate({**FIELDS, "gaps": [GAP, {"options": options}]})
