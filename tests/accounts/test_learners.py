"""Whose answers a page may send: its `<body>` names them, for a browser that kept some."""

import re
from uuid import UUID, uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client

from accounts.guests import learners_here
from tests.factories import guest, item, person, practice, small_course
from tests.queries import exactly

pytestmark = pytest.mark.django_db

SECTION = "/ssc/foundations/foundations-section-1/"


def named(client: Client, address: str = "/account/login/") -> list[UUID]:
    (ids,) = re.findall('<body[^>]* data-learner="([^"]*)"', client.get(address).content.decode())
    return [] if ids == "nobody" else [UUID(each) for each in ids.split()]


def forms_for(client: Client, address: str) -> set[UUID]:
    html = client.get(address).content.decode()
    return {UUID(each) for each in re.findall('name="learner" value="([^"]*)"', html)}


def test_a_visitor_who_has_just_come_has_nothing_to_send(client):
    assert named(client) == []


def test_a_page_names_the_visitor_whom_its_forms_name(client):
    small_course()
    visitor = named(client, SECTION)
    assert len(visitor) == 1
    assert set(visitor) == forms_for(client, SECTION)
    assert named(client) == visitor


def test_an_error_page_gives_a_new_visitor_no_cookie_and_names_one_who_has_it(client):
    missing = "/ssc/nothing/here/"
    assert named(client, missing) == []
    assert "visitor" not in client.cookies
    client.get("/account/login/")
    assert len(named(client, missing)) == 1


def test_a_page_made_without_a_request_names_nobody():
    assert 'data-learner=""' in render_to_string("500.html")


def test_a_guest_and_an_account_are_named_by_their_public_id(client):
    small_course()
    gita, amina = guest(), person()
    for whoever in (gita, amina):
        client.force_login(whoever)
        assert named(client, SECTION) == [whoever.public_id]
        assert forms_for(client, SECTION) == {whoever.public_id}


def test_a_guest_is_one_on_the_sign_in_page_too(client):
    gita = guest()
    client.force_login(gita)
    assert named(client) == [gita.public_id]


def test_after_a_guests_work_was_added_the_account_may_send_what_the_guest_kept(client):
    small_course()
    gita, amina = guest(), person()
    practice(gita, item())
    client.force_login(gita)
    client.post("/account/login/", {"login": "amina", "password": "long enough to pass"})
    assert named(client, SECTION) == [amina.public_id]
    client.post("/guest-work/", {"add": "yes"})
    assert named(client, SECTION) == [amina.public_id, gita.public_id]


def test_it_costs_no_query(rf):
    request = rf.get("/")
    request.user = person()
    request.session = {"guests_added": [str(uuid4())]}
    with exactly(0):
        assert len(learners_here(request)) == 2
