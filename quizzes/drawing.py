"""What one attempt asks: the items of its quiz, and those that are drawn for it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Self

from quizzes.filling import fill
from quizzes.models import Item, ItemVersion, Quiz, QuizPart


class TooFewItems(Exception):
    """Nothing is to be asked, or a draw cannot be filled: the attempt would weigh less than others."""


@dataclass(frozen=True)
class Asked:
    version: ItemVersion
    points: int


@dataclass(frozen=True)
class Blueprint:
    """The parts of a quiz as they may be asked now, each draw with its pool (by the part's pk)."""

    parts: list[QuizPart]
    pools: dict[int, list[Item]]

    @classmethod
    def of(cls, quiz: Quiz) -> Self:
        """Two queries, and one for each draw."""
        parts = list(QuizPart.objects.filter(quiz=quiz).askable())
        return cls(
            parts,
            {
                part.pk: list(part.pool().select_related("current").order_by("pk"))
                for part in parts
                if part.is_draw
            },
        )

    @property
    def items(self) -> set[int]:
        """The pk of all that may be asked."""
        fixed = {part.item_id for part in self.parts if part.item_id is not None}
        return fixed | {item.pk for pool in self.pools.values() for item in pool}

    def draw(self, chance: Random) -> list[Asked]:
        """What one attempt asks, in the quiz's order, no item twice.

        All attempts of one blueprint weigh the same: a draw gives as many items as it says. Raises
        TooFewItems.
        """
        drawn = self._drawn(chance)
        asked = [
            Asked(item.asked_version, part.points)
            for part in self.parts
            for item in ([part.item] if part.item is not None else drawn[part.pk])
        ]
        if not asked:
            raise TooFewItems
        return asked

    def _drawn(self, chance: Random) -> dict[int, list[Item]]:
        """What each draw gives, by its part's pk; nothing that stands in the quiz besides.

        An attempt begins wherever there is a way to fill all draws, not by luck.
        """
        fixed = {part.item_id for part in self.parts}
        free = {pk: [item for item in pool if item.pk not in fixed] for pk, pool in self.pools.items()}
        places = [part.pk for part in self.parts if part.is_draw for _ in range(part.count)]
        taken = fill([chance.sample(free[pk], len(free[pk])) for pk in places])
        if len(taken) < len(places):
            raise TooFewItems
        drawn: dict[int, list[Item]] = {pk: [] for pk in self.pools}
        for item, place in sorted(taken.items(), key=lambda pair: pair[1]):
            drawn[places[place]].append(item)
        return drawn
