"""The database itself refuses what must never be, whoever writes."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction

from lessons.models import Module, Section, SectionRead, SectionVersion
from quizzes.allowances import allow
from quizzes.attempts import take_back
from quizzes.models import (
    Allowance,
    Attempt,
    AttemptItem,
    Delivery,
    HintUse,
    Item,
    ItemVersion,
    Quiz,
    QuizPart,
    Response,
    SectionItem,
)
from tests.factories import (
    NOON,
    attempt,
    claim,
    item,
    module,
    note,
    person,
    practice,
    quiz,
    read,
    section,
    small_course,
    term,
)

pytestmark = pytest.mark.django_db


def twin(row: models.Model, **other: object) -> models.Model:
    """The same row once more, but for its key and what is named."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    fields.pop("id")
    if "public_id" in fields:
        fields["public_id"] = uuid4()
    return type(row)(**{**fields, **other})


def refused(name: str, row: models.Model) -> None:
    """The database refuses the row, and it is this constraint that does."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save(force_insert=True)
    (constraint,) = (c for c in row._meta.constraints if c.name == name)
    said = str(refusal.value)
    if isinstance(constraint, models.CheckConstraint) or connection.vendor == "postgresql":
        assert name in said
    else:  # SQLite names the columns of a unique index
        assert said.endswith(
            ", ".join(f"{row._meta.db_table}.{row._meta.get_field(f).column}" for f in constraint.fields)
        )


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a_module_slug_is_unique_in_its_course", module),
        ("a_claim_slug_is_unique_in_its_course", claim),
        ("a_note_slug_is_unique_in_its_course", note),
        ("a_term_slug_is_unique_in_its_course", term),
        ("a_section_slug_is_unique_in_its_course", section),
        ("an_item_slug_is_unique_in_its_course", item),
        ("a_quiz_slug_is_unique_in_its_course", quiz),
    ],
)
def test_a_slug_is_unique_in_its_course(name, make):
    refused(name, twin(make()))


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("a_section_has_one_version_a_number", SectionVersion),
        ("an_item_has_one_version_a_number", ItemVersion),
        ("a_section_asks_an_item_once", SectionItem),
        ("a_quiz_has_one_part_a_position", QuizPart),
        ("a_quiz_has_one_delivery_of_its_own", Delivery),
    ],
)
def test_a_course_holds_each_thing_once(name, model):
    small_course()
    refused(name, twin(model.objects.first()))


def test_a_learner_reads_a_version_once():
    read(person(), section())
    refused("a_learner_reads_a_section_version_once", twin(SectionRead.objects.get()))


def test_a_change_is_one_row():
    practice(person(), item())
    refused("a_change_is_stored_once", twin(Response.objects.get()))


def test_a_learner_has_one_open_attempt_at_a_delivery():
    begun = attempt(person(), quiz())
    refused("one_open_attempt_per_learner_and_delivery", twin(begun, number=2))
    attempt(person("bheki"), quiz())


def test_one_number_is_one_attempt():
    done = attempt(person(), quiz(), handed_in=True)
    refused("an_attempt_uses_up_one_of_those_allowed", twin(done))


@pytest.mark.parametrize("wrong", [{"score": None}, {"score": 5.0}, {"score": -0.1}, {"submitted_at": None}])
def test_a_handed_in_attempt_has_a_score_within_its_points(wrong):
    done = attempt(person(), quiz(), handed_in=True)
    refused("an_attempt_has_a_score_once_it_is_handed_in", twin(done, number=2, **wrong))


def test_an_attempt_has_one_item_a_position():
    begun = attempt(person(), quiz())
    refused("an_attempt_has_one_item_a_position", twin(begun.items.first()))


@pytest.mark.parametrize("score", [-0.01, 1.01])
def test_an_item_scores_from_0_to_1(score):
    attempt(person(), quiz(), handed_in=True)
    refused("an_item_scores_from_0_to_1", twin(AttemptItem.objects.first(), position=9, score=score))


def test_a_part_is_worth_something():
    quiz()
    refused("a_part_is_worth_at_least_one_point", twin(QuizPart.objects.first(), position=9, points=0))


@pytest.mark.parametrize("other", [{"count": 2}, {"level": "remember"}, {"item_id": None, "count": 0}])
def test_a_part_asks_an_item_or_draws_some(other):
    quiz()
    refused("a_part_is_an_item_or_a_draw", twin(QuizPart.objects.first(), position=9, **other))
    twin(QuizPart.objects.first(), position=9, item_id=None, count=2, level="remember").save()


def test_a_delivery_opens_before_it_closes():
    quiz()
    twisted = {"own": False, "opens_at": NOON, "closes_at": NOON}
    refused("a_delivery_opens_before_it_closes", twin(Delivery.objects.get(), **twisted))


def test_a_learner_has_one_allowance_at_a_delivery():
    quiz()
    allow(delivery=Delivery.objects.get(), learner=person(), at=NOON, extra_minutes=5)
    refused("a_learner_has_one_allowance_a_delivery", twin(Allowance.objects.get(), extra_minutes=9))


def test_an_attempt_that_was_taken_back_has_no_number_and_no_result():
    amina, of = person(), quiz()
    begun = attempt(amina, of)
    refused("an_attempt_taken_back_uses_up_none", twin(begun, taken_back_at=NOON, number=2))
    take_back(attempt=begun, at=NOON)
    attempt(amina, of)


def test_a_hint_is_taken_once():
    row = attempt(person(), quiz()).items.get(position=1)
    hint = HintUse.objects.create(attempt_item=row, number=1, at=NOON)
    refused("a_hint_is_taken_once", twin(hint))


def test_what_was_used_cannot_be_deleted():
    """Foreign keys towards history protect it; only a person's own rows go with the person."""
    amina = person()
    small_course()
    attempt(amina, quiz("foundations-quiz"), right=1, handed_in=True)
    read(amina, section("foundations-section-1"))
    for model in (ItemVersion, Item, Delivery, Quiz, SectionVersion, Section, Module):
        with pytest.raises(models.ProtectedError):
            model.objects.first().delete()
    amina.delete()
    assert (Attempt.objects.count(), Response.objects.count(), SectionRead.objects.count()) == (0, 0, 0)
