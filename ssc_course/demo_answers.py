"""What a learner of the demo answers: right or wrong by the Rasch model, and wrong in a plausible way.

Rasch (1960): the chance of a right answer is 1 / (1 + exp(difficulty - ability)). Chance comes from
the seed alone, so that the same seed gives the same answers to the same course.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from math import exp
from random import Random

from quizzes import scoring
from quizzes.interactions import REGISTRY, InvalidResponse
from quizzes.models import ItemVersion

BLANK = 0.02  # the share of items that are passed over; made up, as the spread of difficulties is


def chance_of(*seeds: object) -> Random:
    """The same chance for the same words; no secret hangs on it."""
    return Random(" ".join(map(str, seeds)))  # noqa: S311


@dataclass
class Answers:
    """Answers to items of one course. `seed` decides how hard an item is, and which errors it draws."""

    seed: int
    versions: dict[int, ItemVersion]
    _wrong: dict[int, list[list[str]]] = field(default_factory=dict)

    def difficulty(self, version: ItemVersion) -> float:
        """In logits; the same for all versions of an item."""
        return chance_of(self.seed, "item", version.item.slug).gauss(0, 1)

    def chance_of_right(self, version: ItemVersion, ability: float) -> float:
        return 1 / (1 + exp(self.difficulty(version) - ability))

    def give(self, version_pk: int, ability: float, chance: Random) -> list[str]:
        """Values that this item takes; [] for no answer."""
        version = self.versions[version_pk]
        is_right = chance.random() < self.chance_of_right(version, ability)
        if chance.random() < BLANK:
            return []
        return self.right(version) if is_right else self.wrong(version, chance)

    def right(self, version: ItemVersion) -> list[str]:
        return scoring.samples(version)["correct"]

    def wrong(self, version: ItemVersion, chance: Random) -> list[str]:
        """One of the item's errors, the first of them most often; [] where it has none."""
        if version.pk not in self._wrong:
            self._wrong[version.pk] = self._errors(version)
        errors = self._wrong[version.pk]
        if not errors:
            return []
        return errors[min(int(chance.expovariate(1.0)), len(errors) - 1)]

    def _errors(self, version: ItemVersion) -> list[list[str]]:
        """Answers that the item takes and that are not right, in an order which the seed settles."""
        errors = []
        for values in self._tried(version):
            try:
                values = REGISTRY[version.interaction].check(version.content, values)
            except InvalidResponse:
                continue
            if values and scoring.assess(version, values).fraction < 1 and values not in errors:
                errors.append(values)
        return errors

    def _tried(self, version: ItemVersion) -> Iterator[list[str]]:
        chance = chance_of(self.seed, "errors", version.item.slug)
        interaction, right = REGISTRY[version.interaction], self.right(version)
        others = [option for option in interaction.option_ids(version.content) if option not in right]
        chance.shuffle(others)
        yield from swapped_pairs(right, chance)
        for option in others:  # instead of what is right, or of one of several
            yield [option]
            yield [*right[1:], option]
            yield [*right, option]
        if len(right) > 1:
            yield right[1:]
        if not others and right:
            yield from ([slip] for slip in slips(right[0], chance))
        yield from (values for name, values in scoring.samples(version).items() if name != "correct")


def swapped_pairs(right: list[str], chance: Random) -> Iterator[list[str]]:
    """Of values that are pairs, "source target": two of them the wrong way round."""
    pairs = [value.split(" ") for value in right if value.count(" ") == 1]
    if len(pairs) < len(right):
        return
    ways = list(combinations(range(len(pairs)), 2))
    chance.shuffle(ways)
    for one, other in ways:
        targets = [target for _source, target in pairs]
        targets[one], targets[other] = targets[other], targets[one]
        yield [f"{source} {target}" for (source, _target), target in zip(pairs, targets, strict=True)]


def slips(text: str, chance: Random) -> Iterator[str]:
    """What somebody writes who nearly knows it: a number beside it, a word left out, letters turned round."""
    if text.lstrip("-").isdigit():
        yield from (str(int(text) + step) for step in chance.sample([-10, -3, -2, -1, 1, 2, 3, 10], 4))
        return
    words = text.split()
    if len(words) > 1:
        yield " ".join(words[:-1])
        yield " ".join(words[1:])
    at = chance.randrange(max(1, len(text) - 1))
    yield text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
