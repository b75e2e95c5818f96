"""Two implementations of every scoring rule, which know nothing of each other, agree to the last digit."""

from fractions import Fraction
from random import Random

from quizzes.interactions import REGISTRY

from . import made_up, second

RESPONSES = 100_000
PER_ITEM = 50


def test_both_implementations_of_all_rules_agree_on_a_hundred_thousand_responses():
    chance = Random("the second opinion")
    compared = 0
    seen: dict[tuple[str, str], set[Fraction]] = {kind: set() for kind in made_up.KINDS}
    while compared < RESPONSES:
        kind = made_up.KINDS[compared // PER_ITEM % len(made_up.KINDS)]
        interaction = REGISTRY[kind[0]]
        fields = made_up.item(kind, chance)
        content, key, _ = interaction.read("slug", interaction.Shape.model_validate(fields))
        for _ in range(PER_ITEM):
            words = made_up.response(kind, fields, chance)
            values = interaction.check(content, made_up.values(kind, content, words))
            score = interaction.score(key, values)
            assert score == second.score(kind[0], fields, words), (kind, fields, words)
            seen[kind].add(score)
            compared += 1
    all_or_none = {
        kind
        for kind in made_up.KINDS
        if kind[0] == "text_entry" or kind[1] in ("right_or_wrong", "all_or_nothing")
    }
    for kind, scores in seen.items():  # the trials reach both ends, and what lies between
        assert {0, 1} <= scores and (len(scores) > 2) is (kind not in all_or_none), kind
