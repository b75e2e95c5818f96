"""What holds for every interaction, whatever an author writes and a learner sends."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.interactions import REGISTRY, InvalidResponse

from .forms import filled, sent
from .shapes import BY_NAME, in_another_order, with_another_key

each = pytest.mark.parametrize("name", sorted(REGISTRY))
law = settings(max_examples=60, deadline=None)  # a machine that is busy breaks no law
any_text = st.text(max_size=30)
chances = st.randoms(use_true_random=False)


def test_every_interaction_has_shapes_here():
    assert BY_NAME.keys() == REGISTRY.keys()


def drawn(data: st.DataObject, name: str):
    return REGISTRY[name].read("slug", data.draw(BY_NAME[name]))


def fields_of(data: st.DataObject, name: str) -> dict[str, Any]:
    return data.draw(BY_NAME[name]).model_dump(by_alias=True, exclude_none=True)


def shown(name: str, content, chance: Random) -> list[str]:
    """An order in which the options may be shown."""
    ids = REGISTRY[name].option_ids(content)
    return ids if REGISTRY[name].fixed_order(content) else chance.sample(ids, len(ids))


def answered(name: str, content, order, chance: Random, typed: Sequence[str] = ()) -> list[str]:
    """Checked values that the form can send."""
    asked = REGISTRY[name].asked(content, order, [chance.choice(["", "2013", *typed])])
    return REGISTRY[name].check(content, REGISTRY[name].values({"values": filled(asked, chance)}))


@each
@law
@given(data=st.data())
def test_reading_what_was_written_gives_the_same_item(name, data):
    interaction = REGISTRY[name]
    item = drawn(data, name)
    written = interaction.write("slug", *item)
    again = interaction.read("slug", interaction.Shape.model_validate(written))
    assert again == item
    assert interaction.write("slug", *again) == written


@each
@law
@given(data=st.data())
def test_what_was_not_edited_keeps_its_ids(name, data):
    interaction = REGISTRY[name]
    shape = data.draw(BY_NAME[name])
    content, key, feedback = interaction.read("slug", shape)
    kept = interaction.keep_ids("slug", shape, content, key)
    assert interaction.read("slug", kept) == (content, key, feedback)


@each
@law
@given(data=st.data())
def test_an_item_is_json(name, data):
    item = drawn(data, name)
    assert json.loads(json.dumps(item)) == list(item)


@each
@law
@given(data=st.data(), chance=chances)
def test_what_templates_are_handed_is_json(name, data, chance):
    content, key, feedback = drawn(data, name)
    order = shown(name, content, chance)
    values = answered(name, content, order, chance)
    asked = REGISTRY[name].asked(content, order, values)
    told = REGISTRY[name].told(content, order, values, key, feedback)
    assert json.loads(json.dumps([asked, told])) == [asked, told]


@each
@law
@given(data=st.data(), garbage=st.lists(any_text, max_size=4), chance=chances)
def test_what_is_sent_is_refused_or_scored_from_0_to_1(name, data, garbage, chance):
    interaction = REGISTRY[name]
    content, key, _ = drawn(data, name)
    ids = interaction.option_ids(content)
    samples = [value for values in interaction.states(content, key).values() for value in values]
    known = [*ids, *(f"{one} {other}" for one in ids[:3] for other in ids), *samples]
    sent = [*garbage, *chance.choices(known, k=chance.randrange(4))]
    try:
        values = interaction.check(content, interaction.values({"values": sent}))
    except InvalidResponse:
        return
    assert interaction.check(content, values) == values
    assert 0 <= interaction.score(key, values) <= 1


@each
@law
@given(data=st.data(), chance=chances)
def test_what_a_form_can_send_is_taken_and_scored_from_0_to_1(name, data, chance):
    interaction = REGISTRY[name]
    content, key, _ = drawn(data, name)
    values = answered(name, content, shown(name, content, chance), chance)
    assert interaction.check(content, values) == values == sorted(set(values))
    if name != "text_entry":
        assert interaction.check(content, [*reversed(values), *values]) == values
    assert 0 <= interaction.score(key, values) <= 1
    message, params = interaction.explain(key, values)
    assert message % params


@each
@law
@given(data=st.data(), chance=chances)
def test_a_form_sent_back_untouched_is_the_same_response(name, data, chance):
    interaction = REGISTRY[name]
    content, _, _ = drawn(data, name)
    order = shown(name, content, chance)
    values = answered(name, content, order, chance)
    assert interaction.check(content, sent(interaction.asked(content, order, values))) == values


@each
@law
@given(data=st.data(), chance=chances)
def test_everything_is_shown_in_the_order_that_was_drawn(name, data, chance):
    content, _, _ = drawn(data, name)
    order = shown(name, content, chance)
    asked = REGISTRY[name].asked(content, order, [])
    for ids in shown_ids(asked):
        assert ids == [id for id in order if id in ids]
    assert {id for ids in shown_ids(asked) for id in ids} == set(order)


def shown_ids(asked) -> list[list[str]]:
    """The ids of each list that a learner sees in an order, each by itself."""
    lists = [[option["id"] for option in asked.get("options", [])]]
    lists.append([line["id"] for line in asked.get("lines", [])])
    for place in (*asked.get("lines", []), *asked.get("pieces", [])):
        targets = [option["value"].split(" ")[1] for option in place.get("options", [])]
        lists.append([target for target in targets if len(target) == 8])  # else it is a place in `order`
    return lists


@each
@law
@given(data=st.data())
def test_nothing_given_is_nothing_scored(name, data):
    interaction = REGISTRY[name]
    content, key, _ = drawn(data, name)
    assert interaction.check(content, interaction.values({})) == []
    assert interaction.score(key, []) == 0


@each
@law
@given(data=st.data())
def test_each_sample_has_the_outcome_that_it_is_for(name, data):
    interaction = REGISTRY[name]
    content, key, _ = drawn(data, name)
    states = interaction.states(content, key)
    scores = {outcome: interaction.score(key, values) for outcome, values in states.items()}
    assert {values == interaction.check(content, values) for values in states.values()} == {True}
    assert scores.pop("correct") == 1
    assert scores.pop("incorrect", 0) == 0
    assert all(0 < score < 1 for score in scores.values())


@each
@law
@given(data=st.data(), chance=chances)
def test_the_order_in_the_file_changes_nothing_where_it_is_not_the_key(name, data, chance):
    interaction = REGISTRY[name]
    fields = fields_of(data, name)
    if name == "choice":
        fields["keep_order"] = False
    item = interaction.read("slug", interaction.Shape.model_validate(fields))
    other = in_another_order(name, fields, chance)
    assert interaction.read("slug", interaction.Shape.model_validate(other)) == item


@each
@law
@given(data=st.data())
def test_two_items_that_differ_in_the_key_alone_show_the_same(name, data):
    interaction = REGISTRY[name]
    fields = fields_of(data, name)
    if name in ("choice", "hottext"):
        fields |= {"several": True, "rule": "net_correct"}
    one, other = (
        interaction.read("slug", interaction.Shape.model_validate(item))
        for item in (fields, with_another_key(name, fields))
    )
    assert json.dumps(one[0]) == json.dumps(other[0])


@each
@law
@given(data=st.data(), chance=chances)
def test_until_the_key_may_be_seen_nothing_is_said_of_right_and_wrong(name, data, chance):
    content, key, feedback = drawn(data, name)
    order = shown(name, content, chance)
    values = answered(name, content, order, chance)
    told = REGISTRY[name].told(content, order, values, None, feedback)
    assert set(all_of(told, "sign")) <= {"given", "empty", "omitted"}
    assert set(all_of(told, "verdict")) <= {"", "You chose this.", "You left this empty."}
    assert set(all_of(told, "right")) <= {None}
    seen = REGISTRY[name].told(content, order, values, key, feedback)
    assert set(all_of(seen, "sign")) & {"right", "wrong", "missed"} or not values


@each
@law
@given(data=st.data(), chance=chances)
def test_a_right_response_is_told_so(name, data, chance):
    interaction = REGISTRY[name]
    content, key, feedback = drawn(data, name)
    order = shown(name, content, chance)
    told = interaction.told(content, order, interaction.states(content, key)["correct"], key, feedback)
    assert set(all_of(told, "sign")) <= {"right", "empty"}
    assert set(all_of(told, "right")) <= {None}


def all_of(told: Any, name: str) -> list[Any]:
    """Whatever stands under this name, however deep."""
    if isinstance(told, list):
        return [found for inner in told for found in all_of(inner, name)]
    if isinstance(told, dict):
        here = [told[name]] if name in told else []
        return here + [found for inner in told.values() for found in all_of(inner, name)]
    return []


def with_canaries(feedback) -> dict[str, dict[str, str]]:
    """The feedback in words that stand nowhere else."""
    return {value: {"md": f"CANARY{n}.", "html": f"CANARY{n}."} for n, value in enumerate(sorted(feedback))}


def canaries_in(told) -> set[str]:
    return set(re.findall(r"CANARY\d+\.", json.dumps(told)))


@each
@law
@given(data=st.data(), chance=chances)
def test_until_the_key_may_be_seen_feedback_speaks_of_what_was_given_only(name, data, chance):
    interaction = REGISTRY[name]
    content, _, feedback = drawn(data, name)
    feedback = with_canaries(feedback)
    order = shown(name, content, chance)
    values = answered(name, content, order, chance, typed=[*feedback])
    told = interaction.told(content, order, values, None, feedback)
    assert canaries_in(told) == {feedback[value]["html"] for value in values if value in feedback}


@each
@law
@given(data=st.data(), chance=chances)
def test_feedback_is_in_nothing_that_is_shown_before_it_may_be_seen(name, data, chance):
    interaction = REGISTRY[name]
    content, key, feedback = drawn(data, name)
    written = interaction.write("slug", content, key, with_canaries(feedback))
    assert bool(canaries_in(written)) is bool(feedback)
    content, key, _ = interaction.read("slug", interaction.Shape.model_validate(written))
    order = shown(name, content, chance)
    values = answered(name, content, order, chance)
    asked = interaction.asked(content, order, values)
    told = [interaction.told(content, order, values, seen, {}) for seen in (key, None)]
    assert canaries_in([content, asked, told]) == set()


@law
@given(data=st.data())
def test_ticking_everything_gains_nothing_when_half_is_wrong(data):
    for name in ("choice", "hottext"):
        interaction = REGISTRY[name]
        content, key, _ = drawn(data, name)
        ids = interaction.option_ids(content)
        right = Counter(id in key["correct"] for id in ids)
        if content["several"] and right[False] >= right[True]:
            assert interaction.score(key, ids) == 0
