"""An item as a learner will see it in each state, before anything of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _

from quizzes.display import ItemForm, ScoredItem, item_form, scored_item
from quizzes.interactions import REGISTRY
from quizzes.items import Revision
from quizzes.models import AnswerKey, Item, ItemVersion
from quizzes.ordering import settled_order

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class State:
    title: str
    form: ItemForm | None = None
    scored: ScoredItem | None = None


def states(item: Item, revision: Revision) -> list[State]:
    """Fresh, then scored: right, partly right where that can be had, wrong, left blank. Writes nothing."""
    version = _unsaved(item, revision)
    order = settled_order(version, item.slug)
    samples = REGISTRY[revision.interaction].states(revision.content, revision.key)
    if told := _wrong_with_feedback(revision):
        samples["incorrect"] = told
    titles = {"correct": _("Right"), "partial": _("Partly right"), "incorrect": _("Wrong")}
    answers = [(titles[name], samples[name]) for name in titles if name in samples]
    fresh = item_form(version, order=order, learner_id=NOBODY, url="", dom_id="preview-fresh")
    return [
        State(_("As it is asked"), form=fresh),
        *(
            State(title, scored=scored_item(version, values, order=order, dom_id=f"preview-{number}"))
            for number, (title, values) in enumerate([*answers, (_("No answer"), [])], start=1)
        ),
    ]


def hints(revision: Revision) -> list[str]:
    """As HTML, in the order in which they are given."""
    return [hint["html"] for hint in revision.hints]


def _wrong_with_feedback(revision: Revision) -> list[str]:
    """A wrong answer that the author has words for; none where the sample gets them, or there are none."""
    interaction = REGISTRY[revision.interaction]
    sample = interaction.states(revision.content, revision.key).get("incorrect", [])
    if not revision.feedback.keys().isdisjoint(sample):
        return []
    wrong = (name for name in revision.feedback if not interaction.score(revision.key, [name]))
    return list(islice(wrong, 1))


def _unsaved(item: Item, revision: Revision) -> ItemVersion:
    version = ItemVersion(
        item=item,
        number=item.current.number + 1 if item.current else 1,
        interaction=revision.interaction,
        content=revision.content,
        level=revision.level,
    )
    AnswerKey(version=version, key=revision.key, feedback=revision.feedback, explanation=revision.explanation)
    return version
