"""What no form of ours sends: 400 (or 413, 404) with a page, nothing stored, what was filled still there."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from accounts.models import User
from quizzes.models import Attempt, HintUse, Response
from tests.factories import attempt, item, person, quiz, right_values, section, signed_in
from tests.item_shapes import EVERY_TYPE
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import HTMX, form, url
from tests.quizzes.places import PLACES, SECTION, Place

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
MEGABYTE = 1_000_000


@pytest.fixture(params=PLACES)
def place(request):
    return Place(request.param)


def nothing_is_stored():
    return not Response.objects.exists() and not HintUse.objects.exists()


def test_the_form_itself_is_stored(place):
    """The control: what the others change is what they are refused for."""
    assert place.post().status_code == 302
    assert Response.objects.count() == 1


# Fields


@pytest.mark.parametrize(
    "extra",
    ["score", "outcome", "late", "received_at", "attempt_item", "values[]", "hint", "flagged", "é", ""],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_field_that_no_item_has_is_400(place, extra, headers):
    response = place.post(**{extra: "1"}, headers=headers)
    assert response.status_code == 400 and nothing_is_stored()


@pytest.mark.parametrize(
    "sequence",
    ["0", "-1", "1.5", "one", "", "9007199254740992", "9" * 5000, "0x1", "١٢" * 3000, "1\x00", "NaN", "1e3"],
)
def test_a_number_of_a_change_that_is_none_is_400(place, sequence):
    assert place.post(sequence=sequence).status_code == 400 and nothing_is_stored()


def test_the_largest_number_that_a_browser_counts_to_is_one(place):
    assert place.post(sequence=2**53 - 1).status_code == 302
    assert Response.objects.get().sequence == 2**53 - 1


@pytest.mark.parametrize("key", ["", "1", "x" * 36, None, "\x00", "9" * 5000])
def test_a_change_without_a_key_is_400(place, key):
    assert place.post(client_key=key).status_code == 400 and nothing_is_stored()


@pytest.mark.parametrize(
    ("learner", "status"),
    [(None, 400), ("", 400), ("amina", 400), ("5c1e6d1e-2f0a-4b0e-9a55-0d6f7a1c9b11", 409)],
)
def test_who_it_is_for_must_be_said_and_be_who_is_here(place, learner, status):
    assert place.post(learner=learner).status_code == status and nothing_is_stored()


@pytest.mark.parametrize("version", ["0", "2", "-1", "", "one", "1.0", "99999999999", "1 ", "１", None])
def test_a_version_that_was_never_shown_is_404_in_practice(version):
    place = Place("section")
    assert place.post(version=version).status_code == 404 and nothing_is_stored()


@pytest.mark.parametrize("slug", ["other", "", "asked\x00", "ASKED", None])
def test_an_item_that_is_not_asked_there_is_404(slug):
    item("other")
    place = Place("section")
    assert place.post(item=slug).status_code == 404 and nothing_is_stored()


# Bodies


@pytest.mark.parametrize("charset", ["latin-1", "iso-8859-1", "utf-16", "windows-1252"])
def test_another_encoding_is_400(place, charset):
    body = f"values=caf%E9&learner={place.learner.public_id}".encode("ascii")
    response = place.browser.generic("POST", place.url, body, content_type=f"{FORM}; charset={charset}")
    assert response.status_code == 400 and nothing_is_stored()


def test_bytes_that_are_not_utf_8_are_no_option(place):
    fields = "&".join(f"{name}={value}" for name, value in place.fields.items())
    response = place.browser.generic("POST", place.url, f"{fields}&values=%E9%FF", content_type=FORM)
    assert response.status_code == 400 and nothing_is_stored()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_ten_megabytes_are_refused(place, headers):
    response = place.post(["x" * (10 * MEGABYTE)], headers=headers)
    assert response.status_code in (400, 413) and nothing_is_stored()


def test_thousands_of_fields_are_refused(place):
    response = place.post([str(n) for n in range(5000)])
    assert response.status_code in (400, 413) and nothing_is_stored()


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data", ""])
def test_a_body_of_another_kind_is_400(place, content_type):
    response = place.browser.generic("POST", place.url, b'{"values": ["x"]}', content_type=content_type)
    assert response.status_code == 400 and nothing_is_stored()


def test_a_file_is_no_answer(place):
    response = place.post([], file=SimpleUploadedFile("a.txt", b"x"))
    assert response.status_code in (302, 400)
    assert [row.values for row in Response.objects.all()] in ([], [[]])


# Values that do not fit, of every type


def strangers(name, asked):
    """Values that no form of this item sends, each refused for a reason of its own."""
    right = right_values(asked)
    if name == "text_entry":
        return [["x" * 201], ["one", "two"], ["a\x00b"]]
    refused = [["nonsense"], [*right, "nonsense"], ["x" * 1000], ["'; drop table--"], ["<script>"], ["\x00"]]
    if name in ("choice", "hottext"):
        others = [o["id"] for o in asked.current.content["options"]]
        return refused + ([others[:2]] if name == "hottext" else [])
    source, target = right[0].split(" ")
    other = next(value.split(" ")[1] for value in right[1:] if value.split(" ")[1] != target)
    return [
        *refused,
        [right[0], f"{source} {other}"],  # two targets for one source
        [f"{source} nowhere"],
        [f"nobody {target}"],
        [f"{target} {source}"],
        [f"{source}"],
        [f"{source} {target} {target}"],
        [f"{source}  {target}"],
        [f"{source}\t{target}"],
    ]


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_does_not_fit_is_400_with_the_form_as_it_was_filled(name, kind, headers):
    place = Place(kind, EVERY_TYPE[name])
    for values in strangers(name, place.item):
        response = place.post(values, headers=headers)
        html = response.content.decode()
        assert response.status_code == 400, values
        assert 'data-saved="false"' in html and "Not saved" in html, values
        assert nothing_is_stored(), values
    # what does fit beside it is still chosen
    if name not in ("text_entry", "hottext", "choice"):
        kept = right_values(place.item)[0]
        html = place.post([kept, "nonsense"], headers=headers).content.decode()
        assert f'<option value="{escape(kept)}" selected' in html
    if name == "text_entry":
        assert "x" * 201 in place.post(["x" * 201], headers=headers).content.decode()


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
def test_twelve_megabytes_and_many_values_store_nothing(name, kind):
    place = Place(kind, EVERY_TYPE[name])
    for values in (["x" * (12 * MEGABYTE)], ["nonsense"] * 900, right_values(place.item) * 200):
        response = place.post(values)
        assert response.status_code in (302, 400, 413)
        if response.status_code == 302:  # the same over and over is the same answer
            assert Response.objects.get().values == right_values(place.item)
        else:
            assert nothing_is_stored()


@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
def test_a_visitor_who_sends_what_does_not_fit_becomes_no_guest(name):
    asked = item("asked", EVERY_TYPE[name])
    section(items=[asked])
    browser = signed_in(None)
    visitor = browser.get(SECTION).wsgi_request.visitor_id
    sent = {"learner": visitor, "client_key": uuid4(), "item": "asked", "version": 1}
    response = browser.post(SECTION, {**sent, "values": strangers(name, asked)[0]})
    assert response.status_code == 400 and nothing_is_stored() and not User.objects.exists()


@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
def test_what_does_not_fit_comes_too_late_and_is_still_refused(name):
    asked = item("asked", EVERY_TYPE[name])
    done = attempt(person(), quiz(items=[asked]), handed_in=True, at=minutes_ago(5))
    response = signed_in(done.learner).post(url(done, "1/"), form(done, values=strangers(name, asked)[0]))
    assert response.status_code == 400 and nothing_is_stored()


@pytest.mark.parametrize("place", ["1/flag/", "1/hint/", "hand-in/", "take-back/"])
@pytest.mark.parametrize("sent", [{}, {"learner": ""}, {"learner": "x" * 10000}, {"learner": "\x00"}])
def test_the_other_forms_say_who_they_are_for_too(place, sent):
    begun = attempt(person(), quiz(), at=minutes_ago(5))
    assert signed_in(begun.learner).post(url(begun, place), sent).status_code == 400
    assert Attempt.objects.open().count() == 1 and nothing_is_stored()


@pytest.mark.parametrize("position", ["0", "5", "99999999999999999999", "00001000000"])
@pytest.mark.parametrize("rest", ["", "flag/", "hint/"])
def test_a_position_that_is_not_there_is_404(position, rest):
    begun = attempt(person(), quiz(), at=minutes_ago(5))
    browser = signed_in(begun.learner)
    fields = {"learner": begun.learner.public_id} if rest else form(begun)
    assert browser.post(url(begun, f"{position}/{rest}"), fields).status_code == 404
    if not rest:
        assert browser.get(url(begun, f"{position}/")).status_code == 404
