"""The rules in sentences: a reader who knows nothing else can tell from them what will happen."""

import re
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as calm
from hypothesis import strategies as st

from quizzes.allowances import allow
from quizzes.attempts import hand_in, start_attempt
from quizzes.conditions import Conditions
from quizzes.feedback import parts_shown
from quizzes.models import Attempt, Delivery
from quizzes.rules import EVERYTHING, GRACE, OWN_ANSWER, PARTS, RIGHT_AFTER, Rules
from quizzes.starting import NoStart
from quizzes.wording import in_words, sentences
from tests.factories import DAY, MINUTE, NOON, attempt, offered, own_delivery, person, quiz
from tests.quizzes import any_settings
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import page, url, words

ITEMS, POINTS = 4, 6
WHICH = {
    "the best one counts": "highest",
    "the last one counts": "last",
    "the first one counts": "first",
    "their average counts": "average",
}
NAMES = {
    "your answers": "response",
    "which answers were right": "outcome",
    "the points": "score",
    "remarks on your answers": "feedback",
    "explanations": "explanation",
    "the right answers": "key",
}
NUMBERS = {"one": 1}


def told(settings=None, *, opens_at=None, closes_at=None, at=NOON, items=ITEMS, points=POINTS, **extra):
    rules = settings if isinstance(settings, Rules) else Rules.of(settings or {}, **extra)
    return sentences(Conditions(rules, opens_at, closes_at, closes_at), items=items, points=points, at=at)


# The reader


class Reader:
    """Knows the rules from their sentences alone."""

    def __init__(self, told):
        self.text = " ".join(told)

    def find(self, pattern):
        found = re.search(pattern, self.text)
        return found and found.groups()

    @property
    def minutes(self):
        """The limit, and what is given besides."""
        if found := self.find(r"You have \d+ minutes? \((\d+) \+ (\d+)\),"):
            return int(found[0]), int(found[1])
        found = self.find(r"You have (\d+) minutes?,")
        return (int(found[0]), 0) if found else (None, 0)

    @property
    def attempts(self):
        found = self.find(r"You have (\w+) attempts?[.;]")
        return int(NUMBERS.get(found[0], found[0])) if found else None

    @property
    def counts(self):
        return next((name for words, name in WHICH.items() if f"; {words}." in self.text), None)

    @property
    def waiting(self):
        found = self.find(r"After handing in you wait (\d+) (day|hour|minute)s? before")
        return timedelta(**{f"{found[1]}s": int(found[0])}) if found else timedelta(0)

    @property
    def mark(self):
        found = self.find(r"You pass with ([\d.]+) of (\d+) points\.")
        return (float(found[0]), int(found[1])) if found else None

    @property
    def during(self):
        found = self.find(r"checked at once and is final then: you see ([^.]*)\.")
        return parts_named(found[0]) if found else OWN_ANSWER

    def after(self, since_handing_in, is_closed):
        """What is seen so long after handing in, while it is open or once it is closed for everybody."""
        always = self.find(r"After handing in you see ([^.]*)\.")
        closed = self.find(r"Once it is closed[^.]*? you see ([^.]*)\.") or always
        first = self.find(
            r"For the first 10 minutes after handing in(?:, or until it is closed,)? you see ([^.]*)\."
        )
        later = self.find(r"After these minutes(?:, until it is closed,)? you see ([^.]*)\.")
        open_ = self.find(r"After handing in, until it is closed, you see ([^.]*)\.")
        if is_closed:
            return parts_named((closed or later)[0])
        if always or open_:
            return parts_named((always or open_)[0])
        return parts_named((first if since_handing_in < RIGHT_AFTER else later)[0])


def parts_named(words):
    if words == "what each item gave, and why":
        return EVERYTHING
    if words == "only that it was handed in":
        return frozenset()
    if words == "your answers, and not how they were scored":
        return OWN_ANSWER
    return frozenset(NAMES[name] for name in re.split(", | and ", words))


# Every combination


@calm(deadline=None)
@given(any_settings.settings(), any_settings.dates, any_settings.dates, st.integers(0, 90), st.integers(0, 5))
def test_what_a_reader_knows_is_what_the_settings_say(settings, opens_at, closes_at, minutes, attempts):
    rules = Rules.of(settings, extra_minutes=minutes, extra_attempts=attempts)
    reader = Reader(told(rules, opens_at=opens_at, closes_at=closes_at))
    limit = rules.time_limit_minutes
    assert reader.minutes == (limit, minutes if limit else 0)
    assert reader.attempts == rules.attempts_in_all
    assert reader.counts == (None if rules.attempts_in_all == 1 else rules.counts)
    assert reader.waiting == (timedelta(0) if rules.attempts_in_all == 1 else rules.waiting)
    assert (reader.mark is None) is (rules.pass_mark is None)
    if reader.mark:
        assert reader.mark == (pytest.approx(rules.mark(POINTS), abs=0.00501), POINTS)
    assert reader.during == rules.shown("during")


@calm(deadline=None)
@given(
    any_settings.settings(),
    any_settings.dates,
    st.integers(-3 * 24 * 60, 3 * 24 * 60),
    st.integers(0, 40),
)
def test_what_a_reader_expects_to_see_of_a_result_is_what_is_shown(settings, closes_at, handed_in, after):
    """For every learner of the delivery, at every time; nothing keeps it from being closed."""
    rules = Rules.of(settings)
    submitted_at = NOON + handed_in * MINUTE
    at = submitted_at + after * MINUTE
    done = Attempt(
        submitted_at=submitted_at, rules=rules.kept(), delivery=Delivery(quiz_id=1, closes_at=closes_at)
    )
    for viewed_at in (submitted_at, at):
        reader = Reader(told(rules, closes_at=closes_at, at=viewed_at))
        is_closed = closes_at is not None and closes_at <= at
        assert reader.after(at - submitted_at, is_closed) == parts_shown(done, at, withholding=set())


@calm(deadline=None)
@given(any_settings.settings(), any_settings.dates, any_settings.dates, st.integers(0, 90), st.integers(0, 5))
def test_no_sentence_has_a_place_that_is_not_filled_and_none_stands_twice(
    settings, opens_at, closes_at, minutes, attempts
):
    said = told(
        settings, opens_at=opens_at, closes_at=closes_at, extra_minutes=minutes, extra_attempts=attempts
    )
    assert len(set(said)) == len(said)
    for sentence in said:
        assert re.fullmatch(r"[A-Z\d].*\.", sentence), sentence
        assert not re.search(r"[%{}_]|None|True|False|  |\.\.|\[|\]", sentence), sentence


def test_a_quiz_without_settings_says_only_what_holds_of_it():
    assert told() == [
        "4 items, 6 points in all.",
        "There is no time limit.",
        "You may take it as often as you like; the best one counts.",
        "You can change answers until you hand in.",
        "After handing in you see what each item gave, and why.",
    ]


def test_an_examination_says_it_all():
    settings = {
        "preset": "examination",
        "time_limit_minutes": 30,
        "attempts": 2,
        "waiting_minutes": 60,
        "counts": "last",
        "pass_mark": "0.6",
        "feedback": {"after": ["response"], "later": ["response", "score"]},
    }
    day = in_words(NOON + DAY)
    assert told(settings, opens_at=NOON - DAY, closes_at=NOON + DAY, extra_minutes=15, items=1, points=1) == [
        "1 item, one point each.",
        f"It closes on {day}; what is saved by then is handed in by itself.",
        "You have 45 minutes (30 + 15), and 15 seconds more for the way of your last answer.",
        "You have 2 attempts; the last one counts. After handing in you wait 1 hour before the next one.",
        "You pass with 0.6 of 1 points.",
        "You can change answers until you hand in.",
        "For the first 10 minutes after handing in, or until it is closed, you see your answers, and not how"
        " they were scored.",
        "After these minutes, until it is closed, you see your answers and the points.",
        "Once it is closed for everybody you see what each item gave, and why.",
    ]


@pytest.mark.parametrize(
    ("minutes", "span"),
    [
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (90, "90 minutes"),
        (1500, "25 hours"),
        (1440, "1 day"),
        (2880, "2 days"),
        (43200, "30 days"),
    ],
)
def test_a_waiting_time_is_told_in_the_largest_unit_that_is_whole(minutes, span):
    assert f"you wait {span} before" in " ".join(told({"waiting_minutes": minutes}))


@pytest.mark.parametrize("parts", [[part] for part in PARTS] + [list(PARTS[:3]), list(PARTS[1:])])
def test_parts_are_told_by_name(parts):
    said = told({"feedback": dict.fromkeys(("after", "later", "closed"), parts)})
    shown = set(parts) if "response" in parts else set(parts) - {"feedback"}
    assert Reader(said).after(timedelta(0), is_closed=False) == shown


def test_the_grace_that_is_told_is_the_one_that_is_given():
    assert f"{GRACE.seconds} seconds more" in " ".join(told({"time_limit_minutes": 5}))


# True at the moment of viewing


@calm(deadline=None)
@given(any_settings.dates, any_settings.dates, st.integers(-4 * 24 * 60, 4 * 24 * 60))
def test_dates_are_told_as_to_come_before_them_and_as_past_from_then_on(opens_at, closes_at, minutes):
    at = NOON + minutes * MINUTE
    text = " ".join(told(opens_at=opens_at, closes_at=closes_at, at=at))
    assert ("It opens on" in text) is (opens_at is not None and at < opens_at)
    assert ("It closes on" in text) is (closes_at is not None and at < closes_at)
    assert ("It closed on" in text) is (closes_at is not None and closes_at <= at)
    is_open = Conditions(Rules(), opens_at, closes_at, closes_at).is_open(at)
    assert is_open is ("It opens on" not in text and "It closed on" not in text)


def test_each_date_is_told_with_its_day_and_time():
    said = told(opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)
    assert said[1:3] == [
        f"It opens on {in_words(NOON + DAY)}.",
        f"It closes on {in_words(NOON + 2 * DAY)}; what is saved by then is handed in by itself.",
    ]


pages_of = pytest.mark.django_db


@pages_of
@pytest.mark.parametrize("attempts", [1, 2, 3])
def test_as_many_attempts_begin_as_are_told(attempts):
    of = own_delivery(quiz(settings={"attempts": attempts}))
    amina = person()
    allow(delivery=of, learner=amina, at=NOON, extra_attempts=1)
    front = words(page(amina, "/ssc/quizzes/foundations-quiz/"))
    begun = 0
    while True:
        try:
            hand_in(attempt=start(amina, of), at=NOON)
        except NoStart:
            break
        begun += 1
    assert Reader([front]).attempts == begun == attempts + 1


def start(learner, of, at=NOON):
    standing = Attempt.Standing.LEARNER
    return start_attempt(learner=learner, delivery=of, standing=standing, at=at, chance=Random(1))


@pages_of
def test_an_attempt_ends_when_its_rules_said_that_it_would():
    of = own_delivery(quiz(settings={"time_limit_minutes": 30}))
    amina = person()
    allow(delivery=of, learner=amina, at=NOON, extra_minutes=10)
    limit, extra = Reader([words(page(amina, "/ssc/quizzes/foundations-quiz/"))]).minutes
    assert start(amina, of).deadline == NOON + (limit + extra) * MINUTE


@pages_of
def test_the_front_page_tells_the_rules_of_who_looks():
    of = quiz(settings={"time_limit_minutes": 30})
    amina = person()
    allow(delivery=own_delivery(of), learner=amina, at=NOON, extra_minutes=10)
    front = "/ssc/quizzes/foundations-quiz/"
    assert Reader([words(page(amina, front))]).minutes == (30, 10)
    for other in (None, person("bheki")):
        assert Reader([words(page(other, front))]).minutes == (30, 0)


@pages_of
def test_a_result_tells_the_rules_it_began_with_and_the_dates_of_today():
    of = quiz(settings={"attempts": 2, "pass_mark": "0.5"})
    amina = person()
    done = attempt(amina, of, handed_in=True, at=minutes_ago(30))
    of.settings = {"preset": "examination", "attempts": 5, "pass_mark": "1"}
    of.save()
    closing = timezone.now() + DAY
    offered(of, closes_at=closing)
    text = words(page(amina, url(done, "result/")))
    reader = Reader([text])
    assert (reader.attempts, reader.mark) == (2, (2.0, 4))
    assert "After handing in you see what each item gave, and why." in text
    assert f"It closes on {in_words(closing)}" in text
    offered(of, closes_at=minutes_ago(5))
    assert f"It closed on {in_words(own_delivery(of).closes_at)}." in words(page(amina, url(done, "result/")))


@pages_of
def test_the_last_pages_before_handing_in_tell_what_one_will_see():
    for preset, sentence in [
        ("quiz", "After handing in you see what each item gave, and why."),
        ("examination", "After handing in, until it is closed, you see only that it was handed in."),
    ]:
        begun = attempt(person(), quiz(f"a-{preset}", settings={"preset": preset}), at=minutes_ago(1))
        for place in ("", "1/"):
            assert sentence in words(page(begun.learner, url(begun, place)))
