"""The search page of a course: what it finds, where that leads, and what it says where there is nothing."""

import re

import pytest

from lessons.models import Course, Module, Note, Section, State, Term
from study.search_page import HITS_A_PAGE, HITS_AT_FIRST, QUERY_LENGTH
from tests.factories import (
    choice,
    claim,
    course,
    item,
    module,
    note,
    person,
    rewrite,
    section,
    signed_in,
    small_course,
    term,
)
from tests.queries import exactly
from tests.study.test_pages import words

pytestmark = pytest.mark.django_db


def html(query: str = "", **more: str) -> str:
    response = signed_in(None).get("/ssc/search/", {"q": query, **more})
    assert response.status_code == 200, response
    return response.content.decode()


def leads_to(query: str, **more: str) -> list[str]:
    """Where the hits lead, in the order of the page."""
    return re.findall(r'<li><h3><a href="([^"]+)"', html(query, **more))


@pytest.fixture
def rivers() -> Course:
    """A term, a section and a note about the Belt and Road; another section has a word of it."""
    bri = claim(values=["Belt and Road Initiative", "BRI", "2013"])
    term(short="BRI", title="Belt and Road Initiative", text="A plan to *build* railways.")
    note(about=bri, text="It was first named in Astana.", source="Speech of 2013")
    rewrite(
        section(title="A plan for roads"),
        "The [[belt-and-road-initiative|Initiative]] builds **railways**, says the minister. [[P4.2]]",
        claims=[bri],
    )
    section("other", body="Nothing but roads, and a façade.")
    return course()


def test_every_page_of_a_course_leads_to_it():
    small_course()
    for path in (
        "",
        "progress/",
        "glossary/",
        "about/",
        "foundations/",
        "foundations/foundations-section-1/",
    ):
        assert '<a href="/ssc/search/">Search</a>' in signed_in(None).get(f"/ssc/{path}").content.decode()


def test_without_words_it_says_what_it_looks_in(rivers):
    for query in ("", "  ", "?!", '""'):
        text = words(html(query))
        assert "found." not in text and "has all terms by the alphabet." in text
    assert 'role="search" method="get"' in html()


def test_a_term_leads_to_the_glossary_a_section_to_itself_and_a_note_to_where_it_stands(rivers):
    assert leads_to("railways") == [
        "/ssc/glossary/#term-belt-and-road-initiative",
        "/ssc/foundations/what-is-the-south/",
    ]
    (where,) = leads_to("astana")
    assert where == "/ssc/foundations/what-is-the-south/#note-n-bri"
    assert 'id="note-n-bri"' in signed_in(None).get(where.partition("#")[0]).content.decode()


def test_a_note_that_no_section_shows_leads_to_what_it_is_about(rivers):
    Section.objects.update(state=State.RETIRED)
    assert leads_to("astana") == ["/ssc/about/#p4-2"]


def test_a_hit_shows_its_passage_with_the_words_marked_and_where_it_is(rivers):
    assert "The Initiative builds <mark>railways</mark>, says the <mark>minister</mark>." in html(
        "MINISTER railways"
    )
    text = words(html("minister"))
    assert "Sections 1 A plan for roads" in text and "Module 1: Foundations" in text


def test_initials_find_their_term_first(rivers):
    section("aaa", body="BRI, BRI, BRI.")
    assert leads_to("bri")[0] == "/ssc/glossary/#term-belt-and-road-initiative"
    assert "Belt and Road Initiative (<mark>BRI</mark>)" in html("bri")


def test_the_signs_of_markdown_and_html_are_no_part_of_a_text(rivers):
    for query in ("term", "href", "strong", "P4.2", "nbsp", "¶4"):
        assert leads_to(query) == [], query
    assert leads_to('"builds railways"') == ["/ssc/foundations/what-is-the-south/"]


def test_accents_may_be_left_out(rivers):
    assert leads_to("facade") == leads_to("FAÇADE") == ["/ssc/foundations/other/"]


def test_items_are_not_found():
    section(items=[item(shape=choice("zebra", stem="Which animal is the gnu like?", explanation="okapi"))])
    for query in ("zebra", "gnu", "okapi"):
        assert leads_to(query) == []


def test_what_is_retired_or_another_courses_is_not_found(rivers):
    elsewhere = module("elsewhere", course=course("two", title="Two"))
    section("far", module=elsewhere, body="A minister of railways.")
    term("far", course=elsewhere.course, text="railways")
    assert len(leads_to("railways")) == 2
    Term.objects.filter(course=rivers).update(state=State.RETIRED)
    assert leads_to("railways") == ["/ssc/foundations/what-is-the-south/"]
    Module.objects.filter(course=rivers).update(state=State.RETIRED)
    assert leads_to("railways") == []
    Note.objects.update(state=State.RETIRED)
    assert leads_to("astana") == []
    Course.objects.update(state=State.RETIRED)
    assert signed_in(None).get("/ssc/search/").status_code == 404


def test_the_best_of_each_kind_is_shown_and_all_of_one_page_by_page():
    for n in range(HITS_A_PAGE + 3):
        term(f"term-{n:02}", text="A word of rain.")
    section(body="More rain.")
    text = html("rain")
    assert leads_to("rain") == [f"/ssc/glossary/#term-term-{n:02}" for n in range(HITS_AT_FIRST)] + [
        "/ssc/foundations/what-is-the-south/"
    ]
    assert f'<a href="?q=rain&amp;in=terms">All {HITS_A_PAGE + 3} terms</a>' in text
    assert len(leads_to("rain", **{"in": "terms"})) == HITS_A_PAGE
    assert len(leads_to("rain", **{"in": "terms", "page": "2"})) == 3
    assert 'rel="prev"' in html("rain", **{"in": "terms", "page": "2"})


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "9" * 5000, "\x00", "١"])
def test_a_page_that_is_none_is_the_first_or_the_last(rivers, page):
    assert leads_to("railways", **{"in": "sections", "page": page})


@pytest.mark.parametrize("kind", ["", "notes", "items", "\x00"])
def test_a_kind_that_has_nothing_shows_everything(rivers, kind):
    assert len(leads_to("railways", **{"in": kind})) == 2


def test_where_nothing_is_found_it_says_which_word_is_nowhere_and_what_is_almost_so(rivers):
    text = words(html("railways zebra"))
    assert "Nothing has all of “railways zebra” in it. This stands nowhere: “zebra”." in text
    assert "Did you mean: Belt and Road Initiative (BRI) ?" in words(html("initiativ3")).replace(")?", ") ?")
    assert 'href="/ssc/glossary/#term-belt-and-road-initiative">Belt' in html("initiativ3")


@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000,
        "rain " * 2_000,
        "\x00",
        "rain\x00fall",
        "\ud7ff\uffff\U0010ffff",
        "\u202eniar\u200b",
        "%00%ff",
        "' OR 1=1 --",
        "%",
        "_",
        "\\",
        '"' * 500,
        "[(*+?",
        "𝕽𝖎𝖛𝖊𝖗",
        "🦓",
        "é" * 300,
        "\u0301" * 300,
        "ﷺ",
    ],
)
def test_whatever_is_asked_the_answer_is_a_page(rivers, query):
    assert "</html>" in html(query)


def test_a_query_that_is_no_text_is_answered_too(rivers):
    for raw in ("q=%ff%fe", "q=%ed%a0%80", "q", "q=a&q=b", "q[]=a", "&&&==="):
        assert signed_in(None).get(f"/ssc/search/?{raw}").status_code == 200


def test_of_a_query_that_is_too_long_the_beginning_is_looked_for_and_that_is_said(rivers):
    page = html("railways " + "x" * 10_000)
    assert f"Only the first {QUERY_LENGTH} letters were looked for." in words(page)
    assert len(page) < 12_000


def test_what_is_asked_comes_back_as_text(rivers):
    page = html('"><script>alert(1)</script>')
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize("more", [1, 3, 30])
@pytest.mark.parametrize("query", ["plain", "zebra"])
def test_a_search_costs_the_same_however_much_there_is(more, query):
    for n in range(more):
        bri = claim(f"claim-{n}")
        note(f"note-{n}", about=bri, text="plain")
        term(f"term-{n}", text="plain")
        rewrite(section(f"section-{n}"), f"A plain [[term-{n}]] [[P4.2]].", claims=[bri])
    with exactly(4):
        signed_in(None).get("/ssc/search/", {"q": query})


def test_a_search_without_words_asks_for_the_course_alone():
    browser = signed_in(person())
    small_course()
    with exactly(3):  # with session and user
        browser.get("/ssc/search/")
