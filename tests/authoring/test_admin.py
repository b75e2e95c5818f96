"""An item edited in the Django admin: one text area, as its file has it."""

import re
from typing import Any

import pytest

from authoring.dump import canonical_item
from quizzes.models import AnswerKey, Item, ItemVersion, Quiz, QuizPart, Response
from tests.factories import (
    attempt,
    choice,
    claim,
    guest,
    item,
    person,
    quiz,
    revise,
    section,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def farid():
    return person("farid", is_staff=True, is_superuser=True)


@pytest.fixture
def asked() -> Item:
    return revise(item(), claims=[claim()])


@pytest.fixture
def browser(farid):
    return signed_in(farid)


def url(of: Item, rest: str = "change/") -> str:
    return f"/admin/quizzes/item/{of.pk}/{rest}"


def edit(of: Item, text: str | None = None, **more):
    return {
        "text": canonical_item(of) if text is None else text,
        "based_on": of.current.number,
        "why": "The stem was unclear",
        **more,
    }


def other_stem(of: Item) -> str:
    return canonical_item(of).replace("In which year,", "In what year,")


def test_the_page_holds_the_item_exactly_as_in_its_file(asked, browser):
    html = browser.get(url(asked)).content.decode()
    assert "correct: true" in html and "In which year, according to the article" in html


def test_publishing_makes_a_version_with_author_and_reason(asked, browser, farid):
    assert browser.post(url(asked), edit(asked, other_stem(asked), publish="1")).status_code == 302
    asked.refresh_from_db()
    assert asked.current.content["stem"]["md"].startswith("In what year,")
    assert (asked.current.author, asked.current.why) == (farid, "The stem was unclear")
    assert asked.current.same_meaning
    assert "Version 3 is asked from now on." in browser.get(url(asked)).content.decode()


def test_publishing_the_same_text_makes_no_version(asked, browser):
    browser.post(url(asked), edit(asked, publish="1"))
    assert ItemVersion.objects.count() == 2
    assert "no new version was made" in browser.get(url(asked)).content.decode()


def test_an_old_result_stands_after_an_edit(asked, browser):
    amina = person()
    done = attempt(amina, quiz(items=[asked]), right=1, handed_in=True)
    wrong_now = canonical_item(asked).replace('text: "2013"', 'text: "2012"')
    browser.post(url(asked), edit(asked, wrong_now, publish="1"))
    done.refresh_from_db()
    assert done.score == 1.0
    assert "2013" in signed_in(amina).get(f"/attempts/{done.public_id}/result/").content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("correct: true", "corect: true"), "corect"),
        (lambda text: text.replace("id: bri-year", "id: bri-date"), "this item is `bri-year`"),
        (lambda text: text.replace("bri-2013", "bri-1999"), "claim `bri-1999`"),
        (lambda text: text + "\nthis is: [not", "item:"),
        (lambda _text: "", "required"),
        (lambda text: text + "x" * 100_000, "at most 100000 characters"),
        (lambda text: text.replace("level: remember", "level: recall"), "remember"),
        (lambda text: text.replace("type: choice", "type: chioce"), "choice"),
        (lambda text: text + "\n" + "&a [*a, *a]", "item:"),
    ],
)
def test_a_text_that_is_no_item_is_refused_with_its_place_and_nothing_is_lost(asked, browser, change, said):
    text = change(canonical_item(asked))
    response = browser.post(url(asked), edit(asked, text, publish="1"))
    html = response.content.decode()
    assert response.status_code == 400 and "Nothing was stored." in html
    assert said in html.replace("&#x27;", "'").replace("&quot;", '"')
    assert ItemVersion.objects.count() == 2
    typed = re.search(r"<textarea.*?>(.*?)</textarea>", html, re.S)[1]
    assert len(typed.strip()) >= len(text.strip())


@pytest.mark.parametrize(
    ("use", "said"),
    [("practice", "a quiz asks this item"), ("quiz", "a section asks this item")],
)
def test_an_edit_does_not_take_an_item_from_where_it_is_asked(asked, browser, use, said):
    section(items=[asked])
    quiz(items=[asked])
    text = canonical_item(asked).replace("level: remember", f"level: remember\nuse: {use}")
    response = browser.post(url(asked), edit(asked, text, publish="1"))
    assert response.status_code == 400 and said in response.content.decode()
    asked.refresh_from_db()
    assert asked.use == Item.Use.BOTH


@pytest.fixture
def examination(asked) -> QuizPart:
    """An examination with one part, which asks the item or draws among such; the item is for quizzes."""
    Item.objects.filter(pk=asked.pk).update(use=Item.Use.QUIZ)
    asked.refresh_from_db()
    return quiz(items=[asked], settings={"preset": "examination"}).parts.get()


def draws_instead(part: QuizPart, *claims: str, **of: Any) -> None:
    QuizPart.objects.filter(pk=part.pk).update(item=None, **of)
    part.claims.set(claim(slug) for slug in claims)


REFUSED = "the quiz `foundations-quiz` asks this item or may draw it, and keeps its keys back"


@pytest.mark.parametrize(
    "drawn",
    [None, {"level": "remember"}, {"claims": ["bri-2013", "gdi-2021"]}, {"module": True}],
    ids=["as an item", "by its level", "by a claim", "by its module"],
)
def test_an_edit_takes_no_key_out_of_an_examination(asked, browser, examination, drawn):
    if drawn is not None:
        of = {"from_module": asked.module} if drawn.pop("module", None) else {}
        draws_instead(examination, *drawn.pop("claims", []), **of, **drawn)
    text = canonical_item(asked).replace("use: quiz\n", "")
    response = browser.post(url(asked), edit(asked, text, publish="1"))
    assert response.status_code == 400 and REFUSED in response.content.decode()
    asked.refresh_from_db()
    assert asked.use == Item.Use.QUIZ


def test_an_edit_brings_no_item_into_an_examination_that_practice_asks(asked, browser, examination):
    """By another level it would be drawn."""
    draws_instead(examination, level="apply")
    Item.objects.filter(pk=asked.pk).update(use=Item.Use.BOTH)
    asked.refresh_from_db()
    text = canonical_item(asked)
    for level, status in (("analyse", 302), ("apply", 400)):
        changed = text.replace("level: remember", f"level: {level}")
        assert browser.post(url(asked), edit(asked, changed, publish="1")).status_code == status
        asked.refresh_from_db()


def test_a_quiz_that_tells_its_keys_takes_any_item(asked, browser, examination):
    Quiz.objects.update(settings={"preset": "examination", "feedback": {"later": ["key"]}})
    text = canonical_item(asked).replace("use: quiz\n", "")
    assert browser.post(url(asked), edit(asked, text, publish="1")).status_code == 302


def test_the_page_tells_which_quiz_may_draw_an_item(asked, browser, examination):
    draws_instead(examination, level="remember")
    assert "Quiz “Foundations quiz” may draw it" in browser.get(url(asked)).content.decode()
    QuizPart.objects.update(level="apply")
    assert "may draw it" not in browser.get(url(asked)).content.decode()


def test_a_reason_is_asked_for(asked, browser):
    response = browser.post(url(asked), edit(asked, other_stem(asked), publish="1", why=""))
    assert response.status_code == 400 and ItemVersion.objects.count() == 2


def test_an_edit_of_an_older_version_is_shown_the_newer_one_and_overwrites_nothing(asked, browser):
    mine = edit(asked, other_stem(asked), publish="1")
    revise(asked, choice(stem="When was it launched?"), claims=[claim()])
    response = browser.post(url(asked), mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert "When was it launched?" in html and "In what year," in html
    asked.refresh_from_db()
    assert asked.current.content["stem"]["md"] == "When was it launched?"


def test_the_preview_shows_each_state_and_stores_nothing(asked, browser):
    html = browser.post(url(asked, "preview/"), edit(asked, other_stem(asked))).content.decode()
    assert re.findall(r'data-outcome="(\w+)"', html) == ["correct", "incorrect", "omitted"]
    assert "In what year," in html and "is another year." in html
    assert (ItemVersion.objects.count(), AnswerKey.objects.count(), Response.objects.count()) == (2, 2, 0)


def test_the_preview_of_several_shows_partly_right_too(asked, browser):
    several = revise(item("several"), choice("a", "b", wrong=["c"]), claims=[claim()])
    html = browser.post(url(several, "preview/"), edit(several)).content.decode()
    assert re.findall(r'data-outcome="(\w+)"', html) == ["correct", "partial", "incorrect", "omitted"]


def test_from_the_preview_one_goes_back_to_the_text_as_it_was(asked, browser):
    html = browser.post(url(asked), edit(asked, other_stem(asked), edit="1")).content.decode()
    assert "In what year," in html and ItemVersion.objects.count() == 2


def test_a_preview_of_what_is_no_item_is_the_text_again_with_its_problems(asked, browser):
    response = browser.post(url(asked, "preview/"), edit(asked, "nonsense"))
    assert response.status_code == 400 and "item:1:1:" in response.content.decode()


def test_a_preview_opened_by_its_address_leads_to_the_item(asked, browser):
    assert browser.get(url(asked, "preview/"))["Location"] == url(asked)


def test_retiring_asks_no_more_and_keeps_what_was_done(asked, browser):
    section(items=[asked])
    done = attempt(person(), quiz(items=[asked]), right=1, handed_in=True)
    assert "Retire this item?" in browser.post(url(asked), edit(asked, retire="1")).content.decode()
    asked.refresh_from_db()
    assert asked.state == Item.State.PUBLISHED
    browser.post(url(asked), edit(asked, retire_it="1"))
    asked.refresh_from_db()
    done.refresh_from_db()
    assert (asked.state, done.score) == (Item.State.RETIRED, 1.0)
    assert "status: retired" in browser.get(url(asked)).content.decode()
    page = signed_in(None).get("/ssc/foundations/what-is-the-south/").content.decode()
    assert 'data-item="bri-year"' not in page


def test_the_page_tells_where_an_item_is_asked(asked, browser):
    section(items=[asked])
    attempt(person(), quiz(items=[asked]))
    html = browser.get(url(asked)).content.decode()
    assert "Section “What is the south”" in html and "Quiz “Foundations quiz”" in html
    assert "1 open attempt keeps the version it was given" in html


def test_the_list_finds_an_item_by_its_words(asked, browser):
    item("other", choice("left", wrong=["right"], stem="Where is the harbour?"))
    html = browser.get("/admin/quizzes/item/", {"q": "harbour"}).content.decode()
    assert "other" in html and "bri-year" not in html


@pytest.mark.parametrize("path", ["lessons/section/", "quizzes/quiz/", "quizzes/item/", "accounts/user/"])
def test_lists_are_there_for_staff(asked, browser, path):
    section(items=[asked])
    quiz(items=[asked])
    assert browser.get(f"/admin/{path}").status_code == 200


@pytest.mark.parametrize("path", ["quizzes/item/add/", "lessons/section/add/", "quizzes/quiz/add/"])
def test_nothing_is_added_that_the_course_files_make(browser, path):
    assert browser.get(f"/admin/{path}").status_code == 403


def test_there_is_no_delete(asked, browser):
    assert "/delete/" not in browser.get(url(asked)).content.decode()
    assert browser.get(url(asked, "delete/")).status_code == 403


@pytest.mark.parametrize("who", ["visitor", "amina", "clara", "esi", "gita"])
def test_nobody_else_edits_an_item(asked, who):
    people = {"visitor": lambda: None, "gita": guest, "clara": lambda: person("clara", may_teach=True)}
    reader = signed_in(people.get(who, lambda: person(who))())
    for path in (url(asked), url(asked, "preview/")):
        for response in (reader.get(path), reader.post(path, edit(asked, other_stem(asked), publish="1"))):
            assert response.status_code in (302, 403, 404)
            assert "correct: true" not in response.content.decode()
    assert ItemVersion.objects.count() == 2


def test_an_option_of_which_only_the_words_change_stays_the_same_option(asked, browser):
    """What was answered before still counts as that option."""
    before = {option["text"]["md"]: option["id"] for option in asked.current.content["options"]}
    text = canonical_item(asked).replace('text: "2017"', "text: The year 2017")
    browser.post(url(asked), edit(asked, text, publish="1"))
    asked.refresh_from_db()
    after = {option["text"]["md"]: option["id"] for option in asked.current.content["options"]}
    assert after["The year 2017"] == before["2017"]
