"""The instructor's pages: making a cohort, the gradebook, one learner, one attempt, the code."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Cohort, Enrolment
from lessons.models import Section, State
from quizzes.models import Attempt, Quiz
from tests.cohorts.pages import get, message, table, words
from tests.factories import DAY, MINUTE, NOON, attempt, enrol, person, quiz, read, signed_in, wrong_values

pytestmark = pytest.mark.django_db


def page_of(cohort, name="gradebook", *more):
    return reverse(f"cohorts:{name}", args=[cohort.public_id, *more])


def new_cohort(**other):
    return {"public_id": str(uuid4()), "course": "ssc", "name": "Manila", "time_zone": "Asia/Manila", **other}


# The list


def test_who_may_teach_makes_a_cohort_and_lands_in_its_gradebook(quiz, clara):
    client = signed_in(clara)
    response = client.post("/teach/", new_cohort())
    cohort = Cohort.objects.get()
    assert response["Location"] == page_of(cohort)
    assert (cohort.name, cohort.time_zone, cohort.course.slug) == ("Manila", "Asia/Manila", "ssc")
    assert [stay.person for stay in cohort.instructors()] == [clara]
    assert "No learners yet" in words(client.get(page_of(cohort)).content.decode())


def test_a_form_sent_twice_makes_one_cohort(quiz, clara):
    form = new_cohort()
    assert (
        signed_in(clara).post("/teach/", form)["Location"]
        == signed_in(clara).post("/teach/", form)["Location"]
    )
    assert Cohort.objects.count() == 1


def test_nobody_takes_over_a_cohort_with_its_id(nairobi, dario):
    response = signed_in(dario).post("/teach/", new_cohort(public_id=nairobi.public_id))
    assert response.status_code == 400
    assert Cohort.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"time_zone": "Nowhere/None"}, {"name": "\u202e"}, {"course": "x"}]
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(wrong, quiz, clara):
    response = signed_in(clara).post("/teach/", new_cohort(**{"name": "Kept words", **wrong}))
    assert response.status_code == 400
    assert "The cohort was not made yet." in words(response.content.decode())
    if "name" not in wrong:
        assert 'value="Kept words"' in response.content.decode()
    assert not Cohort.objects.exists()


def test_who_may_not_teach_makes_none(quiz, amina):
    assert "A new cohort" not in get(amina, "/teach/")
    signed_in(amina).post("/teach/", new_cohort())
    assert not Cohort.objects.exists()


def test_whoever_teaches_is_told_what_is_seen_and_what_is_not(nairobi, aminas_stay, amina, clara):
    assert (
        "Never what they did as guests or before joining: sections marked as read then do not show as read."
        " An attempt at a quiz that two of a learner's classes are assigned is seen in both."
    ) in words(get(clara, "/teach/"))
    assert (
        "What was done as a guest or before joining is not shown, and not counted:"
        " sections marked as read then do not show as read."
    ) in words(get(clara, page_of(nairobi, "learner", amina.public_id)))


def test_the_list_has_ones_own_cohorts_and_archived_ones_apart(nairobi, manila, aminas_stay, clara):
    old = enrol_instructor(clara, "Tbilisi, autumn", archived_at=NOON)
    html = get(clara, "/teach/")
    assert table(html)[1:] == [["Nairobi, spring", "Global South", "1", nairobi.shown_code]]
    assert "Archived Tbilisi, autumn, 0 learners, archived 2 March 2026" in words(html)
    assert page_of(old) in html
    assert page_of(manila) not in html


def enrol_instructor(instructor, name, **fields):
    cohort = Cohort.objects.create(
        course_id=Cohort.objects.get(name="Nairobi, spring").course_id, name=name, made_at=NOON, **fields
    )
    Enrolment.objects.create(
        cohort=cohort, person=instructor, role="instructor", name="Clara", joined_at=NOON
    )
    return cohort


def test_empty_lists_say_what_to_do(quiz, clara, amina):
    assert "You teach no cohort yet. Make one" in words(get(clara, "/teach/"))
    assert "Join a class as a learner" in words(get(amina, "/teach/"))


# The gradebook


def test_an_empty_class_shows_the_code_and_the_link_large(nairobi, clara):
    html = get(clara, page_of(nairobi))
    assert "No learners yet. Give them the link below" in words(html)
    assert f"<dd>{nairobi.shown_code}</dd>" in html
    assert f'value="http://127.0.0.1:8000/join/{nairobi.shown_code}/"' in html


def test_the_gradebook_has_learners_by_modules_and_quizzes(nairobi, aminas_stay, amina, bheki, clara, quiz):
    enrol(bheki, nairobi)
    Quiz.objects.filter(pk=quiz.pk).update(settings={"pass_mark": "0.5"})
    read(amina, Section.objects.get(slug="foundations-section-1"))
    attempt(amina, quiz, right=3, handed_in=True)
    attempt(amina, Quiz.objects.get(slug="initiatives-quiz"), right=1, wrong=1, at=NOON + DAY)
    attempt(bheki, quiz, right=1, handed_in=True)
    head, amina_, bheki_ = table(get(clara, page_of(nairobi)))
    assert head[:4] == ["Learner", "Last seen", "Read in all", "Points in all"]
    assert head[4:6] == ["Foundations 2 sections", "Foundations quiz quiz, 4 points"]
    assert head[6:] == ["Initiatives 2 sections", "Initiatives quiz quiz, 4 points"]
    assert amina_[:4] == ["Amina Otieno", "3 Mar", "1 of 4", "3 of 8"]
    assert amina_[4:] == ["1 of 2 read", "3 of 4 passed", "0 of 2 read", "2 of 4 in progress"]
    assert bheki_[:4] == ["Bheki Dlamini", "2 Mar", "0 of 4", "1 of 8"]
    assert bheki_[4:] == ["0 of 2 read", "1 of 4 not passed", "0 of 2 read", "– not started"]


def test_the_grade_is_the_attempt_that_counts_and_another_may_be_under_way(
    nairobi, aminas_stay, amina, clara, quiz
):
    attempt(amina, quiz, right=3, handed_in=True)
    attempt(amina, quiz, right=2, handed_in=True, at=NOON + DAY)
    attempt(amina, quiz, right=1, at=NOON + 2 * DAY)
    assert table(get(clara, page_of(nairobi)))[1][5] == "3 of 4 handed in another begun"


def test_an_attempt_whose_time_ran_out_is_not_in_progress(nairobi, aminas_stay, amina, clara, quiz):
    Quiz.objects.filter(pk=quiz.pk).update(settings={"time_limit_minutes": 30})
    attempt(amina, quiz, right=1)
    assert table(get(clara, page_of(nairobi)))[1][5] == "1 of 4 time is up"


def test_guest_work_stands_in_no_cell(nairobi, aminas_stay, amina, gita, clara, quiz):
    attempt(gita, quiz, right=4, handed_in=True)
    Attempt.objects.update(learner=amina)
    read(amina, Section.objects.get(slug="foundations-section-1"), at=aminas_stay.joined_at - DAY)
    row = table(get(clara, page_of(nairobi)))[1]
    assert row[1:6] == ["not yet", "0 of 4", "0 of 8", "0 of 2 read", "– not started"]


def test_a_retired_quiz_stays_where_somebody_took_it(nairobi, aminas_stay, amina, clara, quiz):
    Quiz.objects.update(state=State.RETIRED)
    assert not any("quiz" in title for title in table(get(clara, page_of(nairobi)))[0])
    attempt(amina, quiz, right=1, handed_in=True)
    assert [title for title in table(get(clara, page_of(nairobi)))[0] if "quiz" in title] == [
        "Foundations quiz quiz, 4 points"
    ]


@pytest.fixture
def three(nairobi, quiz):
    """Ana read most, Bea has most points, Éva was seen last."""
    ana, bea, eva = (person(name) for name in ("ana", "bea", "eva"))
    for one, name in ((ana, "Ana"), (bea, "bea"), (eva, "Éva")):
        enrol(one, nairobi, name=name, at=nairobi.made_at)
    for slug in ("foundations-section-1", "foundations-section-2"):
        read(ana, Section.objects.get(slug=slug), at=NOON)
    attempt(bea, quiz, right=3, handed_in=True, at=NOON + MINUTE)
    read(eva, Section.objects.get(slug="initiatives-section-1"), at=NOON + DAY)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", ["Ana", "bea", "Éva"]),
        ("name", ["Ana", "bea", "Éva"]),
        ("seen", ["Ana", "bea", "Éva"]),
        ("-seen", ["Éva", "bea", "Ana"]),
        ("progress", ["bea", "Éva", "Ana"]),
        ("-progress", ["Ana", "Éva", "bea"]),
        ("score", ["Ana", "Éva", "bea"]),
        ("-score", ["bea", "Ana", "Éva"]),
        ("nonsense", ["Ana", "bea", "Éva"]),
    ],
)
def test_the_gradebook_is_sorted(order, names, three, nairobi, clara):
    html = get(clara, page_of(nairobi), sort=order)
    assert [row[0] for row in table(html)[1:]] == names
    if order in ("seen", "-score"):
        assert f'<option value="{order}" selected>' in html


@pytest.mark.parametrize(
    ("typed", "names"), [("eva", ["Éva"]), ("E", ["bea", "Éva"]), ("b a", ["bea"]), ("", None)]
)
def test_a_name_is_found_whatever_case_and_accents(typed, names, three, nairobi, clara):
    html = get(clara, page_of(nairobi), q=typed)
    assert [row[0] for row in table(html)[1:]] == (names or ["Ana", "bea", "Éva"])


def test_nobody_found_is_said_with_the_way_back(three, nairobi, clara):
    html = get(clara, page_of(nairobi), q="<Zoe>")
    assert "Nobody here is called “&lt;Zoe&gt;”. Show all learners" in words(html)


def test_fifty_learners_stand_on_a_page(nairobi, clara):
    for number in range(51):
        Enrolment.objects.create(
            cohort=nairobi,
            person=person(f"l{number}", password=None),
            role="learner",
            name=f"L {number:02}",
            joined_at=NOON,
        )
    first = get(clara, page_of(nairobi), sort="name", q="L")
    assert len(table(first)) - 1 == 50
    assert "Page 1 of 2: learners 1 to 50 of 51" in words(first)
    assert 'href="?sort=name&amp;q=L&amp;page=2"' in first
    second = get(clara, page_of(nairobi), sort="name", q="L", page=2)
    assert [row[0] for row in table(second)[1:]] == ["L 50"]
    assert "Page 2 of 2" in words(get(clara, page_of(nairobi), page="99"))


def test_the_figures_count_the_whole_class(three, nairobi, clara, quiz):
    assert "quizzes handed in 1 of 6 quizzes passed 0 of 6 seen in the last 7 days 0 of 3 learners" in words(
        get(clara, page_of(nairobi), q="Ana")
    )
    read(
        person("ana"),
        Section.objects.get(slug="initiatives-section-2"),
        at=timezone.now() - timedelta(days=6),
    )
    assert "seen in the last 7 days 1 of 3 learners" in words(get(clara, page_of(nairobi)))


# New quizzes


def test_new_quizzes_are_offered_and_assigned(nairobi, clara):
    quiz("late-quiz", title="A late quiz")
    client = signed_in(clara)
    page = words(client.get(page_of(nairobi)).content.decode())
    assert "1 quiz of the course is not in this gradebook yet: A late quiz." in page
    assert client.post(page_of(nairobi, "assign"))["Location"] == page_of(nairobi)
    assert message(client, page_of(nairobi)) == "1 quiz was added."
    assert "not in this gradebook yet" not in words(get(clara, page_of(nairobi)))


# The code


def test_renewing_the_code_is_asked_first_and_done_once(nairobi, clara):
    client, old = signed_in(clara), nairobi.join_code
    asked = client.get(page_of(nairobi, "code"), {"act": "renew"}).content.decode()
    assert f"{nairobi.shown_code} and its link stop working at once" in words(asked)
    form = dict(re.findall(r'name="(act|replacing)" value="(\w+)"', asked))
    nairobi.refresh_from_db()
    assert nairobi.join_code == old
    for _click in range(2):
        assert client.post(page_of(nairobi, "code"), form)["Location"] == page_of(nairobi)
    first = Cohort.objects.get(pk=nairobi.pk).join_code
    client.post(page_of(nairobi, "code"), form)
    assert Cohort.objects.get(pk=nairobi.pk).join_code == first != old
    assert (
        message(client, page_of(nairobi)) == "There is a new join code. The old one does not work any more."
    )


def test_switching_the_code_off_is_asked_first_and_can_be_undone_with_a_new_one(nairobi, clara):
    client = signed_in(clara)
    assert "Switch the join code off?" in words(
        client.get(page_of(nairobi, "code"), {"act": "off"}).content.decode()
    )
    client.post(page_of(nairobi, "code"), {"act": "off"})
    assert "The join code is off: nobody can join at this time." in words(get(clara, page_of(nairobi)))
    client.post(page_of(nairobi, "code"), {"act": "renew"})
    assert Cohort.objects.get(pk=nairobi.pk).join_code


@pytest.mark.parametrize("ask", ["get", "post"])
def test_another_act_is_refused(ask, nairobi, clara):
    assert getattr(signed_in(clara), ask)(page_of(nairobi, "code"), {"act": "x"}).status_code == 400


def test_an_archived_cohort_is_looked_at_and_not_joined(nairobi, aminas_stay, clara):
    quiz("late-quiz")
    Cohort.objects.update(archived_at=NOON)
    page = words(get(clara, page_of(nairobi)))
    assert "This cohort is archived. Nobody can join it. All that was done in it stays here; what" in page
    assert "Amina Otieno" in page
    assert "Joining" not in page
    assert "not in this gradebook yet" not in page


# One learner, one attempt


def test_a_learner_is_shown_attempt_by_attempt_and_section_by_section(
    nairobi, aminas_stay, amina, clara, quiz
):
    Quiz.objects.filter(pk=quiz.pk).update(settings={"pass_mark": "0.5"})
    read(amina, Section.objects.get(slug="foundations-section-1"))
    done = attempt(amina, quiz, right=3, wrong=1, handed_in=True)
    attempt(amina, quiz, right=1, at=NOON + DAY)
    html = get(clara, page_of(nairobi, "learner", amina.public_id))
    assert table(html)[1:] == [
        ["Foundations quiz attempt 2", "3 Mar 2026, 12:00", "in progress", "1 of 4 saved"],
        ["Foundations quiz attempt 1", "2 Mar 2026, 12:00", "passed after 5 minutes", "3 of 4"],
    ]
    assert page_of(nairobi, "attempt", done.public_id) in html
    assert "Foundations: 1 of 2 read Foundations section 1 read 2 March 2026" in words(html)
    assert "In the class since 24 February 2026." in words(html)


def test_a_learner_who_did_nothing_has_a_page_that_says_so(nairobi, aminas_stay, amina, clara):
    page = words(get(clara, page_of(nairobi, "learner", amina.public_id)))
    assert "No quiz was begun since joining." in page
    assert "last seen not yet" in page


def test_an_attempt_is_shown_as_the_learner_saw_it(nairobi, aminas_stay, amina, clara, quiz):
    done = attempt(amina, quiz, right=3, wrong=1, handed_in=True)
    wrong_one = done.items.get(outcome="incorrect")
    html = get(clara, page_of(nairobi, "attempt", done.public_id))
    assert [(row[0], row[2], row[3]) for row in table(html)[1:]] == [
        (
            str(item.position),
            "Right" if item != wrong_one else "Wrong",
            "1 of 1" if item != wrong_one else "0 of 1",
        )
        for item in done.items.all()
    ]
    assert re.findall(r'data-position="(\d)" data-outcome="(\w+)"', html) == [
        (str(item.position), item.outcome) for item in done.items.all()
    ]
    shown = html.index('data-outcome="incorrect"')
    texts = {option["id"]: option["text"]["html"] for option in wrong_one.version.content["options"]}
    places = [html.index(texts[option], shown) for option in wrong_one.option_order]
    assert places == sorted(places)
    assert wrong_one.counted.values == wrong_values(wrong_one.version.item)
    assert f"{texts[wrong_one.counted.values[0]]} is another year." in words(html)
    assert "3 of 4" in words(html)
    assert "As Amina Otieno saw it" in words(html)


def test_an_old_attempt_keeps_its_own_pass_mark(nairobi, aminas_stay, amina, clara, quiz):
    Quiz.objects.filter(pk=quiz.pk).update(settings={"pass_mark": "0.5"})
    done = attempt(amina, quiz, right=3, handed_in=True)
    Quiz.objects.filter(pk=quiz.pk).update(settings={"pass_mark": "1"})
    page = words(get(clara, page_of(nairobi, "attempt", done.public_id)))
    assert "points; pass mark 2 3 of 4" in page
    assert "result passed" in page


def test_answers_are_not_shown_before_they_are_handed_in(nairobi, aminas_stay, amina, clara, quiz):
    Quiz.objects.filter(pk=quiz.pk).update(settings={"time_limit_minutes": 60})
    begun = attempt(amina, quiz, right=2, at=timezone.now() - timedelta(minutes=30))
    late = attempt(amina, Quiz.objects.get(slug="initiatives-quiz"), right=2)
    Attempt.objects.filter(pk=late.pk).update(deadline=NOON + MINUTE)
    page, overdue = (get(clara, page_of(nairobi, "attempt", one.public_id)) for one in (begun, late))
    assert "In progress. The answers stand here once it is handed in." in words(page)
    assert "The time is up." in words(overdue)
    assert "data-outcome" not in page + overdue
