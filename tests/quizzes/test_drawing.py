"""What one attempt asks: fixed items, and those drawn for it from a module, a level, some claims."""

from collections import Counter
from itertools import chain, combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.attempts import start_attempt
from quizzes.drawing import Blueprint, TooFewItems
from quizzes.models import Attempt, Item, ItemVersion, QuizPart
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    choice,
    claim,
    draw,
    item,
    module,
    offered,
    own_delivery,
    person,
    quiz,
    revise,
    signed_in,
)
from tests.queries import exactly

pytestmark = pytest.mark.django_db
SEEDS = range(12)


def drawn(of, seed=1):
    """The slugs that an attempt of this seed asks, in order."""
    return [asked.version.item.slug for asked in Blueprint.of(of).draw(Random(seed))]


def bank(*slugs, **fields):
    return [item(slug, **fields) for slug in slugs]


# From where


def test_a_draw_without_a_word_takes_from_all_that_quizzes_may_ask():
    bank("both")
    bank("quiz", use=Item.Use.QUIZ)
    bank("practice", use=Item.Use.PRACTICE)
    bank("retired", state=Item.State.RETIRED)
    bank("draft", state=Item.State.DRAFT)
    of = quiz(items=[])
    draw(of, 2)
    assert {slug for seed in SEEDS for slug in drawn(of, seed)} == {"both", "quiz"}


def test_a_draw_takes_from_a_module():
    bank("here-1", "here-2")
    bank("there-1", "there-2", module=module("initiatives"))
    of = quiz(items=[])
    draw(of, from_module=module("initiatives"))
    assert {slug for seed in SEEDS for slug in drawn(of, seed)} == {"there-1", "there-2"}


def test_a_draw_takes_a_level_which_is_that_of_the_version_asked_now():
    item("was-hard", choice(level="analyse"))
    item("hard", choice(level="analyse"))
    revise(item("was-hard"), choice("2014", level="remember"))
    revise(item("became-hard"), choice("2014", level="analyse"))
    of = quiz(items=[])
    draw(of, level="analyse")
    assert {slug for seed in SEEDS for slug in drawn(of, seed)} == {"hard", "became-hard"}


def test_a_draw_takes_items_that_test_any_of_its_claims_each_once():
    bri, gdi, gsi = claim("bri-2013"), claim("gdi-2021"), claim("gsi-2022")
    revise(item("one"), claims=[bri])
    revise(item("both"), claims=[bri, gdi])
    revise(item("other"), claims=[gsi])
    of = quiz(items=[])
    draw(of, 2, claims=[bri, gdi])
    for seed in SEEDS:
        assert sorted(drawn(of, seed)) == ["both", "one"]


def test_a_draw_may_say_module_level_and_claims_at_once():
    bri, there = claim("bri-2013"), module("initiatives")
    revise(item("fits", module=there), choice(level="apply"), claims=[bri])
    revise(item("elsewhere"), choice(level="apply"), claims=[bri])
    revise(item("easier", module=there), claims=[bri])
    revise(item("of-nothing", module=there), choice(level="apply"))
    of = quiz(items=[])
    draw(of, from_module=there, level="apply", claims=[bri])
    assert drawn(of) == ["fits"]


# How many, and which


def test_parts_stand_in_their_order_whatever_is_drawn():
    bank("a-1", "a-2")
    of = quiz(items=[item("first")])
    draw(of, 2)
    QuizPart.objects.create(quiz=of, position=3, item=item("last"))
    for seed in SEEDS:
        first, *middle, last = drawn(of, seed)
        assert (first, sorted(middle), last) == ("first", ["a-1", "a-2"], "last")


def test_what_stands_in_the_quiz_is_never_drawn_besides():
    bank("free-1", "free-2")
    of = quiz(items=[])
    draw(of, 2)
    for position, slug in [(2, "fixed-1"), (3, "fixed-2")]:
        QuizPart.objects.create(quiz=of, position=position, item=item(slug))
    for seed in SEEDS:
        assert sorted(drawn(of, seed)) == ["fixed-1", "fixed-2", "free-1", "free-2"]


def test_two_draws_from_one_pool_share_no_item():
    bank("a", "b", "c", "d")
    of = quiz(items=[])
    draw(of, 2), draw(of, 2)
    for seed in SEEDS:
        assert sorted(drawn(of, seed)) == ["a", "b", "c", "d"]


def test_every_item_of_a_pool_is_drawn_as_often_as_another():
    bank("a", "b", "c", "d")
    of = quiz(items=[])
    draw(of, 2)
    blueprint = Blueprint.of(of)
    chance = Random(1)
    often = Counter(
        frozenset(asked.version.item.slug for asked in blueprint.draw(chance)) for _ in range(600)
    )
    assert len(often) == 6
    assert all(70 <= count <= 130 for count in often.values())  # 100 each; 3.3 standard deviations


@pytest.mark.parametrize("kept", [0, 1])
def test_a_pool_that_is_too_small_refuses_the_start(kept):
    items = bank("a", "b")
    of = quiz(items=[])
    draw(of, 2)
    assert drawn(of)
    Item.objects.filter(pk__in=[each.pk for each in items[kept:]]).update(state=Item.State.RETIRED)
    for seed in SEEDS:
        with pytest.raises(TooFewItems):
            drawn(of, seed)
    browser, amina = signed_in(person()), person()
    assert "It does not have enough items" in browser.get("/ssc/quizzes/foundations-quiz/").content.decode()
    sent = {"learner": amina.public_id}
    assert browser.post("/ssc/quizzes/foundations-quiz/start/", sent).status_code == 409
    assert not Attempt.all_objects.exists()


def test_a_pool_that_is_used_up_by_fixed_items_refuses_the_start():
    of = quiz(items=bank("a", "b"))
    draw(of, 1)
    with pytest.raises(TooFewItems):
        drawn(of)


def test_a_narrow_draw_is_filled_although_a_wide_one_comes_before_it():
    """By luck it was not: a wide draw took the only item of the narrow one in one of two starts."""
    item("easy"), item("hard", choice(level="analyse"))
    of = quiz(items=[])
    draw(of, 1), draw(of, 1, level="analyse")
    for seed in SEEDS:
        assert drawn(of, seed) == ["easy", "hard"]


@st.composite
def blueprints(draw):
    """Up to seven items and parts over them: an item that stands fixed, or a draw from any subset."""
    items = [Item(pk=pk, slug=str(pk), current=ItemVersion(pk=pk)) for pk in range(draw(st.integers(1, 7)))]
    fixed = draw(st.lists(st.sampled_from(items), unique_by=lambda each: each.pk, max_size=2))
    parts = [QuizPart(pk=n, item=each, points=draw(st.integers(1, 5))) for n, each in enumerate(fixed)]
    pools = {}
    for pk in range(len(parts), len(parts) + draw(st.integers(0, 3))):
        parts.append(QuizPart(pk=pk, count=draw(st.integers(1, 3)), points=draw(st.integers(1, 5))))
        pools[pk] = draw(st.lists(st.sampled_from(items), unique_by=lambda each: each.pk))
    return Blueprint(draw(st.permutations(parts)), pools)


def can_be_filled(blueprint):
    """Whether each place can have an item of its own: any places together find as many (Hall 1935)."""
    fixed = {part.item_id for part in blueprint.parts}
    places = [
        {each.pk for each in blueprint.pools[part.pk]} - fixed
        for part in blueprint.parts
        if part.is_draw
        for _ in range(part.count)
    ]
    together = chain.from_iterable(combinations(places, size) for size in range(1, len(places) + 1))
    return all(len(set().union(*some)) >= len(some) for some in together)


@settings(deadline=None)
@given(blueprints(), st.integers(0, 2**32))
def test_all_attempts_of_one_blueprint_weigh_the_same_and_begin_or_do_not_whatever_the_seed(blueprint, seed):
    if not blueprint.parts or not can_be_filled(blueprint):
        with pytest.raises(TooFewItems):
            blueprint.draw(Random(seed))
        return
    asked = blueprint.draw(Random(seed))
    assert [each.points for each in asked] == [
        part.points for part in blueprint.parts for _ in range(part.count)
    ]
    slots = iter(asked)
    for part in blueprint.parts:
        given = {next(slots).version.pk for _ in range(part.count)}
        allowed = {part.item_id} if part.item else {each.pk for each in blueprint.pools[part.pk]}
        assert given <= allowed
    assert len({each.version.pk for each in asked}) == len(asked)


# In an attempt


def positions(begun):
    rows = begun.items.select_related("version__item").order_by("position")
    return [(row.position, row.version.item.slug, row.points) for row in rows]


def test_an_attempt_keeps_what_was_drawn_for_it():
    bank("a", "b", "c", "d", "e")
    of = quiz(items=[])
    draw(of, 3, points=2)
    begun = attempt(person(), of, seed=3)
    before = positions(begun)
    assert begun.points == 6 and [points for _position, _slug, points in before] == [2, 2, 2]
    Item.objects.filter(slug=before[0][1]).update(state=Item.State.RETIRED)
    of.parts.all().delete()
    again = start_attempt(
        learner=person(),
        delivery=own_delivery(of),
        standing=Attempt.Standing.LEARNER,
        at=NOON,
        chance=Random(9),
    )
    assert positions(again) == before


def test_another_seed_draws_and_shuffles_otherwise():
    bank(*"abcdefgh")
    of = quiz(items=[], settings={"shuffle_items": True})
    draw(of, 4)
    attempts = [attempt(person(f"learner-{seed}"), of, seed=seed) for seed in range(5)]
    assert len({tuple(positions(each)) for each in attempts}) == 5
    assert {each.points for each in attempts} == {4}


def test_the_next_attempt_draws_anew():
    bank(*"abcdefgh")
    of = quiz(items=[])
    draw(of, 4)
    amina = person()
    seen = {
        tuple(positions(attempt(amina, of, handed_in=True, at=NOON + n * MINUTE, seed=n))) for n in range(4)
    }
    assert len(seen) > 1


# In which order


def orders(begun):
    return [row.option_order for row in begun.items.order_by("position")]


def test_options_are_shuffled_where_the_rules_say_so_and_the_order_is_kept():
    of = quiz()
    by_seed = [orders(attempt(person(f"learner-{seed}"), of, seed=seed)) for seed in range(4)]
    assert any(by_seed[0] != other for other in by_seed)
    offered(of, settings={"shuffle_options": False})
    settled = [orders(attempt(person(f"other-{seed}"), of, seed=seed)) for seed in range(4)]
    assert all(settled[0] == other for other in settled)


def test_items_stay_in_the_quizs_order_unless_the_rules_shuffle_them():
    of = quiz()
    slugs = [f"foundations-quiz-{n}" for n in (1, 2, 3, 4)]
    for seed in range(4):
        begun = attempt(person(f"learner-{seed}"), of, seed=seed)
        assert [slug for _position, slug, _points in positions(begun)] == slugs


def test_what_is_pinned_stays_last_in_every_shuffle():
    shape = choice("2013", wrong=["2014", "2015"])
    shape["options"] += [{"text": "in none of these", "pinned": True}]
    of = quiz(items=[item("pinned", shape)])
    content = item("pinned").current.content["options"]
    last = next(option["id"] for option in content if option["text"]["md"] == "in none of these")
    shuffled = [orders(attempt(person(f"learner-{seed}"), of, seed=seed))[0] for seed in range(8)]
    assert {order[-1] for order in shuffled} == {last}
    assert len({tuple(order) for order in shuffled}) > 1


def test_a_reload_another_device_and_an_answer_change_no_order():
    of = quiz(settings={"shuffle_items": True})
    amina = person()
    begun = attempt(amina, of, seed=5)
    page = f"/attempts/{begun.public_id}/1/"

    def shown(browser):
        html = browser.get(page).content.decode()
        return [part.split('"')[0] for part in html.split('name="values" value="')[1:]]

    device, other = signed_in(amina), signed_in(amina)
    before = shown(device)
    assert before == orders(begun)[0]
    sent = {"learner": amina.public_id, "client_key": begun.public_id, "values": before[1]}
    assert device.post(page, sent).status_code == 302
    assert shown(device) == shown(other) == before


@pytest.mark.parametrize("pool", [3, 30])
def test_each_draw_costs_one_query_however_large_its_pool(pool):
    bank(*[f"item-{n}" for n in range(pool)])
    of = quiz(items=[])
    for _part in range(3):
        draw(of)
    with exactly(5):
        Blueprint.of(of).draw(Random(1))
