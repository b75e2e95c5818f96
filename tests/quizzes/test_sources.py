"""Where an answer stands: told with the explanation, by what the item tests and what is taught now."""

import pytest

from accounts.models import User
from lessons.models import Claim, Module, Note, Section, State
from quizzes.models import Attempt, Item, Quiz
from quizzes.sources import Sources, notes_of
from tests.factories import (
    attempt,
    choice,
    claim,
    course,
    item,
    module,
    note,
    person,
    quiz,
    revise,
    rewrite,
    right_values,
    section,
    signed_in,
    wrong_values,
)
from tests.queries import exactly
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import HTMX, form, page, url, words

pytestmark = pytest.mark.django_db
WHERE = "Where the answer stands:"


@pytest.fixture
def amina() -> User:
    return person()


@pytest.fixture
def bri() -> Claim:
    """A claim that a section of the second module teaches."""
    module("foundations")
    told = claim(refs=["P4.2", "P6.2"])
    note(about=told)
    rewrite(section("belt-and-road", module=module("initiatives")), "In 2013 [[P4.2]].", claims=[told])
    return told


def asking(*claims: Claim, settings: dict | None = None) -> Quiz:
    """A quiz of one item, which tests these claims."""
    return quiz("long", items=[revise(item("asked"), claims=claims)], settings=settings or {})


def result(of: Attempt) -> str:
    return words(page(of.learner, url(of, "result/")))


def test_a_result_names_module_section_and_sentences(bri, amina):
    done = attempt(amina, asking(bri), wrong=1, handed_in=True)
    assert f"{WHERE} module 2, Belt and road; in the article ¶4.2, ¶6.2." in result(done)
    html = page(amina, url(done, "result/"))
    assert 'href="/ssc/initiatives/belt-and-road/"' in html and 'href="/ssc/about/#p6-2"' in html


def test_what_several_claims_share_is_named_once(bri, amina):
    gdi = claim("gdi-2021", refs=["P4.2", "P4.3"])
    rewrite(section("belt-and-road"), "Both [[P4.2]].", claims=[bri, gdi])
    rewrite(section("four-more", module=module("initiatives")), "More [[P4.2]].", claims=[gdi])
    done = attempt(amina, asking(bri, gdi), wrong=1, handed_in=True)
    assert f"{WHERE} module 2, Belt and road; module 2, Four more; in the article ¶4.2, ¶6.2, ¶4.3." in (
        result(done)
    )


def test_only_what_teaches_it_now_and_can_be_read_is_named(bri, amina):
    done = attempt(amina, asking(bri), wrong=1, handed_in=True)
    gone = f"{WHERE} in the article ¶4.2, ¶6.2."
    Module.objects.filter(slug="initiatives").update(state=State.RETIRED)
    assert gone in result(done)
    Module.objects.update(state=State.PUBLISHED)
    Section.objects.update(state=State.RETIRED)
    assert gone in result(done)
    Section.objects.update(state=State.PUBLISHED)
    rewrite(section("belt-and-road"), "Something else [[P4.2]].")
    assert gone in result(done)


def test_it_is_told_with_the_explanation_and_not_without(bri, amina):
    told = ["response", "outcome", "score", "feedback", "key"]
    for at, parts in enumerate((told, [*told, "explanation"])):
        of = quiz(
            f"quiz-{at}",
            items=[revise(item("asked"), claims=[bri])],
            settings={"feedback": dict.fromkeys(("after", "later", "closed"), parts)},
        )
        done = attempt(amina, of, wrong=1, handed_in=True)
        assert (WHERE in result(done)) == ("explanation" in parts)


def test_what_an_examination_keeps_back_is_told_nowhere(bri, amina):
    asked = revise(item("asked", use=Item.Use.QUIZ), claims=[bri])
    done = attempt(amina, quiz("long", items=[asked]), wrong=1, handed_in=True)
    assert WHERE in result(done)
    quiz("examination", items=[asked], settings={"preset": "examination"})
    assert WHERE not in result(done)


def test_an_answer_that_is_checked_at_once_says_where_it_stands(bri, amina):
    begun = attempt(amina, asking(bri, settings={"preset": "practice"}), at=minutes_ago(5))
    sent = form(begun, values=wrong_values(item("asked")), sequence=1)
    reply = signed_in(amina).post(url(begun, "1/"), sent, headers=HTMX).content.decode()
    assert f"{WHERE} module 2, Belt and road; in the article ¶4.2, ¶6.2." in words(reply)
    assert WHERE in words(page(amina, url(begun, "1/")))


def test_a_retry_says_where_it_stands_when_it_is_answered(bri, amina):
    done = attempt(amina, asking(bri), wrong=1, handed_in=True)
    browser = signed_in(amina)
    assert WHERE not in words(browser.get(url(done, "retry/")).content.decode())
    sent = form(done, item="asked", version=2, values=right_values(item("asked")), sequence=1)
    reply = browser.post(url(done, "retry/"), sent, headers=HTMX).content.decode()
    assert f"{WHERE} module 2, Belt and road; in the article" in words(reply)


def test_in_a_section_it_stands_there_and_in_the_article(bri, amina):
    asked = revise(item("asked"), claims=[claim("gdi-2021", refs=["P4.3", "P4.2"]), bri])
    section(items=[asked])
    browser, path = signed_in(amina), "/ssc/foundations/what-is-the-south/"
    assert WHERE not in words(browser.get(path).content.decode())
    sent = {
        "learner": amina.public_id,
        "client_key": "9b2a9f4e-4f0b-4d51-8a0f-3f1b5a3a4b5c",
        "item": "asked",
        "version": 2,
        "values": wrong_values(asked),
    }
    reply = browser.post(path, sent, headers=HTMX).content.decode()
    where = f"{WHERE} in this section; in the article ¶4.2, ¶6.2, ¶4.3."
    assert where in words(reply) and where in words(browser.get(path).content.decode())


@pytest.mark.parametrize("kind", ["position", "outcome"])
def test_points_on_facts_and_on_what_the_author_holds_or_says_to_follow_are_told_apart(kind, bri, amina):
    view = claim("view", kind=kind, refs=["P1.5"])
    items = [
        revise(item(f"asked-{n}"), claims=claims) for n, claims in enumerate([[bri], [view], [bri, view]])
    ]
    done = attempt(amina, quiz("long", items=items), right=2, handed_in=True)
    assert "points on facts 1 of 1 points on the author’s views 1 of 2" in result(done)


@pytest.mark.parametrize("more", [1, 3, 30])
def test_the_sources_of_many_items_cost_two_queries(bri, more):
    versions = [
        revise(item(f"asked-{n}"), choice(), claims=[bri, claim(f"claim-{n}")]).current for n in range(more)
    ]
    of = course()
    with exactly(1):
        sources = Sources.of(versions, of)
    assert [len(sources.where[version.pk].sections) for version in versions] == [1] * more
    with exactly(1):
        notes = notes_of(versions)
    assert [[card.slug for card in notes[version.pk]] for version in versions] == [["n-bri"]] * more
    Note.objects.update(state=State.RETIRED)
    assert notes_of(versions) == {}


def test_without_items_nothing_is_asked_of_the_database():
    of = course()
    with exactly(0):
        assert (Sources.of([], of).where, dict(notes_of([]))) == ({}, {})
