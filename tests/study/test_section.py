"""A section: read, answered in the text, marked as read."""

import gzip
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.utils.html import escape

from accounts.models import User
from lessons.models import Note, SectionRead, State, Term
from quizzes.models import Item, Response
from tests.factories import (
    choice,
    claim,
    item,
    module,
    note,
    person,
    practice,
    quiz,
    read,
    revise,
    rewrite,
    right_values,
    section,
    signed_in,
    term,
    text_entry,
    wrong_values,
)
from tests.queries import at_most, exactly

pytestmark = pytest.mark.django_db
URL = "/ssc/foundations/what-is-the-south/"
BODY = "The [[belt-and-road-initiative|first]] was launched in 2013 [[P4.2]].\n\nFour more followed."


@pytest.fixture
def page() -> str:
    """A section with a term, a note, a reference and one item asked in it."""
    bri = claim()
    note(about=bri)
    term()
    asked = item()
    revise(asked, claims=[bri])
    rewrite(section(items=[asked]), BODY, claims=[bri])
    quiz(items=[asked])
    return URL


def fields(html: str, slug: str = "bri-year") -> dict[str, str]:
    """What the form of an item sends besides its values."""
    form = re.search(rf'<form data-item="{slug}".*?</form>', html, re.S)
    assert form, f"no form for {slug}"
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


def send(client, values, slug="bri-year", **more):
    form = fields(client.get(URL).content.decode(), slug)
    return client.post(URL, {**form, "values": values, **more.pop("fields", {})}, **more)


# Reading


def test_the_text_has_its_terms_notes_and_places_in_the_article(page, client):
    html = client.get(page).content.decode()
    assert 'href="#term-belt-and-road-initiative"' in html
    assert 'id="term-belt-and-road-initiative"' in html
    assert "Editor’s note: context" in html and "It was first named in a speech in Astana." in html
    assert 'aria-label="Article, paragraph 4, sentence 2"' in html
    assert 'href="/ssc/about/#p4-2"' in html


def test_a_note_and_a_term_show_their_present_text_and_leave_when_retired(page, client):
    Note.objects.update(text="Said otherwise now.")
    assert "Said otherwise now." in client.get(page).content.decode()
    Note.objects.update(state=State.RETIRED)
    Term.objects.update(state=State.RETIRED)
    html = client.get(page).content.decode()
    assert "Said otherwise now." not in html and 'id="term-belt-and-road-initiative"' not in html


def test_looking_writes_nothing(page, client):
    client.get(page)
    assert (User.objects.count(), Response.objects.count(), SectionRead.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("path", ["/ssc/foundations/nowhere/", "/ssc/nowhere/what-is-the-south/", "/no/a/b/"])
def test_what_is_not_there_is_404(page, client, path):
    assert client.get(path).status_code == 404


def test_a_retired_section_is_404(page, client):
    section().__class__.objects.update(state=State.RETIRED)
    assert client.get(page).status_code == 404


def test_the_way_on_is_the_next_section_then_the_quiz(page, client):
    assert "/ssc/quizzes/foundations-quiz/" in client.get(page).content.decode()
    section("who-takes-part")
    assert "Next: Who takes part" in client.get(page).content.decode()


# Marking as read


def test_a_visitor_who_marks_a_section_as_read_becomes_a_guest(page, client):
    learner = re.search(r'name="learner" value="([^"]+)"', client.get(page).content.decode())[1]
    assert client.post(f"{page}read/", {"learner": learner, "version": 2}).status_code == 302
    assert str(SectionRead.objects.get().learner.public_id) == learner
    assert "Read on" in client.get(page).content.decode()


def test_a_section_that_changed_says_so_and_is_read_again(page):
    amina = person()
    read(amina, section())
    rewrite(section(), "Other words [[P4.2]].")
    html = signed_in(amina).get(page).content.decode()
    assert "This section has changed since you read it." in html and "Mark as read again" in html


def test_what_is_marked_is_the_version_that_was_shown(page):
    """The section changes between opening the page and the click."""
    amina = person()
    browser = signed_in(amina)
    shown = re.search(r'name="version" value="(\d+)">\s*<button>Mark', browser.get(page).content.decode())[1]
    rewrite(section(), "Other words [[P4.2]].")
    browser.post(f"{page}read/", {"learner": amina.public_id, "version": shown})
    assert "This section has changed since you read it." in browser.get(page).content.decode()


@pytest.mark.parametrize("version", ["", "0", "99", "x", "9" * 5000])
def test_a_version_that_never_was_is_not_read(page, version):
    amina = person()
    sent = {"learner": amina.public_id, "version": version}
    assert signed_in(amina).post(f"{page}read/", sent).status_code == 404
    assert not SectionRead.objects.exists()


# Answering


def test_a_right_answer_is_shown_as_right_with_its_explanation(page, client):
    response = send(client, right_values(item()))
    assert (response.status_code, response["Location"]) == (302, f"{page}#item-bri-year")
    html = client.get(page).content.decode()
    assert 'data-outcome="correct"' in html and "The article puts the launch in 2013." in html


def test_a_wrong_answer_gets_the_words_on_what_was_chosen(page, client):
    wrong = wrong_values(item())
    send(client, wrong)
    html = client.get(page).content.decode()
    chosen = next(o["text"]["md"] for o in item().current.content["options"] if o["id"] in wrong)
    assert 'data-outcome="incorrect"' in html and f"{chosen} is another year." in html


def test_nothing_chosen_is_no_answer_with_200_in_the_end(page, client):
    form = fields(client.get(page).content.decode())
    assert client.post(page, form, follow=True).status_code == 200
    assert 'data-outcome="omitted"' in client.get(page).content.decode()


def test_a_delayed_answer_is_told_what_counts_now(page, client):
    form = fields(client.get(page).content.decode())
    right, wrong = right_values(item()), wrong_values(item())
    key = uuid4()
    for sequence, values in ((2, right), (1, wrong)):
        change = {**form, "client_key": key, "sequence": sequence, "values": values}
        reply = client.post(page, change, headers={"HX-Request": "true"}).content.decode()
    assert 'data-outcome="correct"' in reply and 'data-saved="false"' in reply


def test_htmx_gets_the_item_alone_and_it_is_what_a_reload_shows(page, client):
    fragment = send(client, right_values(item()), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    swapped = fragment[fragment.index('<div class="item"') : fragment.index('<div id="status"')]
    whole = client.get(page).content.decode()
    assert re.sub(r"\s+", " ", swapped).strip() in re.sub(r"\s+", " ", whole)


def test_try_again_shows_the_form_once_more(page, client):
    send(client, right_values(item()))
    assert 'data-outcome="correct"' not in client.get(f"{page}?again=bri-year").content.decode()


def test_an_option_that_is_none_gets_400_with_the_form_and_stores_nothing(page, client):
    response = send(client, ["zzzz"])
    assert response.status_code == 400
    assert "Choose from the list" in response.content.decode()
    assert (Response.objects.count(), User.objects.count()) == (0, 0)


def test_a_text_that_does_not_fit_comes_back_as_it_was_typed(page, client):
    asked = item("bri-name", text_entry())
    section(items=[asked])
    response = send(client, ["x" * 300], slug="bri-name")
    assert response.status_code == 400 and "x" * 300 in response.content.decode()


@pytest.mark.parametrize(
    "broken",
    [
        {"client_key": "nonsense"},
        {"client_key": ""},
        {"sequence": "0"},
        {"sequence": "-1"},
        {"sequence": "1e3"},
        {"sequence": str(2**53)},
        {"learner": "nobody"},
    ],
)
def test_a_form_that_does_not_name_its_change_is_400(page, client, broken):
    assert send(client, right_values(item()), fields=broken).status_code == 400
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "broken", [{"item": "nowhere"}, {"version": "9"}, {"version": "x"}, {"version": "9" * 5000}]
)
def test_an_item_or_version_that_is_not_asked_is_404(page, client, broken):
    assert send(client, right_values(item()), fields=broken).status_code == 404


def test_an_answer_is_scored_against_the_version_that_was_shown(page, client):
    """The item was edited between opening the page and answering."""
    form = fields(client.get(page).content.decode())
    right_then = right_values(item())
    revise(item(), choice("2014", wrong=["2015"]))
    client.post(page, {**form, "values": right_then})
    stored = Response.objects.select_related("version").get()
    assert (str(stored.version.number), stored.outcome) == (form["version"], "correct")
    assert "2014" in client.get(page).content.decode()


def test_an_item_of_a_quiz_alone_is_not_asked_in_the_text(page, client):
    Item.objects.update(use=Item.Use.QUIZ)
    assert 'data-item="bri-year"' not in client.get(page).content.decode()


def test_a_form_of_somebody_else_is_409_and_of_someone_signed_out_401(page, client):
    amina, bheki = person(), person("bheki")
    form = fields(signed_in(amina).get(page).content.decode()) | {"values": right_values(item())}
    assert signed_in(bheki).post(page, form).status_code == 409
    assert client.post(page, form).status_code == 401
    assert not Response.objects.exists()


def test_three_items_answered_in_turn_by_a_new_guest_are_one_guests(page, client):
    for slug in ("two", "three"):
        section(items=[item(slug)])
    html = client.get(page).content.decode()
    for slug in ("bri-year", "two", "three"):
        client.post(page, {**fields(html, slug), "values": right_values(item(slug))})
    assert User.objects.count() == 1
    assert Response.objects.filter(learner=User.objects.get()).count() == 3


# Keys stay on the server


def test_no_byte_of_a_page_before_answering_holds_the_key(client):
    asked = item(
        "canary",
        choice("right one", wrong=["wrong one", "third"], explanation="CANARY explanation"),
    )
    revise(
        asked,
        {
            **choice("right one", wrong=[]),
            "options": [
                {"text": "right one", "correct": True, "feedback": "CANARY right"},
                {"text": "wrong one", "feedback": "CANARY wrong"},
            ],
            "explanation": "CANARY explanation",
        },
    )
    section(items=[asked])
    amina = person()
    for reader in (client, signed_in(amina)):
        html = reader.get(URL).content.decode()
        assert "right one" in html and "CANARY" not in html and "correct" not in html
    practice(amina, item("canary"))
    assert "CANARY explanation" in signed_in(amina).get(URL).content.decode()


def test_where_the_right_option_stands_in_the_file_changes_no_byte(client):
    """Only the key that names this page load differs, and the CSRF token with its mask."""

    def seen() -> str:
        html = client.get(URL).content.decode()
        return re.sub(r'(client_key|csrfmiddlewaretoken)" value="[^"]+', "", html)

    section(items=[item()])
    before = seen()
    moved = choice()
    moved["options"].reverse()
    revise(item(), moved)
    assert seen() == before


def test_markup_in_an_item_reaches_the_page_as_text(client):
    attack = '<img src=x onerror="alert(1)">'
    section(items=[item("attack", choice(attack, wrong=["b"], stem=f"What is {attack}?"))])
    html = client.get(URL).content.decode()
    assert attack not in html and "<img" not in html and escape("<img") in html


def test_a_section_draws_its_figure_below_the_text(page, client):
    both = [claim(slug, values=values) for slug, values in (("one", ["peace"]), ("two", ["war", "peace"]))]
    figure = {
        "kind": "comparison",
        "caption": "What both name.",
        "claims": [claim.slug for claim in both],
        "labels": ["First", "Second"],
    }
    rewrite(section(), BODY, figure=figure, claims=[claim()])
    html = client.get(page).content.decode()
    assert html.index("Four more followed.") < html.index("<figure>") < html.index("data-item=")
    assert "<td>peace</td><td>peace</td>" in html and "<td>–</td><td>war</td>" in html
    with exactly(5):
        client.get(page)


# Budgets


def test_a_section_costs_at_most_8_queries_signed_in(page):
    amina = person()
    practice(amina, item())
    browser = signed_in(amina)
    with at_most(8):
        browser.get(page)


def test_a_section_costs_at_most_5_queries_without_a_session(page, client):
    with at_most(5):
        client.get(page)


@pytest.mark.parametrize("items", [1, 3, 30])
def test_a_section_costs_the_same_however_many_items(page, client, items):
    section(items=[item(f"more-{n}") for n in range(items)])
    with exactly(5):
        client.get(page)


def test_answering_costs_at_most_8_queries(page):
    browser = signed_in(person())
    form = fields(browser.get(page).content.decode())
    change = {**form, "client_key": uuid4(), "sequence": 1, "values": right_values(item())}
    with at_most(8):
        browser.post(page, change, headers={"HX-Request": "true"})


def test_a_new_guests_first_answer_costs_at_most_14_queries(page, client):
    form = fields(client.get(page).content.decode())
    values = right_values(item())
    with at_most(14):
        client.post(page, {**form, "values": values})


def test_a_section_with_its_stylesheet_is_at_most_14_kilobytes_on_the_wire(client):
    """As long as sections may be: 280 words, a note, a term, three items."""
    bri = claim()
    note(about=bri)
    term()
    words = " ".join(f"word{n}" for n in range(140))
    asked = [item(f"item-{n}", choice(stem=f"Which of these is number {n}?")) for n in range(3)]
    for _n in range(4):
        section(f"sibling-{_n}", module=module())
    rewrite(section(items=asked), f"{BODY} {words}\n\n{words}", claims=[bri])
    html = client.get(URL).content
    css = Path(finders.find("style.css")).read_bytes()
    assert len(gzip.compress(html, 6)) + len(gzip.compress(css, 6)) <= 14 * 1024
