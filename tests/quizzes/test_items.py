"""The life of an item: versions and keys, made in one place and never changed."""

import pytest

from lessons.models import Claim
from quizzes.items import keeps_meaning, revise_item, revision_of
from quizzes.models import AnswerKey, ItemVersion
from tests.factories import NOON, choice, claim, item, revise, text_entry

pytestmark = pytest.mark.django_db


def test_the_same_content_again_makes_no_version():
    asked = item()
    revise(asked)
    assert ItemVersion.objects.count() == AnswerKey.objects.count() == 1


def test_a_change_is_the_next_version_and_the_old_one_stays():
    asked = revise(item(), choice(stem="When was it launched?"))
    assert [v.content["stem"]["md"] for v in asked.versions.all()] == [
        "In which year, according to the article, was the initiative launched?",
        "When was it launched?",
    ]
    assert asked.current.number == 2


def test_other_words_keep_the_meaning_and_its_statistics():
    assert revise(item(), choice(stem="When was it launched?")).current.same_meaning


@pytest.mark.parametrize(
    "shape",
    [
        choice("2017", wrong=["2013", "2021"]),
        choice(wrong=["2018", "2021"]),
        text_entry(),
    ],
    ids=["another key", "another option", "another interaction"],
)
def test_another_key_option_or_interaction_changes_the_meaning(shape):
    assert not revise(item(), shape).current.same_meaning


def test_the_author_may_say_otherwise():
    asked = item()
    version = revise_item(
        item=asked,
        revision=revision_of(revise(item("twin"), choice("2014")).current),
        author=None,
        why="a slip of the pen",
        at=NOON,
        same_meaning=True,
    )
    assert version.same_meaning


def test_moving_the_right_option_in_the_file_makes_no_version_and_changes_no_byte():
    asked = item()
    before = asked.current.content
    moved = choice()
    moved["options"].reverse()
    revise(asked, moved)
    assert (asked.current.number, asked.current.content) == (1, before)


def test_the_content_of_a_version_holds_nothing_of_its_key():
    asked = revise(item(), choice("CANARY right", wrong=["other", "third"], explanation="CANARY because"))
    assert set(asked.current.content) == {"stem", "several", "rule", "options", "pinned"}
    assert all(set(option) == {"id", "text"} for option in asked.current.content["options"])


def test_an_unknown_claim_is_refused_and_nothing_is_made():
    asked = item()
    revision = revision_of(asked.current)
    with pytest.raises(Claim.DoesNotExist):
        revise_item(
            item=asked,
            revision=type(revision)(**{**vars(revision), "claims": ("nowhere",)}),
            author=None,
            why="",
            at=NOON,
        )
    assert ItemVersion.objects.count() == 1


def test_a_version_knows_what_it_was_made_of():
    asked = revise(item(), choice(level="apply"), claims=[claim()])
    revision = revision_of(asked.current)
    assert (revision.claims, revision.level) == (("bri-2013",), "apply")
    assert revision.content_hash == asked.current.content_hash
    assert keeps_meaning(asked.current, revision)
