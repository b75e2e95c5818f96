"""Home, modules, glossary, about the article, progress: the same numbers everywhere, for everyone."""

import re

import pytest

from lessons.models import Claim, Course, Module, State
from quizzes.models import Item
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    choice,
    claim,
    course,
    guest,
    item,
    module,
    note,
    person,
    practice,
    quiz,
    read,
    revise,
    rewrite,
    section,
    signed_in,
    small_course,
    term,
    timeline,
    wrong_values,
)
from tests.queries import exactly
from tests.quizzes.pages import page, words

pytestmark = pytest.mark.django_db


# The way in


def test_the_root_leads_to_the_only_course():
    small_course()
    assert signed_in(None).get("/")["Location"] == "/ssc/"


def test_the_root_lists_courses_where_there_are_several_or_none():
    assert "no course" in words(page(None, "/")).lower()
    course(title="One")
    course("two", title="Two")
    assert "One" in page(None, "/") and "Two" in page(None, "/")


def test_a_retired_course_or_module_is_404_and_listed_nowhere():
    small_course()
    Module.objects.filter(slug="initiatives").update(state=State.RETIRED)
    assert signed_in(None).get("/ssc/initiatives/").status_code == 404
    assert signed_in(None).get("/ssc/initiatives/initiatives-section-1/").status_code == 404
    assert "Initiatives" not in page(None, "/ssc/")
    Course.objects.update(state=State.RETIRED)
    for path in (
        "/ssc/",
        "/ssc/progress/",
        "/ssc/glossary/",
        "/ssc/about/",
        "/ssc/quizzes/foundations-quiz/",
    ):
        assert signed_in(None).get(path).status_code == 404


# Home


def test_home_shows_a_visitor_the_whole_way_and_where_it_begins():
    small_course()
    html = page(None, "/ssc/")
    assert "Begin here" in html and "/ssc/foundations/foundations-section-1/" in html
    assert "/ssc/initiatives/initiatives-section-2/" in html and "/ssc/quizzes/initiatives-quiz/" in html


def test_home_goes_on_with_the_first_section_that_is_not_read():
    small_course()
    amina = person()
    read(amina, section("foundations-section-1"))
    html = page(amina, "/ssc/")
    assert "Continue here" in html and "1 of 4 sections read" in words(html)
    assert html.index("foundations-section-2") < html.index("Your way so far")


def test_a_quiz_that_is_not_handed_in_stands_at_the_top_of_home_and_progress():
    small_course()
    amina = person()
    begun = attempt(amina, quiz("foundations-quiz"), right=1)
    for path in ("/ssc/", "/ssc/progress/"):
        html = page(amina, path)
        assert f"/attempts/{begun.public_id}/" in html and "1 of 4 items saved" in words(html)


def test_home_tells_a_guest_what_an_account_would_keep():
    small_course()
    gita = guest()
    practice(gita, item("foundations-item-1"))
    read(gita, section("foundations-section-1"))
    text = words(page(gita, "/ssc/"))
    assert "You are a guest" in text and "1 section marked as read" in text and "1 answer" in text


def test_home_and_progress_say_the_same_numbers():
    small_course()
    amina = person()
    read(amina, section("foundations-section-1"))
    attempt(amina, quiz("foundations-quiz"), right=4, handed_in=True)
    for path in ("/ssc/", "/ssc/progress/"):
        assert "1 of 4 sections read" in words(page(amina, path))


def test_home_draws_its_figure_with_the_same_as_a_table():
    bri = claim(values=["Belt and Road Initiative", "BRI", "2013"])
    gdi = claim("gdi-2021", values=["Global Development Initiative", "GDI", "late 2021"])
    Course.objects.update(figure=timeline(gdi, bri))
    html = page(None, "/ssc/")
    assert 'role="img" aria-labelledby="drawn"' in html and html.count("<path d=") > 1
    assert "When Name Initials 2013 Belt and Road Initiative BRI late 2021 Global" in words(html)
    Claim.objects.filter(pk=bri.pk).update(state=State.RETIRED)
    assert "<figure" not in page(None, "/ssc/")


def test_a_quiz_over_all_modules_stands_at_the_end_of_the_way():
    small_course()
    of = quiz("final-quiz")
    of.module = None
    of.save()
    html = page(None, "/ssc/")
    assert html.index("initiatives-quiz") < html.index("/ssc/quizzes/final-quiz/")
    assert "/ssc/quizzes/final-quiz/" in page(None, "/ssc/progress/")


# Progress


def test_progress_says_what_to_do_next():
    small_course()
    amina = person()
    for slug in ("foundations-section-1", "foundations-section-2"):
        read(amina, section(slug))
    practice(amina, item("foundations-item-1"), wrong_values(item("foundations-item-1")))
    rewrite(section("foundations-section-2"), "New words [[P4.2]].")
    attempt(amina, quiz("initiatives-quiz"), right=2, handed_in=True)
    html = page(amina, "/ssc/progress/")
    steps = re.findall(r'href="([^"]+)"', html[html.index("<main") : html.index("<table")])
    assert "/ssc/foundations/foundations-section-2/" in steps  # changed
    assert "/ssc/initiatives/initiatives-section-1/" in steps  # the next to read
    assert "/ssc/foundations/foundations-section-1/" in steps  # an item to look at again
    assert "/ssc/quizzes/foundations-quiz/" in steps  # its module is read
    assert any(step.endswith("/retry/") for step in steps)


def test_progress_of_a_visitor_is_an_invitation_and_no_error():
    small_course()
    assert "0 of 4 sections read" in words(page(None, "/ssc/progress/"))


def test_progress_is_one_persons_and_shows_nothing_of_anyone_elses():
    small_course()
    read(person("bheki"), section("foundations-section-1"))
    assert "0 of 4 sections read" in words(page(person(), "/ssc/progress/"))


# Module, glossary, about


def test_a_module_has_its_aims_sections_items_and_quiz():
    small_course()
    Module.objects.update(objectives=["Say what South-South cooperation is"])
    text = words(page(None, "/ssc/foundations/"))
    for seen in ("Say what South-South cooperation is", "0 of 2 sections read", "0 of 2 items right"):
        assert seen in text


def test_a_module_has_questions_for_the_classroom_where_it_has_any():
    small_course()
    weigh = "Who decides, and for whom"
    Module.objects.filter(slug="foundations").update(
        discuss=[{"question": "Is <b>it</b> a tool?", "weigh": weigh}]
    )
    text = words(page(None, "/ssc/foundations/"))
    assert "For the classroom One question to discuss" in text
    assert f"Is &lt;b&gt;it&lt;/b&gt; a tool? A good discussion weighs: {weigh}" in text
    assert "classroom" not in page(None, "/ssc/initiatives/")


def test_a_module_without_sections_says_that_they_come():
    small_course()
    module("later")
    assert "/ssc/later/" in page(None, "/ssc/")
    assert "This module has no sections yet." in words(page(None, "/ssc/later/"))


def test_the_glossary_goes_by_the_alphabet_and_links_to_where_a_term_is_used():
    term("sovereignty")
    term("belt-and-road-initiative", short="BRI")
    section(body="The [[sovereignty]] of states [[P4.2]].")
    html = page(None, "/ssc/glossary/")
    assert html.index("Belt and road initiative (BRI)") < html.index("Sovereignty")
    assert "/ssc/foundations/what-is-the-south/" in html


def test_the_glossary_has_a_heading_for_each_letter_and_leads_to_it_and_to_all_initials():
    for slug, title, short in (
        ("a", "Équité", ""),
        ("b", "economy", ""),
        ("c", "3D printing", ""),
        ("d", "“Quoted” term", "QT"),
        ("e", "Belt and Road Initiative", "BRI"),
    ):
        term(slug, title=title, short=short)
    html = page(None, "/ssc/glossary/")
    assert re.findall(r'<h2 id="letter-(.)">\1</h2>', html) == ["3", "B", "E", "Q"]
    assert re.findall(r'href="#letter-(.)">', html) == ["3", "B", "E", "Q"]
    assert re.findall(r'href="#(term-.)">([A-Z]+)<', html) == [("term-e", "BRI"), ("term-d", "QT")]
    assert html.index("economy") < html.index("Équité")


def test_a_glossary_without_terms_says_so():
    course()
    text = words(page(None, "/ssc/glossary/"))
    assert "No term has an entry yet." in text and "Initials" not in text


def test_about_says_in_our_words_what_each_paragraph_claims_and_cites_the_article():
    bri = claim()
    claim("view", kind="position", says="The author calls China the strongest supporter.", refs=["P1.5"])
    note(about=bri)
    rewrite(section(), "It was launched in 2013 [[P4.2]].", claims=[bri])
    html = page(None, "/ssc/about/")
    for seen in ("What the article is about.", "An author", "The article", 'id="p4-2"', 'id="p1-5"'):
        assert seen in html
    assert "Editor’s note: context" in html and "the author’s view" in html
    assert "taught in a section 1 tested in two ways or more 0" in words(html)


def test_about_counts_a_claim_as_tested_when_items_differ_in_level_or_interaction():
    bri = claim()
    for n in (1, 2):
        revise(item(f"item-{n}"), claims=[bri])
    assert "tested in two ways or more 0" in words(page(None, "/ssc/about/"))
    revise(item("item-2"), choice(level="analyse"), claims=[bri])
    assert "tested in two ways or more 1" in words(page(None, "/ssc/about/"))
    Item.objects.filter(slug="item-2").update(state=Item.State.RETIRED)
    assert "tested in two ways or more 0" in words(page(None, "/ssc/about/"))


def test_every_anchor_of_about_stands_once():
    for n in range(3):
        claim(f"claim-{n}", refs=["P4.2", f"P4.{n + 3}"])
    html = page(None, "/ssc/about/")
    ids = re.findall(r'id="([^"]+)"', html[html.index("<main") :])
    assert len(ids) == len(set(ids)) and "p4-2" in ids


# Budgets


@pytest.mark.parametrize(("path", "cost"), [("", 10), ("progress/", 11), ("foundations/", 10)])
@pytest.mark.parametrize("more", [1, 3, 30])
def test_home_progress_and_module_cost_the_same_however_much_there_is(path, cost, more):
    small_course()
    amina = person()
    for n in range(more):
        section(f"more-{n}", items=[item(f"more-{n}")])
        practice(amina, item(f"more-{n}"), at=NOON + n * MINUTE)
    browser = signed_in(amina)
    with exactly(cost):
        browser.get(f"/ssc/{path}")


@pytest.mark.parametrize("more", [2, 3, 8])
def test_a_figure_costs_home_one_query(more):
    dated = [claim(f"claim-{n}", values=["A name", f"{2000 + n}"]) for n in range(more)]
    Course.objects.update(figure=timeline(*dated))
    with exactly(5):
        signed_in(None).get("/ssc/")


@pytest.mark.parametrize(("path", "queries"), [("glossary/", 3), ("about/", 6)])
@pytest.mark.parametrize("more", [1, 3, 30])
def test_glossary_and_about_cost_the_same_however_much_there_is(path, queries, more):
    for n in range(more):
        bri = claim(f"claim-{n}")
        note(f"note-{n}", about=bri)
        term(f"term-{n}")
        rewrite(section(f"section-{n}"), f"The [[term-{n}]] [[P4.2]].", claims=[bri])
    with exactly(queries):
        signed_in(None).get(f"/ssc/{path}")
