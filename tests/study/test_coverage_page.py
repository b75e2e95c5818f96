"""What is taught and asked: each claim with its sentences, sections and items; never what the items ask."""

import re

import pytest

from lessons.models import Claim, Course, State
from quizzes.models import Item
from tests.factories import (
    choice,
    claim,
    course,
    item,
    note,
    offered,
    quiz,
    revise,
    rewrite,
    section,
    signed_in,
    small_course,
)
from tests.queries import exactly
from tests.study.test_pages import page, words

pytestmark = pytest.mark.django_db
PATH = "/ssc/coverage/"


@pytest.fixture
def two_claims() -> tuple[Claim, Claim]:
    """A fact and a view of the author's; the fact is taught, and asked by three items, one of both."""
    fact = claim(says="It was launched in 2013.", refs=["P4.2", "P1.3"])
    view = claim("view", kind="position", says="China is the strongest supporter.", refs=["P1.5"])
    rewrite(section(title="The first one"), "It was launched in 2013 [[P4.2]].", claims=[fact])
    for n, (level, claims) in enumerate(
        [("remember", [fact]), ("analyse", [fact]), ("analyse", [fact, view])], start=1
    ):
        revise(item(f"item-{n}"), choice(level=level, explanation=f"Because {n}."), claims=claims)
    return fact, view


def rows() -> list[str]:
    """The lines of the page's tables, as they are read."""
    found = re.findall(r"<tr>.*?</tr>", page(None, PATH), re.S)
    return [words(f"<main>{row}</main>").strip() for row in found]


def test_each_claim_has_its_sentences_sections_and_items_by_level(two_claims):
    assert rows()[5:] == [
        "It was launched in 2013. ¶4.2, ¶1.3 · The first one 1 0 0 2 0 3",
        "Claim, sentences of the article, sections remember understand apply analyse evaluate items",
        "China is the strongest supporter. ¶1.5 · not taught yet · not tested in two ways yet 0 0 0 1 0 1",
    ]
    html = page(None, PATH)
    assert 'href="/ssc/about/#p4-2"' in html and 'href="/ssc/foundations/what-is-the-south/"' in html


def test_facts_and_views_are_counted_apart_and_each_item_once(two_claims):
    assert rows()[:4] == [
        "Items on remember understand apply analyse evaluate all",
        "facts 1 0 0 1 0 2",
        "the author’s views 0 0 0 1 0 1",
        "all 1 0 0 2 0 3",
    ]


def test_it_says_the_same_numbers_as_the_page_about_the_article(two_claims):
    for path in (PATH, "/ssc/about/"):
        text = words(page(None, path))
        assert "claims found in the article 2" in text
        assert "taught in a section 1 tested in two ways or more 1" in text
    assert f'href="{PATH}"' in page(None, "/ssc/about/")


def test_it_tells_nothing_of_what_an_item_asks_or_of_its_key(two_claims):
    """Neither of one for practice nor of one that an examination keeps back."""
    examination = quiz(
        "examination", items=[Item.objects.get(slug="item-1")], settings={"preset": "examination"}
    )
    offered(examination, closes_at=None)
    html = page(None, PATH)
    for told in ("item-1", "In which year", "2017", "another year", "Because"):
        assert told not in html


def test_what_is_retired_or_not_current_counts_no_more(two_claims):
    fact, view = two_claims
    revise(item("item-3"), choice(level="analyse"), claims=[view])
    assert "1 0 0 1 0 2" in rows()[5]
    Item.objects.filter(slug="item-2").update(state=Item.State.RETIRED)
    rewrite(section(), "Nothing of it [[P4.2]].")
    assert rows()[5].endswith("not taught yet · not tested in two ways yet 1 0 0 0 0 1")
    Claim.objects.filter(pk=fact.pk).update(state=State.RETIRED)
    assert "It was launched in 2013." not in page(None, PATH)


def test_a_course_without_claims_says_so_and_a_retired_one_is_404():
    course()
    assert "The article’s claims are not described yet." in words(page(None, PATH))
    Course.objects.update(state=State.RETIRED)
    assert signed_in(None).get(PATH).status_code == 404


@pytest.mark.parametrize("more", [1, 3, 30])
def test_it_costs_the_same_however_much_there_is(more):
    small_course()
    for n in range(more):
        told = claim(f"claim-{n}")
        note(f"note-{n}", about=told)
        revise(item(f"item-{n}"), claims=[told])
        rewrite(section(f"section-{n}"), "It was launched in 2013 [[P4.2]].", claims=[told])
    with exactly(5):
        signed_in(None).get(PATH)
