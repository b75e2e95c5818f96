"""What is found in a text, what it is worth, and how it is shown; no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.searching import (
    MOST_NEEDLES,
    PASSAGE_WORDS,
    Document,
    Hit,
    Needle,
    Text,
    folded,
    nearest,
    needles,
    plain,
    search,
)

ANY = st.text(st.characters(codec="utf-8"), max_size=300)


def document(title: str = "", text: str = "", *names: str) -> Document:
    return Document(Text(title), Text(text), names)


def found(query: str, *texts: str) -> list[str]:
    """Those of the texts that have what is asked for, the best first."""
    return [hit.document.text.text for hit in search([document("", text) for text in texts], needles(query))]


def marked(query: str, text: str) -> str:
    """The passage that is shown, with what was found in brackets."""
    hit = Hit(document("", text), needles(query), 1)
    return "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in hit.passage)


# What a query asks for


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("Mutual BENEFIT", [(("mutual",), True), (("benefit",), True)]),
        ("UN", [(("un",), False)]),
        ("South-South", [(("south", "south"), True)]),
        ('"mutual benefit" loan', [(("mutual", "benefit"), False), (("loan",), True)]),
        ("“mutual benefit”", [(("mutual", "benefit"), False)]),
        ("«mutual benefit»", [(("mutual", "benefit"), False)]),
        ('mutual "benefit', [(("mutual",), True), (("benefit",), True)]),
        ("loan loan LOAN", [(("loan",), True)]),
        ("南南合作", [(("南", "南", "合", "作"), False)]),
        ("", []),
        ('"" ?!…', []),
        ("\x00\ud7ff\u200b", []),
    ],
)
def test_a_query_asks_for_words_and_for_phrases_in_quotation_marks(query, asked):
    assert needles(query) == [Needle(*needle) for needle in asked]


def test_a_query_asks_for_so_many_words_and_no_more():
    assert len(needles(" ".join(f"word{n}" for n in range(1000)))) == MOST_NEEDLES


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("São", "sao"),
        ("ÉTÉ", "e\u0301te\u0301"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("ＢＲＩ", "bri"),
        ("كِتَاب", "كتاب"),
    ],
)
def test_case_and_accents_make_no_difference(word, other):
    assert folded(word) == folded(other)
    assert found(word, f"before {other} after") and found(other, f"before {word} after")


# What is found


def test_all_words_must_be_there_in_title_or_text():
    assert found("loan minister", "A minister asks.", "A loan.", "The minister's loan.") == [
        "The minister's loan."
    ]
    assert search([document("A loan", "The minister asks.")], needles("loan minister"))


def test_a_word_is_found_where_another_begins_with_it_but_not_within_one():
    assert found("coop", "South-South cooperation", "the scoop") == ["South-South cooperation"]
    assert found("un", "unique", "the UN") == ["the UN"]


def test_a_phrase_is_found_as_such_and_never_from_one_block_into_the_next():
    texts = ("mutual benefit", "Mutual  benefit.", "mutual benefits", "benefit mutual", "mutual\n\nbenefit")
    assert found('"mutual benefit"', *texts) == ["mutual benefit", "Mutual  benefit."]


def test_a_hyphen_is_as_good_as_a_dash_or_a_space():
    assert found("south-south", "South–\u2060South", "south south", "south of the south") == [
        "South–\u2060South",
        "south south",
    ]


def test_signs_that_are_written_without_spaces_are_found_within_a_line():
    assert found("合作", "南南合作的定义", "合同工作") == ["南南合作的定义"]


def test_a_name_comes_before_a_title_and_a_title_before_a_text():
    documents = [
        document("Loans", "One initiative, BRI, BRI and again BRI."),
        document("The BRI in the article", "It is an initiative."),
        document("Belt and Road Initiative (BRI)", "It was launched in 2013.", "BRI"),
    ]
    hits = search(documents, needles("bri"))
    assert [hit.document for hit in hits] == documents[::-1]


def test_equals_stand_in_the_order_in_which_they_came():
    assert found("loan", "first loan", "second loan") == ["first loan", "second loan"]


# What is shown


def test_what_is_found_is_marked_where_it_stands():
    assert marked("benefit mutual", "Equality and mutual benefit.") == "Equality and [mutual] [benefit]."
    assert marked('"mutual benefit"', "Equality and mutual benefit.") == "Equality and [mutual benefit]."
    assert marked("coop", "South-South cooperation") == "South-South [cooperation]"


def test_what_is_found_in_the_title_is_marked_there():
    hit = Hit(document("What a loan is", "…"), needles("loan"), 1)
    assert [(piece.text, piece.is_found) for piece in hit.title] == [
        ("What a ", False),
        ("loan", True),
        (" is", False),
    ]


def test_the_passage_is_where_most_of_it_stands_and_says_that_it_is_a_part():
    words = [f"w{n}" for n in range(300)]
    words[20], words[200], words[205] = "loan", "loan", "minister"
    shown = marked("loan minister", " ".join(words))
    assert shown.startswith("… w190 ") and shown.endswith(" …")
    assert "[loan]" in shown and "[minister]" in shown and "w20 " not in shown
    assert len(shown.split()) == PASSAGE_WORDS + 2


def test_without_a_word_of_it_in_the_text_the_passage_is_the_beginning():
    assert marked("elsewhere", "One. Two.") == "One. Two."
    assert marked("elsewhere", "") == ""
    assert marked("elsewhere", "x " * 100).endswith("x …")


def test_a_text_is_what_is_read_without_tags_entities_and_signs_that_lead_away():
    html = (
        '<p>A <a class="term" href="#term-x">loan</a> of 5&nbsp;&lt;units&gt;.'
        '&nbsp;<a class="ref" href="#p1-1">¶1</a></p>\n<ul><li>one</li>'
        '<li>t<em>w</em>o</li></ul><img src="media/a.png" alt="a > b">'
    )
    assert plain(html).split("\n\n") == ["A loan of 5\xa0<units>.", "\none", "two"]


# What is almost so


def test_the_nearest_names_are_told_each_once():
    names = {"Sovereignty": "s", "BRI": "b", "Belt and Road Initiative": "b", "GDI": "g"}
    assert nearest("soverignty", names) == ["s"]
    assert nearest("biri", names) == ["b"]
    assert nearest("belt and raod initiative", names) == ["b"]
    assert nearest("xyzzy", names) == [] == nearest("", names)


# Whatever is asked


@given(query=ANY, text=ANY, title=ANY)
def test_whatever_is_asked_a_hit_shows_its_text_and_nothing_else(query, text, title):
    for hit in search([document(title, text, title)], needles(query)):
        assert "".join(piece.text for piece in hit.title) == title
        shown = "".join(piece.text for piece in hit.passage).removeprefix("… ").removesuffix(" …")
        assert shown in text
        assert any(piece.is_found for piece in [*hit.title, *hit.passage])


@given(query=ANY, text=ANY)
def test_whatever_is_asked_is_found_in_a_text_that_is_the_same(query, text):
    asked = needles(query)
    if asked and len(asked) < MOST_NEEDLES:
        assert search([document("", query)], asked)
    assert nearest(query, {text: 1}) in ([], [1])
