"""Invariant 1: in whatever order changes arrive, how often and how late, what counts is what a model says.

Several browsers answer two items of one attempt, with script and without; packets are delayed, repeated,
forged; time passes, somebody hands in. The model knows nothing of the code: a list of what arrived.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from quizzes.attempts import answer, current_responses, hand_in
from quizzes.changes import ConflictingChange
from quizzes.models import Response
from quizzes.rules import GRACE
from quizzes.scoring import recompute
from tests.factories import MINUTE, NOON, attempt, choice, item, person, quiz

pytestmark = pytest.mark.django_db
LIMIT_MINUTES = 30
DEADLINE = NOON + LIMIT_MINUTES * MINUTE
OPTIONS = {"right": 1.0, "wrong": 0.0, "": 0.0}  # what each answer gives; the last is blank
answers = st.sampled_from(sorted(OPTIONS))
places = st.integers(0, 1)


@dataclass(frozen=True)
class Change:
    """As a browser sends it; without script it has no number."""

    key: UUID
    sequence: int | None
    place: int
    answer: str


@dataclass
class Row:
    change: Change
    sequence: int
    late: bool
    overtaken: bool
    final: bool

    @property
    def counts(self) -> bool:
        return not (self.late or self.overtaken)


@dataclass
class Model:
    """One attempt as invariant 1 tells it."""

    checks_at_once: bool
    has_limit: bool
    rows: list[Row] = field(default_factory=list)
    handed_in: bool = False
    score: float | None = None

    def of(self, place: int) -> list[Row]:
        return [row for row in self.rows if row.change.place == place]

    def current(self, place: int) -> str | None:
        """The last to arrive of those that count."""
        counting = [row.change.answer for row in self.of(place) if row.counts]
        return counting[-1] if counting else None

    def is_over(self, at) -> bool:
        return self.handed_in or (self.has_limit and at > DEADLINE + GRACE)

    def arrives(self, change: Change, at) -> str:
        """What its sender is told: true, false, late or conflict."""
        if (row := self._same(change)) is None:
            row = self._stored(change, at)
        if row == "conflict":
            return row
        if self.is_over(at):
            self.hand_in()
        if row.late:
            return "late"
        return "true" if self.current(change.place) == row.change.answer else "false"

    def _same(self, change: Change):
        """The row it made when it came before; "conflict" where that was another answer, or elsewhere."""
        if change.sequence is None:
            last = self.of(change.place)[-1:]
            return next(
                (r for r in last if (r.change.key, r.change.answer) == (change.key, change.answer)), None
            )
        for row in self.rows:
            if (row.change.key, row.sequence) == (change.key, change.sequence):
                same = (row.change.place, row.change.answer) == (change.place, change.answer)
                return row if same else "conflict"
        return None

    def _stored(self, change: Change, at) -> Row:
        used = [row.sequence for row in self.rows if row.change.key == change.key]
        sequence = change.sequence or max(used, default=0) + 1
        here = self.of(change.place)
        late = self.is_over(at) or any(row.final for row in here)
        overtaken = change.sequence is not None and any(
            row.change.key == change.key and row.sequence > sequence for row in here
        )
        final = self.checks_at_once and bool(change.answer) and not (late or overtaken)
        self.rows.append(Row(change, sequence, late, overtaken, final))
        return self.rows[-1]

    def hand_in(self) -> None:
        if not self.handed_in:
            self.handed_in = True
            self.score = sum(OPTIONS[self.current(place) or ""] for place in (0, 1))


class Answering(RuleBasedStateMachine):
    sent = Bundle("sent")

    @initialize(checks_at_once=st.booleans(), has_limit=st.booleans())
    def begin(self, checks_at_once, has_limit):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.at = NOON
        self.model = Model(checks_at_once, has_limit)
        self.browsers = {uuid4(): 0 for _browser in range(3)}
        self.pages = [uuid4() for _page in range(2)]  # each without script, with a key of its own
        rules: dict[str, Any] = {"preset": "practice"} if checks_at_once else {}
        rules |= {"time_limit_minutes": LIMIT_MINUTES} if has_limit else {}
        shape = choice("right", wrong=["wrong", "neither"])
        of = quiz(items=[item("one", shape), item("two", shape)], settings=rules)
        self.attempt = attempt(person(), of)
        self.items = list(self.attempt.items.select_related("version__item").order_by("position"))
        self.ids = [
            {option["text"]["md"]: option["id"] for option in each.version.content["options"]}
            for each in self.items
        ]

    def teardown(self):
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def deliver(self, change):
        values = [self.ids[change.place][change.answer]] if change.answer else []
        expected = self.model.arrives(change, self.at)
        try:
            receipt = answer(
                attempt_item=self.items[change.place],
                values=values,
                client_key=change.key,
                sequence=change.sequence,
                at=self.at,
            )
        except ConflictingChange:
            assert expected == "conflict"
        else:
            assert receipt.saved == expected
            current = self.model.current(change.place)
            assert self.said(receipt.current, change.place) == current

    def said(self, response, place):
        if response is None:
            return None
        by_id = {id: text for text, id in self.ids[place].items()}
        return by_id[response.values[0]] if response.values else ""

    def number(self, browser: int) -> tuple[UUID, int]:
        key = list(self.browsers)[browser]
        self.browsers[key] += 1
        return key, self.browsers[key]

    @rule(target=sent, browser=st.integers(0, 2), place=places, said=answers)
    def a_browser_sends_a_change_that_arrives(self, browser, place, said):
        change = Change(*self.number(browser), place, said)
        self.deliver(change)
        return change

    @rule(target=sent, browser=st.integers(0, 2), place=places, said=answers)
    def a_browser_sends_a_change_that_is_on_its_way(self, browser, place, said):
        return Change(*self.number(browser), place, said)

    @rule(target=sent, browser=st.integers(0, 2), place=places, said=answers, newer=answers)
    def a_browser_sends_two_changes_and_the_second_arrives_first(self, browser, place, said, newer):
        older = Change(*self.number(browser), place, said)
        self.deliver(Change(*self.number(browser), place, newer))
        self.deliver(older)
        return older

    @rule(change=sent)
    def a_change_arrives_late_or_again(self, change):
        self.deliver(change)

    @rule(change=sent, place=places, said=answers)
    def somebody_forges_a_change_under_a_number_that_was_used(self, change, place, said):
        if change.sequence is not None:
            self.deliver(Change(change.key, change.sequence, place, said))

    @rule(target=sent, page=st.integers(0, 1), place=places, said=answers)
    def a_form_without_script_is_sent(self, page, place, said):
        change = Change(self.pages[page], None, place, said)
        self.deliver(change)
        return change

    @rule(minutes=st.sampled_from([1, 5, 29]))
    def time_passes(self, minutes):
        self.at += minutes * MINUTE

    @rule(after=st.sampled_from([timedelta(0), GRACE, GRACE + timedelta(microseconds=1)]))
    def time_comes_near_the_deadline(self, after):
        self.at = max(self.at, DEADLINE + after)

    @rule()
    def somebody_hands_in(self):
        hand_in(attempt=self.attempt, at=self.at)
        self.model.hand_in()

    @invariant()
    def what_counts_is_what_the_model_says(self):
        if not hasattr(self, "model"):
            return
        current = current_responses(self.attempt)
        for place, each in enumerate(self.items):
            assert self.said(current.get(each.pk), place) == self.model.current(place)
        assert Response.objects.count() == len(self.model.rows)

    @invariant()
    def the_score_is_of_what_counted_at_the_hand_in(self):
        if not hasattr(self, "model"):
            return
        self.attempt.refresh_from_db()
        assert (self.attempt.submitted_at is not None) is self.model.handed_in
        assert self.attempt.score == self.model.score
        if self.model.handed_in:
            assert recompute(self.attempt).points == self.model.score


def test_in_any_order_what_counts_is_what_the_model_says():
    run_state_machine_as_test(
        Answering,
        settings=settings(
            max_examples=60,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
