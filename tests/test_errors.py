"""Refusals and failures: a page says what happened, what was kept, what to do; htmx gets the words alone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from accounts.refusals import page_before
from ssc_course import errors
from ssc_course.middleware import SignInRequired

STATUSES = [400, 401, 403, 404, 409, 429, 500, 503]
HTMX = {
    "HX-Request": "true",
    "HX-Current-URL": "http://testserver/ssc/initiatives/five-initiatives/?again=bri",
}
HEADINGS = ["What happened", "What was kept", "What to do"]


def asked(rf: RequestFactory, path: str = "/ssc/", htmx: bool = False) -> HttpRequest:
    request = rf.post(path, headers=HTMX) if htmx else rf.get(path)
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize("status", STATUSES)
def test_a_page_says_what_happened_what_was_kept_and_what_to_do(status: int, rf: RequestFactory) -> None:
    response = errors.refuse(asked(rf), status)
    page = response.content.decode()
    assert response.status_code == status
    assert f"{status} · " in page
    assert [heading for heading in HEADINGS if f"<dt>{heading}</dt>" in page] == HEADINGS
    assert "<dd></dd>" not in page


@pytest.mark.parametrize("status", STATUSES)
def test_htmx_gets_the_words_of_the_page_and_swaps_nothing(status: int, rf: RequestFactory) -> None:
    response = errors.refuse(asked(rf, htmx=True), status)
    words = response.content.decode()
    assert (response.status_code, response["HX-Reswap"], response["Vary"]) == (status, "none", "HX-Request")
    assert "<html" not in words
    assert "<form" not in words
    assert words.split(". ")[0].strip() in errors.refuse(asked(rf), status).content.decode()


@pytest.mark.parametrize(("status", "then"), [(401, "then come back here."), (409, "Sign in as before,")])
def test_who_signs_in_again_need_not_send_again_what_the_browser_keeps(
    status: int, then: str, rf: RequestFactory
) -> None:
    """Beside these words stands "It is kept here and sent again by itself."; without script it is not."""
    kept = errors.refuse(asked(rf, htmx=True), status).content.decode()
    assert then in kept and "send it again" not in kept
    assert "send it again" in errors.refuse(asked(rf), status).content.decode()


@pytest.mark.parametrize("htmx", [False, True])
def test_words_of_ones_own_replace_those_of_the_page(htmx: bool, rf: RequestFactory) -> None:
    response = errors.refuse(
        asked(rf, htmx=htmx), 409, happened="It was handed in at 14:05.", todo="Look <at> it."
    )
    assert "It was handed in at 14:05." in response.content.decode()
    assert "Look &lt;at&gt; it." in response.content.decode()


def test_whoever_was_signed_out_is_led_to_sign_in_and_back(rf: RequestFactory) -> None:
    back = "/account/login/?next=/ssc/initiatives/five-initiatives/%3Fagain%3Dbri"
    assert f'href="{back}" target="_blank"' in errors.refuse(asked(rf, htmx=True), 401).content.decode()
    assert 'href="/account/login/?next=/ssc/"' in errors.refuse(asked(rf), 401).content.decode()


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        ({"HX-Current-URL": "http://testserver/ssc/?a=1#b"}, "/ssc/?a=1"),
        ({"HX-Current-URL": "http://evil.example/ssc/"}, "/"),
        ({"Referer": "http://testserver/ssc/about/"}, "/ssc/about/"),
        ({"Referer": "//evil.example/"}, "/"),
        ({"Referer": "http://testserver//evil.example/"}, "/"),
        ({"HX-Current-URL": "http://testserver/", "Host": "evil.example"}, "/"),
        ({}, "/"),
    ],
)
def test_the_way_back_is_a_page_of_ours(sent: dict[str, str], back: str, rf: RequestFactory) -> None:
    assert page_before(rf.post("/attempts/", headers=sent)) == back


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("exception", "status", "words"),
    [
        (RuntimeError("boom"), 500, "A mistake of ours stopped this."),
        (OperationalError("database is locked"), 503, "The place where answers are kept did not reply"),
    ],
)
def test_a_failure_needs_no_database_and_no_session(
    exception: Exception, status: int, words: str, htmx: bool, rf: RequestFactory
) -> None:
    response = failed(asked(rf, htmx=htmx), exception)  # pytest-django blocks the database here
    assert response.status_code == status
    assert words in response.content.decode()
    assert response.headers.get("Retry-After") == ("30" if status == 503 else None)


def test_a_failure_of_the_error_page_itself_still_says_what_was_kept(rf: RequestFactory, settings) -> None:
    no_pages: tuple[str, dict[str, str]] = ("django.template.loaders.locmem.Loader", {})
    engine = {**settings.TEMPLATES[0], "APP_DIRS": False}
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "loaders": [no_pages]}}]
    response = failed(asked(rf), RuntimeError("boom"))
    assert response.status_code == 500
    assert "All that was shown as saved is kept." in response.content.decode()


def failed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """As Django calls the handler: while the exception is being handled."""
    try:
        raise exception
    except Exception:
        return errors.server_error(request)


@pytest.mark.django_db
def test_an_unknown_address_leads_back_to_the_course(client: Client) -> None:
    response = client.get("/no/such/page/at/all/")
    assert response.status_code == 404
    assert "The river does not run this way" in response.content.decode()


@pytest.mark.django_db
def test_a_form_with_an_old_token_is_refused_with_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post("/account/login/", {"login": "amina", "password": "x"})
    words = client.post("/account/login/", {"login": "amina"}, headers=HTMX)
    assert (page.status_code, words.status_code) == (403, 403)
    assert "load the page again, and send the form once more" in page.content.decode()
    assert words.content.decode().startswith("This form is from an older visit")


@pytest.mark.parametrize("handler", [errors.bad_request, errors.permission_denied, errors.too_many])
def test_each_handler_answers_with_its_own_status(handler, rf: RequestFactory) -> None:
    status = {errors.bad_request: 400, errors.permission_denied: 403, errors.too_many: 429}[handler]
    assert handler(asked(rf)).status_code == status


class TestSignInRequired:
    """The door of every page that is not marked as open."""

    @pytest.mark.parametrize("user", [AnonymousUser(), User(is_guest=True, username="guest-1")])
    def test_a_visitor_and_a_guest_are_led_to_sign_in_and_back(self, user, rf: RequestFactory) -> None:
        response = through(user, rf.get("/teach/"))
        assert response is not None
        assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/teach/")

    def test_htmx_is_refused_with_a_link(self, rf: RequestFactory) -> None:
        response = through(AnonymousUser(), rf.get("/teach/", headers=HTMX))
        assert response is not None
        assert (response.status_code, response["HX-Reswap"]) == (401, "none")

    def test_an_account_comes_in(self, rf: RequestFactory) -> None:
        assert through(User(username="clara"), rf.get("/teach/")) is None


def through(user: User | AnonymousUser, request: HttpRequest):
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    request.user = user
    return SignInRequired(page).process_view(request, page, (), {})
