"""Cohorts and stays in the Django admin: found, renamed, archived; never deleted, history never changed."""

import pytest
from django.urls import reverse

from cohorts.enrolment import leave, renew_code
from cohorts.models import Cohort, Enrolment
from tests.cohorts.pages import plain
from tests.factories import NOON, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(farid):
    return signed_in(farid)


def change(kind, row):
    return reverse(f"admin:cohorts_{kind}_change", args=[row.pk])


def test_cohorts_are_listed_with_who_teaches_and_how_many_learn(admin, nairobi, manila, aminas_stay, quiz):
    page = plain(admin.get("/admin/cohorts/cohort/").content.decode())
    assert f"Nairobi, spring {quiz.course.title} Clara Ndege 1 {nairobi.shown_code}" in page
    assert f"Manila, spring {quiz.course.title} Dario Rossi 0 {manila.shown_code}" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=nairobi", ["Nairobi, spring"]),
        ("q=Otieno", ["Nairobi, spring"]),
        ("q=dario", ["Manila, spring"]),
        ("state=running", ["Nairobi, spring"]),
        ("state=archived", ["Manila, spring"]),
        ("", ["Manila, spring", "Nairobi, spring"]),
    ],
)
def test_cohorts_are_searched_and_filtered(query, names, admin, nairobi, manila, aminas_stay):
    Cohort.objects.filter(pk=manila.pk).update(archived_at=NOON, join_code=None)
    shown = admin.get(f"/admin/cohorts/cohort/?{query}").context["cl"].result_list
    assert sorted(cohort.name for cohort in shown) == names


def test_a_cohort_is_renamed_and_archived_and_nothing_else(admin, nairobi, quiz):
    page = admin.get(change("cohort", nairobi))
    assert quiz.title in page.content.decode()
    assert set(page.context["adminform"].form.fields) == {"name", "time_zone", "archived_at"}
    new = renew_code(cohort=nairobi, replacing=nairobi.join_code)
    form = {"name": "Nairobi, summer", "time_zone": "Africa/Nairobi", "archived_at_0": "2026-07-01"}
    form |= {"archived_at_1": "10:00:00", "assignments-TOTAL_FORMS": "0", "assignments-INITIAL_FORMS": "0"}
    assert admin.post(change("cohort", nairobi), form).status_code == 302
    nairobi.refresh_from_db()
    assert (nairobi.name, nairobi.time_zone, nairobi.join_code) == ("Nairobi, summer", "Africa/Nairobi", new)
    assert f"{nairobi.archived_at:%Y-%m-%d}" == "2026-07-01"


def test_a_time_zone_that_is_none_is_refused(admin, nairobi):
    form = {
        "name": "N",
        "time_zone": "Nowhere",
        "assignments-TOTAL_FORMS": "0",
        "assignments-INITIAL_FORMS": "0",
    }
    response = admin.post(change("cohort", nairobi), form)
    assert "There is no time zone of this name." in response.content.decode()


def test_stays_are_listed_searched_and_filtered(admin, nairobi, aminas_stay, amina):
    leave(person=amina, cohort=nairobi, at=NOON)
    page = plain(admin.get("/admin/cohorts/enrolment/?q=amina").content.decode())
    assert "Amina Otieno amina Nairobi, spring learner" in page
    running = admin.get("/admin/cohorts/enrolment/?left_at__isempty=1").context["cl"].result_list
    assert [stay.name for stay in running] == ["Clara Ndege"]


def test_of_a_stay_only_the_name_can_be_mended(admin, aminas_stay):
    page = admin.get(change("enrolment", aminas_stay))
    assert set(page.context["adminform"].form.fields) == {"name"}
    form = {"name": "Amina O.", "joined_at_0": "2020-01-01", "role": "instructor"}
    assert admin.post(change("enrolment", aminas_stay), form).status_code == 302
    after = Enrolment.objects.get(pk=aminas_stay.pk)
    assert (after.name, after.joined_at, after.role) == ("Amina O.", aminas_stay.joined_at, "learner")


@pytest.mark.parametrize("kind", ["cohort", "enrolment"])
def test_nothing_is_added_or_deleted_here(kind, admin, nairobi, aminas_stay):
    row = {"cohort": nairobi, "enrolment": aminas_stay}[kind]
    delete = reverse(f"admin:cohorts_{kind}_delete", args=[row.pk])
    add = reverse(f"admin:cohorts_{kind}_add")
    assert [admin.get(path).status_code for path in (delete, add)] == [403, 403]
    assert delete not in admin.get(change(kind, row)).content.decode()
    assert "delete_selected" not in admin.get(reverse(f"admin:cohorts_{kind}_changelist")).content.decode()


def test_the_admin_is_for_staff(nairobi, clara, amina):
    for user in (clara, amina):
        assert signed_in(user).get(change("cohort", nairobi)).status_code == 302
