"""Markdown: what an author may write, what becomes of it, and where a section's passages begin."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons import markdown as markdown_module
from lessons.markdown import block, inline, references, render_section, terms_shown_by_title

markdown = st.text("ab \n*_`#[]()!<>&|-.:/\"'P4.2\\") | st.text()
pictured = st.lists(st.sampled_from(["![", "](", ")", "media/a.png", "a", '"', "<img src=", "//x"])).map(
    "".join
)


def ref(sentence: str) -> str:
    paragraph, number = sentence.removeprefix("P").split(".")
    return (f'\u00a0<a class="ref" href="#p{paragraph}-{number}">¶{paragraph}</a>').replace(
        "\u00a0", "&nbsp;"
    )


def leads(body: str, notes=None, titles=None) -> list[str]:
    return [passage["lead"].strip() for passage in render_section(body, notes or {}, titles)]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("plain & simple", "plain &amp; simple"),
        ("*one* **two** `three`", "<em>one</em> <strong>two</strong> <code>three</code>"),
        ("[a](https://un.org)", '<a href="https://un.org">a</a>'),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](data:image/png;base64,AA)", "<a>a</a>"),
        ("[a](ftp://un.org)", "<a>a</a>"),
        ("<b onclick=x>bold</b>", "&lt;b onclick=x&gt;bold&lt;/b&gt;"),
        ("# no heading", "# no heading"),
        ("- no list", "- no list"),
        ("[[bri]]", "[[bri]]"),
    ],
)
def test_one_line(source, html):
    assert inline(source) == html


@pytest.mark.parametrize(
    "address",
    [
        *("https://un.org/a.png", "//un.org/a.png", "/media/a.png", "media/a.svg", "media/A.png", "a.png"),
        *(
            "media/../a.png",
            "media/a.png?x=1",
            "media/b/a.png",
            "data:image/png;base64,AA",
            "media/a.png.png",
        ),
    ],
)
def test_of_a_picture_that_is_not_the_courses_the_words_are_shown(address):
    """Nothing is loaded from elsewhere: whoever serves it would see who reads what."""
    for html in (inline(f"![a map]({address})"), block(f"![a map]({address})")):
        assert "<img" not in html and "a map" in html


@pytest.mark.parametrize("cleaner", [markdown_module._INLINE_CLEANER, markdown_module._PAGE_CLEANER])
def test_the_cleaner_loads_no_picture_from_elsewhere_whatever_the_parser_made(cleaner):
    assert cleaner.clean('<img src="https://un.org/a.png" alt="a" onerror="x" width="1">') == '<img alt="a">'
    assert cleaner.clean('<img src="media/a.png" alt="a">') == '<img src="media/a.png" alt="a">'


def test_a_picture_of_the_courses_own_is_shown():
    assert inline('![a *map* of "it"](media/a-map_1.png)') == (
        '<img src="media/a-map_1.png" alt="a map of &quot;it&quot;">'
    )
    assert block("![a map](media/a.png)\n\nIts text.") == (
        '<p><img src="media/a.png" alt="a map"></p>\n<p>Its text.</p>\n'
    )


def test_html_is_words_in_blocks_too():
    assert block("<script>alert(1)</script>\n\n<b>x</b>") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>&lt;b&gt;x&lt;/b&gt;</p>\n"
    )
    assert block("[a](data:image/png;base64,AA)") == "<p><a>a</a></p>\n"


@given(source=markdown | pictured)
def test_nothing_that_runs_comes_through(source):
    """Whatever is written, what comes out has only the tags and attributes that are on our lists."""
    html = inline(source) + block(source) + "".join(p["lead"] + p["rest"] for p in render_section(source, {}))
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    text_tags = {"a", "code", "em", "strong", "br", "img"}
    assert tags <= text_tags | {"p", "ul", "ol", "li", "blockquote", "pre", "hr", "h2", "h3"} | {
        *("table", "thead", "tbody", "tr", "th", "td")
    }
    attributes = set(re.findall(r'<[a-z0-9]+ [^>]*?([a-z-]+)="', html))
    assert attributes <= {"href", "title", "class", "start", "src", "alt"}
    assert set(re.findall(r'<img[^>]* src="([^"]*)"', html)) <= {"media/a.png"}
    assert not re.search(r'href="(?!https?:|mailto:|#|[^:"]*")', html)


@given(source=st.text("a \n#-*[]P4.2|", max_size=80))
def test_passages_lose_nothing(source):
    """The blocks of all passages are those of the body, in their order."""
    passages = render_section(source, {})
    assert "".join(p["lead"] + p["rest"] for p in passages) == block(source)


def test_a_sentence_of_the_article_brings_its_own_space_along():
    assert leads("It began. [[P4.2]] It went on.") == [f"<p>It began.{ref('P4.2')} It went on.</p>"]
    assert leads("It began.\n[[P4.2]]") == [f"<p>It began.{ref('P4.2')}</p>"]


def test_a_term_is_linked_where_it_first_stands_and_only_there():
    body = "A [[bri]] and a [[bri|*belt*]].\n\nOne more [[bri]]."
    (passage,) = render_section(body, {}, {"bri": "Belt & Road"})
    assert passage["terms"] == ["bri"]
    assert passage["lead"].strip() == (
        '<p>A <a class="term" href="#term-bri">Belt &amp; Road</a> and a <em>belt</em>.</p>'
    )
    assert passage["rest"].strip() == "<p>One more Belt &amp; Road.</p>"


def test_marks_in_code_are_just_words():
    assert leads("Write `[[bri]]`.") == ["<p>Write <code>[[bri]]</code>.</p>"]
    assert references("Write `[[bri]] [[P4.2]]`.") == (set(), [])


def test_a_passage_begins_where_the_margin_has_something_new_to_say():
    body = "One.\n\nTwo [[bri]].\n\nThree [[bri]].\n\nFour. [[P4.2]]\n\nFive [[gdi]] and [[gsi]]."
    passages = render_section(body, {"n-bri": ["P4.2", "P6.2"]})
    assert [(p["terms"], p["notes"]) for p in passages] == [
        ([], []),
        (["bri"], []),
        ([], ["n-bri"]),
        (["gdi", "gsi"], []),
    ]
    assert passages[1]["rest"].strip() == "<p>Three bri.</p>"


def test_a_note_stands_at_the_first_sentence_that_it_is_about_else_at_the_end():
    body = "One. [[P6.2]]\n\nTwo. [[P4.2]]\n\nThree."
    passages = render_section(body, {"n-bri": ["P4.2", "P6.2"], "n-far": ["P9.1"], "n-free": []})
    assert [p["notes"] for p in passages] == [["n-bri"], ["n-far", "n-free"]]


def test_a_heading_begins_a_passage_and_takes_the_next_block_along():
    body = "One.\n\n## A partnership\n\nTwo.\n\nThree."
    assert leads(body) == ["<p>One.</p>", "<h2>A partnership</h2>\n<p>Two.</p>"]
    assert render_section(body, {})[1]["rest"].strip() == "<p>Three.</p>"


@pytest.mark.parametrize("body", ["## At the end", "## One\n\n## Two"])
def test_a_heading_without_a_block_stands_by_itself(body):
    assert len(render_section(body, {"n": []})) == 1
    assert render_section(body, {"n": []})[0]["notes"] == ["n"]


def test_an_empty_body_has_no_passages():
    assert render_section("", {"n": ["P4.2"]}) == []


def test_lists_and_tables_are_blocks():
    assert leads("- a [[P1.2]]\n- b") == [f"<ul>\n<li>a{ref('P1.2')}</li>\n<li>b</li>\n</ul>"]
    assert "<table>" in leads("| a | b |\n|---|---|\n| c | d |")[0]


def test_references_name_each_term_and_sentence_once():
    body = "A [[bri]], [[gdi|G]], [[bri]]. [[P4.2]]\n\n- [[P1.14]]\n- [[P4.2]]"
    assert references(body) == ({"bri", "gdi"}, ["P4.2", "P1.14"])
    assert terms_shown_by_title(body) == ["bri"]


@pytest.mark.parametrize("mark", ["[[P4]]", "[[Bri]]", "[[ bri ]]", "[[bri", "[[a--b]]", "[[bri|]]"])
def test_what_is_no_mark_stays_as_it_is(mark):
    assert leads(mark) == [f"<p>{mark}</p>"]
