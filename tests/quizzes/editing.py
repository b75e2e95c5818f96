"""A busy course: authors who edit everything at random, and learners who go on at work meanwhile.

The same for the same seed. Everything is written through the functions that pages and commands use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any
from uuid import uuid5

from accounts.models import User
from quizzes.allowances import allow
from quizzes.attempts import (
    NoSuchHint,
    NotBlank,
    Settled,
    answer,
    close_overdue,
    hand_in,
    practise,
    start_attempt,
    take_back,
    take_hint,
)
from quizzes.interactions import REGISTRY
from quizzes.models import Attempt, AttemptItem, Delivery, Item, ItemVersion, QuizPart
from quizzes.offering import AskedElsewhere, offer
from quizzes.starting import NoStart
from tests.factories import (
    DAY,
    MINUTE,
    NOON,
    claim,
    delivery,
    draw,
    guest,
    item,
    module,
    person,
    quiz,
    revise,
    rewrite,
    section,
)
from tests.item_shapes import EVERY_TYPE
from tests.quizzes.interactions.forms import filled
from tests.quizzes.interactions.shapes import with_another_key

NAMES = sorted(EVERY_TYPE)
PENALTIES = ["0", "1/8", "0.25", "1/3", "1/2", "1"]


class BusyCourse:
    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.at = NOON
        self.done: Counter[str] = Counter()
        self.edits = 0
        self.claims = [claim(f"claim-{n}") for n in range(4)]
        self.items = [item(f"{name}-{n}", EVERY_TYPE[name]) for name in NAMES for n in (1, 2)]
        for asked in self.items:
            revise(asked, self.shape(self.chance.choice(NAMES)), claims=self.some(self.claims))
        self.sections = [section(f"section-{n}", items=self.items[n::2]) for n in (0, 1)]
        self.quizzes = [quiz(f"quiz-{n}", items=self.chance.sample(self.items, 4)) for n in range(4)]
        for of in self.quizzes:
            delivery(of)
        self.learners = [*(person(f"learner-{n}") for n in range(5)), guest()]
        self.keys = {learner.pk: uuid5(learner.public_id, str(seed)) for learner in self.learners}
        self.sequence = 0

    def some(self, things: list[Any]) -> list[Any]:
        return self.chance.sample(things, self.chance.randint(0, 2))

    def run(self, edits: int) -> None:
        """So many edits, each followed by what learners do meanwhile."""
        while self.edits < edits:
            self.at += self.chance.choice([MINUTE / 6, MINUTE, 10 * MINUTE])
            self.do(self.chance.choice(self.edit_kinds))
            self.edits += 1
            for _act in range(self.chance.randint(0, 3)):
                self.at += MINUTE / 20
                self.do(self.chance.choice(self.act_kinds))

    def do(self, act: Callable[[], None]) -> None:
        try:
            act()
            self.done[act.__name__] += 1
        except (NoStart, NoSuchHint, Settled, NotBlank, AskedElsewhere):
            self.done[f"{act.__name__}, refused"] += 1

    # Edits

    @property
    def edit_kinds(self) -> list[Callable[[], None]]:
        return [
            *[self.revise_an_item] * 5,
            self.rewrite_a_section,
            self.move_an_item,
            self.rearrange_a_quiz,
            self.change_settings,
            self.offer_it_otherwise,
            self.allow_something,
        ]

    def shape(self, name: str) -> dict[str, Any]:
        """Of this type: with other words, another key, other hints, another cost."""
        shape = dict(EVERY_TYPE[name])
        if self.chance.random() < 0.5:
            whole = REGISTRY[name].Shape.model_validate({k: v for k, v in shape.items() if k != "type"})
            shape = {
                "type": name,
                **with_another_key(name, whole.model_dump(by_alias=True, exclude_none=True)),
            }
        hints = [f"Hint {n}." for n in range(self.chance.randint(0, 3))]
        return shape | {
            "stem": f"What is asked the {self.edits}th time?",
            "level": self.chance.choice(ItemVersion.Level.values),
            "hints": hints,
            "penalty": self.chance.choice(PENALTIES),
        }

    def revise_an_item(self) -> None:
        revise(
            self.chance.choice(self.items),
            self.shape(self.chance.choice(NAMES)),
            claims=self.some(self.claims),
            at=self.at,
        )

    def rewrite_a_section(self) -> None:
        rewrite(self.chance.choice(self.sections), f"Words {self.edits} [[P4.2]].", at=self.at)

    def move_an_item(self) -> None:
        """Retired, published again, or kept for quizzes."""
        state = self.chance.choice([Item.State.PUBLISHED] * 4 + [Item.State.RETIRED])
        use = self.chance.choice([Item.Use.BOTH, Item.Use.QUIZ, Item.Use.PRACTICE])
        Item.objects.filter(pk=self.chance.choice(self.items).pk).update(state=state, use=use)

    def rearrange_a_quiz(self) -> None:
        of = self.chance.choice(self.quizzes)
        of.parts.all().delete()
        for position, asked in enumerate(self.chance.sample(self.items, self.chance.randint(0, 3)), start=1):
            QuizPart.objects.create(quiz=of, position=position, item=asked, points=self.chance.randint(1, 4))
        draw(of, self.chance.randint(1, 2), points=self.chance.randint(1, 4), claims=self.some(self.claims))
        draw(of, 1, from_module=self.chance.choice([None, module()]))

    def settings(self) -> dict[str, Any]:
        settings = {
            "preset": self.chance.choice(["practice", "practice", "quiz", "examination"]),
            "time_limit_minutes": self.chance.choice([None, 5, 30]),
            "attempts": self.chance.choice([None, 20]),
            "waiting_minutes": self.chance.choice([None, None, 5]),
            "shuffle_items": self.chance.random() < 0.5,
            "pass_mark": self.chance.choice([None, "0.5"]),
        }
        return {name: value for name, value in settings.items() if value is not None}

    def change_settings(self) -> None:
        of = self.chance.choice(self.quizzes)
        of.settings = self.settings()
        of.save()

    def any_delivery(self) -> Delivery:
        return self.chance.choice(list(Delivery.objects.select_related("quiz").order_by("pk")))

    def later(self) -> datetime | None:
        return self.chance.choice([None, None, self.at + MINUTE, self.at + DAY])

    def offer_it_otherwise(self) -> None:
        offer(
            delivery=self.any_delivery(),
            for_anyone=True,
            opens_at=None,
            closes_at=self.later(),
            settings=self.chance.choice([{}, {}, self.settings()]),
            at=self.at,
        )

    def allow_something(self) -> None:
        allow(
            delivery=self.any_delivery(),
            learner=self.chance.choice(self.learners),
            at=self.at,
            extra_minutes=self.chance.randint(0, 20),
            extra_attempts=self.chance.randint(0, 2),
            closes_at=self.later(),
        )

    # What learners do

    @property
    def act_kinds(self) -> list[Callable[[], None]]:
        return [
            *[self.start] * 3,
            *[self.answer] * 9,
            *[self.take_a_hint] * 2,
            self.hand_in,
            self.take_it_back,
            self.practise,
            self.close,
        ]

    def learner(self) -> User:
        return self.chance.choice(self.learners)

    def some_item(self) -> AttemptItem | None:
        """Of an attempt; mostly of one that is open."""
        rows = AttemptItem.objects.select_related("version").filter(attempt__taken_back_at=None)
        if self.chance.random() < 0.95:
            rows = rows.filter(attempt__submitted_at=None)
        pks = list(rows.order_by("pk").values_list("pk", flat=True))
        return rows.get(pk=self.chance.choice(pks)) if pks else None

    def open_attempt(self) -> Attempt | None:
        attempts = list(Attempt.objects.open().order_by("pk"))
        return self.chance.choice(attempts) if attempts else None

    def values(self, version: ItemVersion, order: list[str]) -> list[str]:
        """Right, partly right, wrong, blank, or anything that the form can send."""
        interaction = REGISTRY[version.interaction]
        if self.chance.random() < 0.4:
            asked = interaction.asked(version.content, order, [])
            return [value for value in filled(asked, self.chance) if value]
        states = interaction.states(version.content, version.answer_key.key)
        return self.chance.choice([*states.values(), states["correct"], []])

    def start(self) -> None:
        learner, of = self.learner(), self.any_delivery()
        standing = Attempt.Standing.GUEST if learner.is_guest else Attempt.Standing.LEARNER
        start_attempt(learner=learner, delivery=of, standing=standing, at=self.at, chance=self.chance)

    def answer(self) -> None:
        if row := self.some_item():
            self.sequence += 1
            answer(
                attempt_item=row,
                values=self.values(row.version, row.option_order),
                client_key=self.keys[row.attempt.learner_id],
                sequence=self.chance.choice([self.sequence, None]),
                at=self.at,
            )

    def take_a_hint(self) -> None:
        if row := self.some_item():
            take_hint(attempt_item=row, number=row.hints_taken.count() + 1, at=self.at)

    def hand_in(self) -> None:
        if attempt := self.open_attempt():
            hand_in(attempt=attempt, at=self.at)

    def take_it_back(self) -> None:
        if attempt := self.open_attempt():
            take_back(attempt=attempt, at=self.at)

    def practise(self) -> None:
        version = self.chance.choice(list(ItemVersion.objects.select_related("item").order_by("-pk")[:30]))
        learner = self.learner()
        self.sequence += 1
        practise(
            learner=learner,
            version=version,
            values=self.values(version, REGISTRY[version.interaction].option_ids(version.content)),
            client_key=self.keys[learner.pk],
            sequence=self.sequence,
            at=self.at,
        )

    def close(self) -> None:
        close_overdue(at=self.at)
