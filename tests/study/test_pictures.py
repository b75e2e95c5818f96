"""Pictures are served from the database: to everyone, for ever, and nothing in them can run."""

import hashlib

import pytest
from django.urls import reverse

from lessons.models import Picture
from lessons.pictures import URL, read_header
from tests.factories import guest, person, signed_in
from tests.lessons.pictures import jpeg, png
from tests.queries import exactly

pytestmark = pytest.mark.django_db


def kept(data: bytes, name: str = "map.png") -> str:
    """The address of a picture that is in the database."""
    sha256 = hashlib.sha256(data).hexdigest()
    Picture.objects.create(sha256=sha256, data=data, **read_header(name, data)._asdict())
    return f"/media/{sha256[:16]}/{name}"


def test_the_address_in_texts_is_that_of_the_view():
    assert reverse("study:picture", args=["0" * 16, "map.png"]) == f"{URL}{'0' * 16}/map.png"


@pytest.mark.parametrize(
    ("data", "name", "content_type"),
    [(png(), "map.png", "image/png"), (jpeg(3, 2), "a-b_c.jpg", "image/jpeg")],
)
def test_a_picture_comes_as_it_was_loaded(data, name, content_type):
    address = kept(data, name)
    with exactly(1):
        response = signed_in(None).get(address)
    assert (response.status_code, response.content, response["Content-Type"]) == (200, data, content_type)


def test_it_is_kept_by_browsers_for_a_year_and_nothing_in_it_runs():
    response = signed_in(None).get(kept(png()))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_visitor_gets_no_cookie_with_it():
    response = signed_in(None).get(kept(png()))
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("who", ["amina", "gita"])
def test_learners_and_guests_see_it_too(who):
    reader = guest() if who == "gita" else person(who)
    assert signed_in(reader).get(kept(png())).status_code == 200


def test_other_names_for_the_same_picture_lead_to_it():
    """A file may be called otherwise in another course, or later; its texts know the name that it had."""
    address = kept(png())
    assert signed_in(None).get(address.replace("map.png", "old-name.png")).status_code == 200


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("map.png", "map.jpg"),
        ("map.png", "map.svg"),
        ("map.png", "MAP.png"),
        ("map.png", "map.png%00"),
        ("map.png", ""),
        ("/media/", "/media/0"),
        ("/media/", "/media/x"),
    ],
)
def test_what_is_not_there_is_not_found(change, to):
    address = kept(png())
    assert signed_in(None).get(address.replace(change, to)).status_code == 404


def test_a_part_of_an_address_is_none():
    address = kept(png())
    digits = address.split("/")[2]
    for other in (digits[:8], digits.upper(), "0" * 16, "g" * 16):
        assert other != digits
        assert signed_in(None).get(address.replace(digits, other)).status_code == 404


def test_a_head_is_a_get_without_its_body():
    response = signed_in(None).head(kept(png()))
    assert (response.status_code, response.content) == (200, b"")


def test_a_picture_is_named_by_its_hash():
    kept(png())
    assert str(Picture.objects.get()) == hashlib.sha256(png()).hexdigest()
