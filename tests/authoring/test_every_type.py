"""Every interaction goes the whole way: from its file into the database, through the editor, and back."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from authoring.apply import revision_of_file
from authoring.dump import canonical_item, dump_course
from authoring.files.canonical import files
from authoring.files.checks import errors, warnings
from authoring.files.course import read_course
from authoring.files.shapes import ItemFields
from authoring.item_text import read_item_text, with_kept_ids
from quizzes.interactions import REGISTRY
from quizzes.models import AnswerKey, Item, ItemVersion
from tests.factories import person, signed_in
from tests.quizzes.interactions.shapes import BY_NAME, words

from .folders import EVERY_TYPE, GREEN, LAKES, contents, with_every_type
from .loading import dumped, item, load, mend, rivers, writes_of_a_load

SLUGS = [
    line.removeprefix("- id: ")
    for line in (EVERY_TYPE / "items.yaml").read_text().splitlines()
    if "- id:" in line
]


@pytest.fixture
def folder(tmp_path):
    return with_every_type(tmp_path / "course")


@pytest.fixture
def loaded(db, folder):
    load(folder)
    return folder


@pytest.fixture
def browser():
    return signed_in(person("farid", is_staff=True, is_superuser=True))


def said(shape: BaseModel) -> set[str]:
    """The fields of a shape that say something, also those of what it holds."""
    names = {f"{type(shape).__name__}.{name}" for name in shape.model_fields_set}
    for _name, value in shape:
        for inner in value if isinstance(value, list) else []:
            if isinstance(inner, BaseModel):
                names |= said(inner)
    return names


def all_fields(shape: type[BaseModel]) -> set[str]:
    names = {f"{shape.__name__}.{name}" for name in shape.model_fields}
    for field in shape.model_fields.values():
        for inner in getattr(field.annotation, "__args__", ()):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                names |= all_fields(inner)
    return names


def test_the_examples_use_every_interaction_and_every_field_of_each(folder):
    shapes = [entry.value.asks for entry in read_course(folder).of_kind("item")]
    for interaction in REGISTRY.values():
        used = set().union(*(said(shape) for shape in shapes if type(shape) is interaction.Shape))
        assert used == all_fields(interaction.Shape), interaction.NAME


def test_nothing_is_wrong_with_them_and_they_are_in_canonical_form(folder):
    reading = read_course(folder)
    assert (errors(reading), [*map(str, warnings(reading))]) == ([], [GREEN])
    assert files(reading.files())[LAKES] == (EVERY_TYPE / "items.yaml").read_text()


def test_a_dump_of_them_is_the_same_files(loaded, tmp_path):
    dump_course(course=rivers(), directory=tmp_path / "dump")
    assert contents(tmp_path / "dump") == contents(loaded)
    assert writes_of_a_load(tmp_path / "dump") == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_editor_shows_one_as_its_file_has_it_and_takes_it_unchanged(loaded, browser, slug):
    text = canonical_item(item(slug))
    assert " ".join(f"- {text}".split()) in " ".join((loaded / LAKES).read_text().split())
    page = f"/admin/quizzes/item/{item(slug).pk}/change/"
    browser.post(page, {"text": text, "based_on": 1, "why": "nothing", "publish": "1"})
    assert ItemVersion.objects.filter(item__slug=slug).count() == 1
    assert writes_of_a_load(loaded) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_an_edit_in_the_browser_makes_a_version_that_goes_out_with_a_dump(loaded, slug):
    old = item(slug).current.answer_key.explanation["md"]
    mended = mend(slug, f"explanation: {old}", "explanation: Because it is so.")
    assert (mended.current.number, mended.current.same_meaning) == (2, True)
    assert dump_course(course=rivers(), directory=loaded) == [LAKES]
    load(loaded)
    assert writes_of_a_load(loaded) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_preview_shows_one_in_each_state_and_stores_nothing(loaded, browser, slug):
    text = canonical_item(item(slug)).replace("explanation: ", "explanation: Newly said. ")
    html = browser.post(
        f"/admin/quizzes/item/{item(slug).pk}/preview/", {"text": text, "based_on": 1, "why": ""}
    ).content.decode()
    for outcome in ("correct", "incorrect", "omitted"):
        assert f'data-outcome="{outcome}"' in html
    assert html.count("Newly said. ") >= 3
    assert ItemVersion.objects.filter(item__slug=slug).count() == 1


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("lake-one", "This river comes from the mountains."),
        ("lake-count", "That many would be too many."),
        ("lake-menus", "Nobody drinks from a border."),
        ("lake-words", "This one comes from the mountains."),
        ("lake-pairs", "Look at the map again."),
        ("lake-sequence", "Here the two rivers meet."),
        ("lake-sentence", "That can be counted."),
    ],
)
def test_the_preview_shows_what_a_wrong_answer_is_told(loaded, browser, slug, words):
    text = canonical_item(item(slug))
    html = browser.post(
        f"/admin/quizzes/item/{item(slug).pk}/preview/", {"text": text, "based_on": 1, "why": ""}
    ).content.decode()
    assert words in html.partition("</textarea>")[2]


def test_the_preview_shows_the_hints_and_what_stands_above_the_stem(loaded, browser):
    html = (
        browser.post(
            f"/admin/quizzes/item/{item('lake-one').pk}/preview/",
            {"text": canonical_item(item("lake-one")), "based_on": 1, "why": ""},
        )
        .content.decode()
        .partition("</textarea>")[2]
    )
    assert "<li>It is the longer one.</li>" in html
    assert "<li>the wind is from the north;</li>" in html


@pytest.mark.parametrize("slug", SLUGS)
def test_a_text_of_one_that_is_broken_is_refused_with_its_place(loaded, browser, slug):
    text = canonical_item(item(slug)).replace("level: ", "level: not-")
    line = text.splitlines().index(next(line for line in text.splitlines() if "not-" in line)) + 1
    response = browser.post(
        f"/admin/quizzes/item/{item(slug).pk}/change/",
        {"text": text, "based_on": 1, "why": "why not", "publish": "1"},
    )
    assert response.status_code == 400
    assert f"item:{line}:8: {slug}:" in response.content.decode()


def items_of(shapes: list[BaseModel], **more) -> list[dict]:
    name_of = {interaction.Shape: name for name, interaction in REGISTRY.items()}
    return [
        {
            "id": f"item-{n}",
            "type": name_of[type(shape)],
            "tests": ["two-rivers"],
            "level": "apply",
            "explanation": "So.",
            **more,
            **shape.model_dump(mode="json", by_alias=True, exclude_none=True),
        }
        for n, shape in enumerate(shapes)
    ]


hints = st.lists(words, min_size=1, max_size=5)
penalties = st.sampled_from(["0", "1", "1/3", "0.25", "2/6", "0.3333", "100/999"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    shapes=st.lists(st.one_of(*BY_NAME.values()), min_size=1, max_size=4),
    more=st.just({}) | st.fixed_dictionaries({"hints": hints, "penalty": penalties}),
)
def test_whatever_is_written_a_load_and_a_dump_lose_nothing(shapes, more, tmp_path: Path, loaded):
    """One database goes through all these items; JSON is YAML too, and far from the canonical form."""
    folder = with_every_type(tmp_path / "next")
    (folder / LAKES).write_text(json.dumps(items_of(shapes, **more), ensure_ascii=False))
    load(folder)
    written = files(read_course(folder).files())
    assert dumped() == written
    (folder / LAKES).write_text(written[LAKES])
    versions = ItemVersion.objects.count()
    assert load(folder).taken == []
    assert ItemVersion.objects.count() == versions
    assert writes_of_a_load(folder) == []


@given(shape=st.one_of(*BY_NAME.values()), more=st.just({}) | st.fixed_dictionaries({"hints": hints}))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
def test_an_edit_that_changes_nothing_is_the_same_revision(shape, more):
    """The editor's text, read again, with the ids that options had."""
    [fields] = items_of([shape], **more)
    first = read_item_text(json.dumps(fields, ensure_ascii=False))
    assert isinstance(first, ItemFields)
    revision = revision_of_file(first, {})
    version = ItemVersion(
        interaction=revision.interaction, content=revision.content, item=Item(slug="item-0")
    )
    AnswerKey(version=version, key=revision.key, feedback=revision.feedback)
    again = revision_of_file(with_kept_ids(first, version), {})
    assert again.content_hash == revision.content_hash
