"""A hint is asked for by the item's own form: what is chosen in it stands when the page comes back."""

import re

import pytest
from django.utils import timezone
from django.utils.html import escape

from quizzes import attempts
from quizzes.models import Attempt, HintUse, Response
from tests.factories import choice, right_values
from tests.item_shapes import EVERY_TYPE
from tests.quizzes.pages import words
from tests.quizzes.places import PLACES, Place

pytestmark = pytest.mark.django_db
HINTS = ["CANARY ONE", "CANARY TWO"]
NOT_SAVED = "Not saved yet. It stays here as you had it when you asked for the hint."


def ask(place, number=1, **more):
    return place.post(go=f"hint-{number}", **more)


def chosen(html):
    """What is chosen or written in the form."""
    form = re.search(r"<form data-item.*?</form>", html, re.S)[0]
    is_written = not re.search("radio|checkbox|<option", form)
    found = re.findall(
        r'name="values"[^>]* value="([^"]*)"' if is_written else r'value="([^"]*)"[^>]* (?:checked|selected)',
        form,
    )
    return [value for value in found if value]


@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
@pytest.mark.parametrize("kind", PLACES)
def test_what_is_chosen_stands_beside_the_hint_and_is_no_answer(kind, name):
    place = Place(kind, {**EVERY_TYPE[name], "hints": HINTS})
    values = right_values(place.item)
    response = ask(place)
    html = response.content.decode()
    assert (response.status_code, HINTS[0] in html, HINTS[1] in html) == (200, True, False)
    assert sorted(chosen(html)) == sorted(map(escape, values))
    assert NOT_SAVED in words(html) and 'data-saved="false"' in html
    assert not Response.objects.exists()
    assert HintUse.objects.count() == (kind == "attempt")


@pytest.mark.parametrize("kind", PLACES)
def test_where_nothing_is_chosen_nothing_is_said_to_be_unsaved(kind):
    place = Place(kind, choice(hints=HINTS))
    html = ask(place, values=[]).content.decode()
    assert HINTS[0] in html and chosen(html) == [] and "data-saved" not in html.split("<template")[0]


def test_what_is_saved_is_shown_as_saved_and_another_choice_in_its_place_as_not():
    place = Place("attempt", choice(hints=HINTS))
    right = right_values(place.item)
    place.post(right)
    assert "Saved at" in words(ask(place).content.decode())
    (other,) = [id for id in re.findall(r'name="values" value="([^"]+)"', page_of(place)) if [id] != right][
        :1
    ]
    html = ask(place, 2, values=[other]).content.decode()
    assert chosen(html) == [other] and NOT_SAVED in words(html)
    assert chosen(page_of(place)) == right


def test_a_saved_choice_that_was_cleared_stays_cleared_beside_the_hint():
    place = Place("attempt", choice(hints=HINTS))
    place.post(right_values(place.item))
    html = ask(place, values=[]).content.decode()
    assert chosen(html) == [] and NOT_SAVED in words(html)


def test_a_hint_taken_before_and_asked_for_after_hand_in_leads_to_the_result():
    place = Place("attempt", choice(hints=HINTS))
    ask(place)
    attempts.hand_in(attempt=Attempt.objects.get(), at=timezone.now())
    response = ask(place)
    assert response.status_code == 302 and "data-item" not in response.content.decode()
    assert "result" in place.browser.get(response.url, follow=True).redirect_chain[-1][0]


def page_of(place):
    return place.browser.get(place.url).content.decode()


@pytest.mark.parametrize("number", ["0", "3", "x", "", "1\0"])
def test_there_is_no_such_hint(number):
    place = Place("attempt", choice(hints=HINTS))
    assert ask(place, number).status_code == 404
    assert not HintUse.objects.exists() and not Response.objects.exists()


@pytest.mark.parametrize("kind", PLACES)
def test_the_button_belongs_to_the_items_form_which_answers_by_its_first(kind):
    html = page_of(Place(kind, choice(hints=HINTS)))
    (form,) = re.findall(r"<form data-item[^>]* id=\"([^\"]+)\"", html)
    take = re.search(r"<button[^>]*hints-take[^>]*>", html)
    assert f'form="{form}"' in take[0] and take.start() > html.index("</form>", html.index(form))
