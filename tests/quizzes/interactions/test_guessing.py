"""The guess score is the mean of what somebody gets who does not read: by counting, and by trying."""

from fractions import Fraction
from random import Random

import pytest

from quizzes.interactions import REGISTRY

from . import made_up
from .forms import guessed, guesses

GUESSES = 4_000
can_be_guessed = pytest.mark.parametrize(
    "kind", [kind for kind in made_up.KINDS if kind[0] != "text_entry"], ids=" ".join
)


def an_item(kind, chance: Random, largest: int):
    interaction = REGISTRY[kind[0]]
    fields = made_up.item(kind, chance, largest=largest)
    content, key, _ = interaction.read("slug", interaction.Shape.model_validate(fields))
    return interaction, content, key, interaction.asked(content, interaction.option_ids(content), [])


@can_be_guessed
def test_it_is_the_mean_over_everything_that_a_guesser_may_send(kind):
    chance = Random(f"all guesses {kind}")
    for _ in range(30):
        interaction, content, key, asked = an_item(kind, chance, largest=6 if kind[0] == "order" else 4)
        scores = [interaction.score(key, interaction.check(content, way)) for way in guesses(kind[0], asked)]
        assert interaction.guess_score(content, key) == sum(scores, Fraction(0)) / len(scores)


@can_be_guessed
def test_many_guesses_at_a_large_item_come_close_to_it(kind):
    """Within four standard errors of the mean."""
    chance = Random(f"many guesses {kind}")
    for _ in range(3):
        interaction, content, key, asked = an_item(kind, chance, largest=8)
        scores = [
            float(interaction.score(key, interaction.check(content, guessed(kind[0], asked, chance))))
            for _ in range(GUESSES)
        ]
        mean = sum(scores) / GUESSES
        variance = sum((score - mean) ** 2 for score in scores) / (GUESSES - 1)
        assert abs(mean - interaction.guess_score(content, key)) <= 4 * (variance / GUESSES) ** 0.5


def test_a_text_is_not_guessed():
    for kind in made_up.KINDS:
        if kind[0] == "text_entry":
            interaction, content, key, _ = an_item(kind, Random(1), largest=8)
            assert interaction.guess_score(content, key) == 0
