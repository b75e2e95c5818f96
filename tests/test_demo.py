"""`manage.py demo`: a plausible class, the same for the same seed, with one account for each role."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from accounts.models import User
from cohorts.enrolment import switch_off_code
from cohorts.models import Cohort, Enrolment
from lessons.models import SectionRead
from quizzes.models import Attempt, AttemptItem, ItemVersion, Outcome, Quiz, Response
from quizzes.scoring import recompute
from ssc_course import demo
from ssc_course.demo_answers import Answers, chance_of, slips
from tests.factories import choice, course, item, person, quiz, section, signed_in, small_course, text_entry

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LEARNERS = 12


def run(**options) -> str:
    out = StringIO()
    call_command("demo", **{"learners": LEARNERS, "now": NOW, **options}, stdout=out)
    return out.getvalue()


def rows() -> list[list[Any]]:
    """All that was done, in words that do not depend on the database's own numbers."""
    learner = F("learner__username")
    return [
        sorted(Enrolment.objects.values_list("person__username", "role", "name", "joined_at", "left_at")),
        sorted(SectionRead.objects.values_list("learner__username", "version__section__slug", "at")),
        list(
            Response.objects.annotate(who=learner)
            .order_by("who", "client_key", "sequence")
            .values_list(
                "who", "version__item__slug", "client_key", "sequence", "values", "received_at", "outcome"
            )
        ),
        list(
            Attempt.objects.annotate(who=learner)
            .order_by("who", "started_at")
            .values_list("who", "delivery__quiz__slug", "started_at", "submitted_at", "score", "standing")
        ),
        list(
            AttemptItem.objects.order_by(
                "attempt__learner__username", "attempt__started_at", "position"
            ).values_list("version__item__slug", "option_order", "outcome", "score")
        ),
    ]


def passwords(said: str) -> dict[str, str]:
    return dict(re.findall(r"^  (demo-\w+) +(\S+) ", said, re.M))


@pytest.fixture
def filled(db):
    small_course()
    quiz("initiatives-quiz").module.quizzes.update(settings={"pass_mark": "0.6"})
    return run()


def test_the_same_seed_and_course_give_the_same_class(db):
    small_course()
    seen = []
    for _again in range(2):
        with transaction.atomic():
            run()
            seen.append(rows())
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert len(seen[0][2]) > 100


def test_another_seed_gives_another_class(filled):
    before = rows()
    run(seed=2)
    assert Cohort.objects.count() == 2
    assert Cohort.objects.get(name__endswith="demo 2").enrolments.learners().count() == LEARNERS
    mine = Response.objects.filter(learner__username__startswith="demo-1-").count()
    assert mine == len([row for row in before[2] if row[0].startswith("demo-1-")])


def test_the_second_run_changes_nothing_and_says_so(filled):
    before, users = rows(), User.objects.count()
    said = run(now=NOW + timedelta(days=9))
    assert said.startswith("Nothing changed: the class of seed 1 is there, with 12 learners.")
    assert (rows(), User.objects.count()) == (before, users)


def test_a_larger_class_keeps_the_learners_it_has(filled):
    before = {str(row) for row in rows()[2]}
    said = run(learners=LEARNERS + 2, now=NOW + timedelta(days=30))
    assert "2 learners added, 14 in all" in said
    assert before <= {str(row) for row in rows()[2]}
    assert max(Response.objects.values_list("received_at", flat=True)) < NOW


def test_a_run_that_was_broken_off_is_finished_by_the_next(db):
    small_course()
    with transaction.atomic():
        run()
        whole = rows()
        transaction.set_rollback(True)
    run(learners=5)
    run()
    assert rows() == whole


def test_there_is_one_account_for_each_role_with_a_fresh_password_each_time(filled):
    first, second = passwords(filled), passwords(run())
    assert set(first) == set(second) == {"demo-learner", "demo-instructor", "demo-admin"}
    assert not set(first.values()) & set(second.values())
    for username, password in second.items():
        assert User.objects.get(username=username).check_password(password)
        assert not User.objects.get(username=username).check_password(first[username])
    learner, instructor, admin = (
        User.objects.get(username=f"demo-{role}") for role in ("learner", "instructor", "admin")
    )
    assert (instructor.may_teach, instructor.is_staff, admin.is_staff, admin.is_superuser) == (
        True,
        False,
        True,
        True,
    )
    assert (learner.may_teach, learner.is_staff) == (False, False)


def test_nobody_else_has_a_password(filled):
    others = User.objects.filter(username__startswith="demo-1-")
    assert others.count() == LEARNERS - 1
    assert not [user for user in others if user.has_usable_password()]


def test_the_instructor_finds_the_class_in_the_gradebook_and_the_admin_the_admin(filled):
    cohort = Cohort.objects.get()
    instructor, admin = User.objects.get(username="demo-instructor"), User.objects.get(username="demo-admin")
    page = signed_in(instructor).get(f"/teach/{cohort.public_id}/").content.decode()
    assert all(stay.name in page for stay in cohort.enrolments.learners())
    assert f"/teach/{cohort.public_id}/" in filled
    assert f"/join/{cohort.shown_code}/" in filled
    assert signed_in(admin).get("/admin/").status_code == 200


def test_the_learner_has_a_quiz_under_way(filled):
    learner = User.objects.get(username="demo-learner")
    assert learner.attempts.open().get().delivery.quiz.slug == "initiatives-quiz"
    assert learner.attempts.handed_in().exists()


def test_learners_differ_some_stop_some_come_late_some_never(filled):
    cohort = Cohort.objects.get()
    stays = cohort.enrolments.learners()
    assert Attempt.objects.open().exists()
    never = [
        stay for stay in stays if not stay.person.attempts.exists() and not stay.person.section_reads.exists()
    ]
    assert never
    assert [stay for stay in stays if stay.joined_at - cohort.made_at > timedelta(days=13)]
    scores = [
        sum(item.outcome == Outcome.CORRECT for item in attempt.items.all()) / attempt.items.count()
        for attempt in Attempt.objects.handed_in()
    ]
    assert min(scores) < 0.5 < max(scores)


def test_everything_happened_in_the_past_weeks_while_enrolled(filled):
    cohort = Cohort.objects.get()
    assert cohort.made_at == NOW - timedelta(weeks=5)
    joined = dict(cohort.enrolments.values_list("person", "joined_at"))
    for learner, at in [
        *Response.objects.values_list("learner", "received_at"),
        *SectionRead.objects.values_list("learner", "at"),
        *Attempt.objects.values_list("learner", "started_at"),
        *Attempt.objects.handed_in().values_list("learner", "submitted_at"),
    ]:
        assert joined[learner] <= at < NOW
    weeks = {(at - cohort.made_at).days // 7 for at in Response.objects.values_list("received_at", flat=True)}
    assert weeks == {0, 1, 2, 3, 4}


def test_stored_scores_are_those_that_follow_from_the_answers(filled):
    for attempt in Attempt.objects.handed_in():
        assert recompute(attempt).points == attempt.score
    assert set(Attempt.objects.values_list("standing", flat=True)) == {"learner"}


def test_attempts_stay_within_what_the_quiz_allows(db):
    small_course()
    Quiz.objects.update(settings={"attempts": 1, "pass_mark": "1", "time_limit_minutes": 1})
    run()
    numbers = Attempt.objects.values_list("number", flat=True)
    assert set(numbers) == {1}
    assert all(attempt.submitted_at <= attempt.deadline for attempt in Attempt.objects.handed_in())


def test_names_are_of_three_cities_and_none_comes_twice_in_a_class():
    names = [demo.name_of(number) for number in range(432)]
    assert len(set(names)) == 432
    assert names[:3] == ["Wanjiku Mwangi", "Nino Beridze", "Maricel Santos"]


def test_who_watches_sees_it_grow(db):
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    small_course()
    out = Terminal()
    call_command("demo", learners=2, now=NOW, stdout=out)
    assert out.getvalue().startswith("\r1 of 2 learners\r2 of 2 learners\r“Nairobi")


# What it refuses


def test_without_a_course_it_says_how_to_load_one(db):
    with pytest.raises(CommandError, match=r"load_course fixtures/ssc"):
        run()
    course()
    with pytest.raises(CommandError, match=r"load_course fixtures/ssc"):
        run()


@pytest.mark.parametrize("name", ["demo-learner", "demo-instructor", "demo-admin", "demo-1-2"])
def test_somebodys_own_account_of_that_name_gets_no_role_and_no_password(name, db):
    small_course()
    person(name, password="their own")
    with pytest.raises(CommandError, match=f"{name} is an account that somebody else made"):
        run()
    theirs = User.objects.get(username=name)
    assert theirs.check_password("their own")
    assert (theirs.may_teach, theirs.is_staff, theirs.is_superuser) == (False, False, False)


def test_a_class_that_is_closed_takes_no_more_learners(filled):
    switch_off_code(cohort=Cohort.objects.get())
    assert "Nothing changed" in run()
    assert "/join/" not in run()
    with pytest.raises(CommandError, match="archived, or its join code is off"):
        run(learners=LEARNERS + 1)


@pytest.mark.parametrize(
    "wrong", [["--learners", "0"], ["--learners", "many"], ["--now", "soon"], ["--seed", "x"]]
)
def test_an_argument_that_is_none_is_refused(wrong):
    with pytest.raises(CommandError, match=r"expected|invalid"):
        call_command("demo", *wrong)


def test_arguments_are_read(db):
    small_course()
    out = StringIO()
    call_command("demo", "--learners", "1", "--now", "2026-03-02", stdout=out)
    assert "1 learners added" in out.getvalue()
    assert Cohort.objects.get().made_at == NOW - timedelta(weeks=5)


# Answers


def answers(*items) -> tuple[Answers, list[ItemVersion]]:
    versions = list(
        ItemVersion.objects.filter(item__in=items)
        .select_related("item", "answer_key")
        .order_by("item__position")
    )
    return Answers(1, {version.pk: version for version in versions}), versions


def test_the_share_of_right_answers_follows_the_rasch_model(db):
    given, (version,) = answers(item("one"))
    chance = chance_of("test")
    for ability in (-2.0, 0.0, 2.0):
        expected = given.chance_of_right(version, ability) * 0.98
        right = [given.give(version.pk, ability, chance) == given.right(version) for _try in range(2000)]
        assert abs(sum(right) / 2000 - expected) < 0.04
    assert given.chance_of_right(version, given.difficulty(version)) == 0.5


@pytest.mark.parametrize(
    "shape",
    [
        choice("2013"),
        choice("a", "b", wrong=("c", "d")),
        choice("a", "b", wrong=("c", "d"), rule="all_or_nothing"),
        text_entry("Belt and Road Initiative"),
        text_entry("GDI"),
        {"type": "text_entry", "stem": "When?", "number": "2013"},
        {"type": "text_entry", "stem": "When?", "number": "2013", "tolerance": "5"},
    ],
)
def test_wrong_answers_are_answers_that_the_item_takes_and_that_are_not_right(shape, db):
    from quizzes.interactions import REGISTRY
    from quizzes.scoring import assess

    given, (version,) = answers(item("one", shape))
    drawn = {tuple(given.wrong(version, chance_of(number))) for number in range(200)}
    assert drawn and () not in drawn
    for values in drawn:
        assert REGISTRY[version.interaction].check(version.content, list(values)) == list(values)
        assert assess(version, list(values)).fraction < 1
    if shape["type"] == "choice":
        assert len(drawn) > 1


def test_an_item_with_no_error_to_be_found_is_left_blank(db):
    given, (version,) = answers(item("one"))
    given._wrong[version.pk] = []
    assert given.wrong(version, chance_of(1)) == []


def test_slips_are_near_the_word_or_number():
    assert all(abs(int(slip) - 2013) <= 10 for slip in slips("2013", chance_of(1)))
    first, second, turned = slips("Belt and Road", chance_of(1))
    assert (first, second) == ("Belt and", "and Road")
    assert sorted(turned) == sorted("Belt and Road")


def test_sections_without_items_and_modules_without_quizzes_are_read_all_the_same(db):
    section("alone")
    run(learners=3)
    assert SectionRead.objects.exists()
    assert not Attempt.objects.exists()
