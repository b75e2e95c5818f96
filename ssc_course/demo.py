"""A class to look at: learners of different ability, at work over the past weeks.

Written through start, answer, hand in, practise, mark read and the life story of a cohort alone, each
with the time it would have had. Its chances and times are made up to look plausible; nothing was
measured. The same seed and course give the same class; a learner is written
whole or not at all, so that a run which was broken off is finished by the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any, Literal
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User
from cohorts.access import standing_of
from cohorts.enrolment import assign_new_quizzes, create_cohort, join
from cohorts.models import Cohort
from lessons.models import Course, Section, State
from lessons.reading import mark_read
from quizzes.attempts import answer, hand_in, practise, start_attempt
from quizzes.models import Attempt, Delivery, Item, ItemVersion, SectionItem
from quizzes.rules import Rules
from quizzes.scoring import with_keys
from quizzes.starting import NoStart
from ssc_course.demo_answers import Answers, chance_of

SPACE = UUID("0d5fd9c2-6a5c-4f7e-9d6b-2c1f6e0b7a11")  # in which the demo's ids are made from names
WEEKS = 5
LEARNER, INSTRUCTOR, ADMIN = "demo-learner", "demo-instructor", "demo-admin"
ROLES: dict[str, dict[str, Any]] = {
    LEARNER: {"display_name": "Amina Odhiambo"},
    INSTRUCTOR: {"display_name": "Clara Ndegwa", "may_teach": True},
    ADMIN: {"display_name": "Farid Haddad", "is_staff": True, "is_superuser": True},
}
type Manner = Literal["steady", "stops", "late", "absent"]
MANNERS: list[Manner] = ["stops", "steady", "steady", "late", "steady", "absent", "steady", "stops"]
MANNERS += ["steady", "steady"]

# First names, then last names, of Nairobi, Tbilisi and Manila.
NAMES = [
    (
        "Wanjiku,Otieno,Achieng,Kamau,Baraka,Njeri,Mwende,Kiprono,Zawadi,Musa,Halima,Juma",
        "Mwangi,Ochieng,Odhiambo,Njoroge,Cheruiyot,Wambui,Mutua,Kiptoo,Hassan,Abdi,Wekesa,Maina",
    ),
    (
        "Nino,Giorgi,Tamar,Levan,Ana,Davit,Ketevan,Irakli,Salome,Luka,Maka,Zurab",
        "Beridze,Kapanadze,Lomidze,Gelashvili,Maisuradze,Tsiklauri,Kobakhidze,Mchedlishvili,Dolidze,"
        "Abashidze,Jorbenadze,Chkheidze",
    ),
    (
        "Maricel,Jun,Rosa,Paolo,Liza,Ramon,Grace,Carlo,Jasmine,Miguel,Althea,Benjie",
        "Santos,Dela Cruz,Villanueva,Reyes,Bautista,Garcia,Mendoza,Aquino,Castillo,Navarro,Domingo,Salazar",
    ),
]


class NotOurs(Exception):
    """An account of this name was made by somebody else: it gets no role and no password from here."""


class NothingToTeach(Exception):
    """No course is loaded, or it has no sections."""


class Closed(Exception):
    """The demo's cohort is archived or its join code is off, so that no learner can be added."""


@dataclass(frozen=True)
class Filled:
    cohort: Cohort
    added: int  # learners written by this run
    learners: int


@dataclass(frozen=True)
class Plan:
    """What there is to do, module by module: sections with the items asked in them, then quizzes."""

    modules: list[tuple[list[tuple[Section, list[int]]], list[Delivery]]]
    answers: Answers


def fill(
    *, seed: int, learners: int, now: datetime, tell: Callable[[str], None] = lambda _words: None
) -> Filled:
    """A class of so many learners whose last day is `now`; what is there already stays as it is.

    Raises NothingToTeach, NotOurs, Closed.
    """
    course = Course.objects.published().first()
    if course is None:
        raise NothingToTeach
    instructor, learner = account(INSTRUCTOR, **ROLES[INSTRUCTOR]), account(LEARNER, **ROLES[LEARNER])
    account(ADMIN, **ROLES[ADMIN])
    begins = now - timedelta(weeks=WEEKS)
    cohort = create_cohort(
        course=course,
        name=f"Nairobi, Tbilisi, Manila · demo {seed}",
        time_zone="Africa/Nairobi",
        maker=instructor,
        at=begins,
        public_id=uuid5(SPACE, f"cohort {seed}"),
    )
    assign_new_quizzes(cohort=cohort)
    now = cohort.made_at + timedelta(weeks=WEEKS)  # a later run adds to the same weeks
    plan, added = plan_of(cohort, seed), 0
    for number in range(learners):
        person = learner if number == 0 else None
        if write_learner(cohort, plan, seed, number, now, person):
            added += 1
            tell(f"{number + 1} of {learners} learners")
    return Filled(cohort, added, cohort.enrolments.running().learners().count())


def account(username: str, **fields: Any) -> User:
    """The demo's account of this name, without a usable password where it is new. Raises NotOurs."""
    ours = uuid5(SPACE, username)
    user: User = User.objects.get_or_create(
        username=username, defaults={"public_id": ours, "password": make_password(None), **fields}
    )[0]
    if user.public_id != ours:
        raise NotOurs(username)
    return user


def name_of(number: int) -> str:
    """432 names before one comes again: of the three cities in turn."""
    turn = number // len(NAMES)
    first, last = (names.split(",") for names in NAMES[number % len(NAMES)])
    return f"{first[turn % len(first)]} {last[(turn * 5 + turn // len(first)) % len(last)]}"


def plan_of(cohort: Cohort, seed: int) -> Plan:
    sections = (
        Section.objects.published()
        .filter(course=cohort.course_id, module__state=State.PUBLISHED)
        .select_related("module", "current")
        .order_by("module__position", "position")
    )
    versions = with_keys(
        ItemVersion.objects.filter(item__course=cohort.course_id).select_related("item"), to_version=""
    )
    asked: dict[int, list[int]] = {}
    in_sections = SectionItem.objects.filter(item__in=Item.objects.for_practice())
    for section_pk, version_pk in in_sections.values_list("section", "item__current"):
        asked.setdefault(section_pk, []).append(version_pk)
    deliveries = (
        Delivery.objects.filter(assignments__cohort=cohort).select_related("quiz").order_by("quiz__position")
    )
    modules = []
    for module, its in groupby(sections, key=lambda section: section.module_id):
        quizzes = [delivery for delivery in deliveries if delivery.quiz.module_id == module]
        modules.append(([(section, asked.get(section.pk, [])) for section in its], quizzes))
    if not modules:
        raise NothingToTeach
    return Plan(modules, Answers(seed, {version.pk: version for version in versions}))


@transaction.atomic
def write_learner(
    cohort: Cohort, plan: Plan, seed: int, number: int, now: datetime, person: User | None
) -> bool:
    """One learner with all they did, or nothing where they are in the class already."""
    username = person.username if person else f"demo-{seed}-{number + 1}"
    name = person.display_name if person else name_of(number)
    if cohort.enrolments.filter(person__username=username).exists():
        return False
    if not cohort.join_code or cohort.archived_at:
        raise Closed
    person = person or account(username, display_name=name)
    has_history = person.enrolments.exists()  # the one to sign in as, of another seed's class
    learner = Learner(person, plan, cohort, number, chance_of(seed, "learner", number), now)
    join(person=person, code=cohort.join_code, name=name, at=learner.at)
    if not has_history:
        learner.study()
    return True


class Learner:
    """One learner's weeks. `at` is their clock; nothing is written once it has passed `now`."""

    def __init__(
        self, person: User, plan: Plan, cohort: Cohort, number: int, chance: Random, now: datetime
    ) -> None:
        self.person, self.plan, self.chance, self.now = person, plan, chance, now
        self.manner = MANNERS[number % len(MANNERS)]
        self.ability = chance.gauss(0.4, 1)
        self.client_key = UUID(int=chance.getrandbits(128), version=4)
        self.sequence = 0
        days = chance.uniform(14, 26) if self.manner == "late" else chance.uniform(0, 3)
        self.at = cohort.made_at + timedelta(days=days)
        things = [thing for sections, quizzes in plan.modules for thing in (*sections, *quizzes)]
        quizzes = [place for place, thing in enumerate(things) if isinstance(thing, Delivery)]
        self.left = len(things)  # how many things they do before they stop
        if self.manner == "stops":
            # The learner who is there to be signed in as stops in the last quiz, others anywhere.
            self.left = quizzes[-1] if quizzes and number == 0 else chance.randrange(1, len(things) + 1)
        self.pace = (now - self.at) / len(things) / (2 if self.manner == "stops" else 1)

    def study(self) -> None:
        if self.manner == "absent":
            return
        for sections, quizzes in self.plan.modules:
            for section, items in sections:
                if not self.goes_on():
                    return
                self.read(section, items)
            for delivery in quizzes:
                if not self.goes_on():
                    if self.manner == "stops" and self.has_time():
                        self.begin(delivery, share=self.chance.uniform(0.2, 0.8))
                    return
                self.take(delivery)

    def goes_on(self) -> bool:
        """To the next section or quiz, some time later; not after the last thing they do."""
        self.rest(self.pace * self.chance.uniform(0.1, 1.8))
        self.left -= 1
        return self.left >= 0 and self.has_time()

    def has_time(self) -> bool:
        return self.at < self.now - timedelta(hours=2)

    def rest(self, span: timedelta = timedelta(), *, seconds: float = 0) -> None:
        self.at += span + timedelta(seconds=round(seconds))

    def read(self, section: Section, items: list[int]) -> None:
        self.rest(seconds=self.chance.uniform(60, 300))
        if section.current and self.chance.random() < 0.95:
            mark_read(learner=self.person, version=section.current, at=self.at)
        for item in items:
            for ability in (self.ability, self.ability + 1.5):
                self.rest(seconds=self.chance.uniform(15, 90))
                if self.practise(item, ability) or self.chance.random() < 0.5:
                    break

    def practise(self, version_pk: int, ability: float) -> bool:
        """One try; whether it was right."""
        receipt = practise(
            learner=self.person,
            version=self.plan.answers.versions[version_pk],
            values=self.plan.answers.give(version_pk, ability, self.chance),
            client_key=self.client_key,
            sequence=self.next_sequence(),
            at=self.at,
        )
        return receipt.response.score == 1

    def next_sequence(self) -> int:
        self.sequence += 1
        return self.sequence

    def take(self, delivery: Delivery) -> None:
        """The quiz, and once or twice again where it was not passed; who stops midway does not come again."""
        rules = Rules.of(delivery.quiz.settings, delivery.settings)
        for again in range(1 if self.manner == "stops" else 3):
            attempt = self.begin(delivery, learned=again / 2)
            if attempt is None:
                return
            self.rest(seconds=self.chance.uniform(10, 120))
            done = hand_in(attempt=attempt, at=self.at)
            is_enough = rules.pass_mark is None or rules.passed(done.score or 0.0, done.points)
            if is_enough or self.chance.random() < 0.4:
                return
            self.rest(timedelta(hours=self.chance.uniform(12, 60)))
            if not self.has_time():
                return

    def begin(self, delivery: Delivery, *, learned: float = 0, share: float = 1) -> Attempt | None:
        """An attempt with this share of its items answered, not handed in; None where none is left.

        `learned`: by how much the ability has grown, in logits.
        """
        try:
            attempt = start_attempt(
                learner=self.person,
                delivery=delivery,
                standing=standing_of(self.person, delivery),
                at=self.at,
                chance=self.chance,
            )
        except NoStart:
            return None
        items = list(attempt.items.select_related("version").order_by("position"))
        for row in items[: max(1, round(len(items) * share))]:
            for _change in range(2 if self.chance.random() < 0.1 else 1):
                self.rest(seconds=self.chance.uniform(15, 75))
                answer(
                    attempt_item=row,
                    values=self.plan.answers.give(row.version_id, self.ability + learned, self.chance),
                    client_key=self.client_key,
                    sequence=self.next_sequence(),
                    at=self.at,
                )
        return attempt
