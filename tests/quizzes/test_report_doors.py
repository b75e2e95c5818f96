"""Who may report what, who sees it, and where the pages lead."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from lessons.models import Course, State
from quizzes.models import Item, ItemReport
from quizzes.report_links import attempt_report_url, practice_report_url
from tests.cohorts.pages import words
from tests.factories import (
    attempt,
    choice,
    guest,
    item,
    person,
    quiz,
    revise,
    signed_in,
)
from tests.quizzes.reporting import PRACTICE, SENT, examination, page, report, send

pytestmark = pytest.mark.django_db
NOBODYS = "6f1f1a8e-0000-4000-8000-000000000000"  # the same in every worker, or pytest-xdist cannot share


# Who may report what


def status(user, path):
    return signed_in(user).get(path).status_code


def test_an_older_version_may_be_reported_for_its_page_may_be_open_still():
    revise(item(), choice("2013", wrong=("2012", "2021")))
    assert [status(None, practice_report_url("ssc", "bri-year", n)) for n in (1, 2, 3)] == [200, 200, 404]


@pytest.mark.parametrize(
    "change", [{"state": "draft"}, {"state": "retired"}, {"use": "quiz"}], ids=["draft", "retired", "quiz"]
)
def test_what_is_not_asked_in_practice_is_not_found(change):
    assert status(None, PRACTICE) == 404
    item()
    assert status(None, PRACTICE) == 200
    Item.objects.update(**change)
    assert (status(None, PRACTICE), status(person(), PRACTICE)) == (404, 404)


def test_what_an_examination_keeps_to_itself_is_not_found_in_practice():
    examination(item())
    assert status(None, PRACTICE) == 404


def test_an_item_of_a_course_that_is_gone_is_not_found():
    item()
    Course.objects.update(state=State.RETIRED)
    assert status(None, PRACTICE) == 404


def test_an_item_for_quizzes_alone_may_be_reported_from_the_retry_of_ones_attempt():
    bri = item(use="quiz")
    amina, bheki = person(), person("bheki")
    attempt(amina, quiz(items=[bri]), wrong=1, handed_in=True)
    attempt(bheki, quiz(), wrong=1)
    assert [status(user, PRACTICE) for user in (amina, bheki, None)] == [200, 404, 404]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "course=ssc",
        "course=ssc&item=bri-year",
        "course=ssc&item=bri-year&version=x",
        "course=ssc&item=bri-year&version=" + "9" * 30,
        "course=ssc&item=bri-year%00&version=1",
        "course=ssc&item=bri-year%0A&version=1",
        "course=%00&item=bri-year&version=1",
        "course=other&item=bri-year&version=1",
        "course=ssc&item=bri-year&version=٣",
        "attempt=x&position=1",
        "attempt=------------------------------------&position=1",
        f"attempt={NOBODYS}&position=1",
        f"attempt={NOBODYS}&position=99999999999",
        f"attempt={NOBODYS}",
    ],
)
def test_an_address_that_names_no_item_is_not_found(query):
    item()
    amina = signed_in(person())
    assert amina.get(f"/reports/new/?{query}").status_code == 404
    sent = {"learner": person().public_id, **SENT}
    assert amina.post(f"/reports/new/?{query}", sent).status_code == 404


@pytest.fixture
def cast():
    return {
        "amina": person(),
        "bheki": person("bheki"),
        "clara": person("clara", may_teach=True),
        "dario": person("dario", may_teach=True),
        "esi": person("esi"),
        "farid": person("farid", is_staff=True, is_superuser=True),
        "gita": guest(),
        "visitor": None,
    }


def answers(cast, path):
    return {name: status(user, path) for name, user in cast.items()}


@pytest.mark.parametrize("owner", ["amina", "gita"])
def test_the_items_of_an_attempt_are_reported_by_its_learner_alone(cast, owner):
    of = attempt(cast[owner], quiz())
    path = attempt_report_url(of.public_id, 1)
    assert answers(cast, path) == {name: 200 if name == owner else 404 for name in cast}
    assert status(cast[owner], attempt_report_url(of.public_id, 5)) == 404
    sent = send(signed_in(cast["bheki"]), path, learner=cast["bheki"].public_id)
    assert sent.status_code == 404 and not ItemReport.objects.exists()


@pytest.mark.parametrize("owner", ["amina", "gita"])
def test_thanks_and_list_are_their_reporters_alone(cast, owner):
    secret = "Only its reporter reads this."
    kept = report(cast[owner], text=secret).report
    thanked = answers(cast, f"/reports/{kept.public_id}/")
    assert thanked == {name: 200 if name == owner else 404 for name in cast}
    for name, user in cast.items():
        assert (secret in page(signed_in(user), "/reports/")) == (name == owner)


@pytest.mark.parametrize("path", [PRACTICE, "/reports/"])
def test_no_browser_keeps_these_pages_for_the_next_person_at_it(path):
    item()
    assert "no-store" in signed_in(person()).get(path)["Cache-Control"]


# The way back


@pytest.mark.parametrize(
    "referer",
    [
        "https://example.org/ssc/",
        "http://testserver//example.org/",
        "javascript:alert(1)",
        "http://testserver/reports/new/?course=ssc",
        "",
    ],
)
def test_it_leads_nowhere_else(referer):
    item()
    html = page(signed_in(None), PRACTICE, headers={"Referer": referer})
    assert 'name="back" value="/ssc/"' in html


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "http://testserver//a.example/"])
def test_thanks_lead_nowhere_else(back):
    item()
    amina = signed_in(person())
    sent = send(amina, back=back)
    assert parse_qs(urlsplit(sent["Location"]).query)["back"] == ["/ssc/"]
    path = urlsplit(sent["Location"]).path
    assert "example" not in amina.get(path, {"back": back}).content.decode()


def test_from_an_attempt_one_goes_back_to_its_item_and_to_its_result():
    amina = person()
    of = attempt(amina, quiz(), right=1)
    browser, path = signed_in(amina), attempt_report_url(of.public_id, 2)
    html = page(browser, path, headers={"Referer": "http://testserver/ssc/"})
    assert f'href="/attempts/{of.public_id}/2/"' in html and "Your quiz stays open meanwhile." in words(html)
    browser.post(f"/attempts/{of.public_id}/hand-in/", {"learner": amina.public_id})
    html = page(browser, path)
    assert f'href="/attempts/{of.public_id}/result/#item-2"' in html and "meanwhile" not in words(html)


def test_where_the_clock_runs_the_form_says_when_it_ends():
    amina = person()
    of = attempt(amina, quiz(settings={"time_limit_minutes": 30}), at=timezone.now())
    html = page(signed_in(amina), attempt_report_url(of.public_id, 1))
    assert "its clock runs on: it ends at" in words(html)
