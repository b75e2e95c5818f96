"""What holds for every interaction, whatever an author writes and a learner sends."""

import json
from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.interactions import REGISTRY, InvalidResponse

from .shapes import BY_NAME

each = pytest.mark.parametrize("name", sorted(REGISTRY))
any_text = st.text(max_size=30)


def test_every_interaction_has_shapes_here():
    assert BY_NAME.keys() == REGISTRY.keys()


@each
@given(data=st.data())
def test_reading_what_was_written_gives_the_same_item(name, data):
    interaction = REGISTRY[name]
    item = interaction.read("slug", data.draw(BY_NAME[name]))
    written = interaction.write("slug", *item)
    again = interaction.read("slug", interaction.Shape.model_validate(written))
    assert again == item
    assert interaction.write("slug", *again) == written


@each
@given(data=st.data())
def test_an_item_is_json(name, data):
    item = REGISTRY[name].read("slug", data.draw(BY_NAME[name]))
    assert json.loads(json.dumps(item)) == list(item)


@each
@given(data=st.data(), sent=st.lists(any_text, max_size=4))
def test_what_is_sent_is_refused_or_scored_from_0_to_1(name, data, sent):
    interaction = REGISTRY[name]
    content, key, feedback = interaction.read("slug", data.draw(BY_NAME[name]))
    ids = interaction.option_ids(content)
    sent = data.draw(st.lists(st.sampled_from(ids), max_size=6)) if ids and data.draw(st.booleans()) else sent
    try:
        values = interaction.check(content, interaction.values({"values": sent}))
    except InvalidResponse:
        return
    assert interaction.check(content, values) == values
    assert 0 <= interaction.score(key, values) <= 1
    assert set(interaction.feedback_for(key, feedback, values)) <= set(feedback)
    message, params = interaction.explain(key, values)
    assert message % params


@each
@given(data=st.data())
def test_nothing_given_is_nothing_scored(name, data):
    interaction = REGISTRY[name]
    content, key, _ = interaction.read("slug", data.draw(BY_NAME[name]))
    assert interaction.check(content, interaction.values({})) == []
    assert interaction.score(key, []) == 0


@each
@given(data=st.data())
def test_each_sample_has_the_outcome_that_it_is_for(name, data):
    interaction = REGISTRY[name]
    content, key, _ = interaction.read("slug", data.draw(BY_NAME[name]))
    states = interaction.states(content, key)
    scores = {outcome: interaction.score(key, values) for outcome, values in states.items()}
    assert {values == interaction.check(content, values) for values in states.values()} == {True}
    assert scores.pop("correct") == 1
    assert scores.pop("incorrect", 0) == 0
    assert all(0 < score < 1 for score in scores.values())


@each
@given(data=st.data(), chance=st.randoms(use_true_random=False))
def test_the_authors_order_of_options_changes_nothing(name, data, chance: Random):
    """Unless it is kept: then it is the only thing that it changes."""
    interaction = REGISTRY[name]
    shape = data.draw(BY_NAME[name])
    fields = shape.model_dump(by_alias=True, exclude_none=True)
    if "options" not in fields:
        return
    fields["keep_order"] = False
    item = interaction.read("slug", interaction.Shape.model_validate(fields))
    chance.shuffle(fields["options"])
    assert interaction.read("slug", interaction.Shape.model_validate(fields)) == item


@each
@given(data=st.data())
def test_the_content_says_nothing_of_the_key(name, data):
    """Two items that differ in the key alone show the same."""
    interaction = REGISTRY[name]
    fields = data.draw(BY_NAME[name]).model_dump(by_alias=True, exclude_none=True)
    if "options" in fields:
        fields |= {"several": True, "rule": "net_correct"}
        other = {**fields, "options": [{**option, "correct": True} for option in fields["options"]]}
    elif "number" in fields:
        other = {**fields, "number": "77777", "tolerance": "3"}
    else:
        other = {**fields, "accept": ["something", "else"], "typing_tolerance": 0}
    content, _, _ = interaction.read("slug", interaction.Shape.model_validate(fields))
    assert interaction.read("slug", interaction.Shape.model_validate(other))[0] == content


@given(data=st.data())
def test_the_guess_score_of_a_choice_is_the_mean_over_all_ways_to_tick(data):
    interaction = REGISTRY["choice"]
    content, key, _ = interaction.read("slug", data.draw(BY_NAME["choice"]))
    ids = interaction.option_ids(content)
    if content["several"]:
        ways = [[id for at, id in enumerate(ids) if way >> at & 1] for way in range(2 ** len(ids))]
    else:
        ways = [[id] for id in ids]
    mean = sum((interaction.score(key, way) for way in ways), Fraction(0)) / len(ways)
    assert interaction.guess_score(content, key) == mean


@given(data=st.data())
def test_ticking_everything_gains_nothing_when_half_is_wrong(data):
    interaction = REGISTRY["choice"]
    content, key, _ = interaction.read("slug", data.draw(BY_NAME["choice"]))
    ids = interaction.option_ids(content)
    right = Counter(id in key["correct"] for id in ids)
    if content["several"] and right[False] >= right[True]:
        assert interaction.score(key, ids) == 0
