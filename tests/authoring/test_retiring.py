"""What a load does with what is gone from the files, comes back, or has another id."""

import shutil

import pytest

from authoring.dump import dump_course
from authoring.editing import retire_item
from authoring.files.checks import errors
from authoring.files.course import read_course
from authoring.models import LoadedText
from lessons.models import Claim, Module, Note, Section, Term
from quizzes.models import Delivery, Item, ItemVersion, Quiz

from .folders import ITEMS, MODULE, QUIZZES, copy, edit
from .loading import dumped, item, load, rivers, writes_of_a_load

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path):
    folder = copy(tmp_path / "course")
    load(folder)
    return folder


def test_what_is_gone_from_the_files_is_retired_and_stays(loaded):
    edit(
        loaded,
        (QUIZZES, "    - {item: authors-view}\n", ""),
        (MODULE, "    notes: [n-rivers]\n", ""),
        (MODULE, "[[tributary|stream]]", "stream"),
    )
    text = (loaded / ITEMS).read_text()
    (loaded / ITEMS).write_text(text[: text.index("\n- id: authors-view")])
    text = (loaded / MODULE).read_text()
    (loaded / MODULE).write_text(text[: text.index("\n  - id: why-they-matter")])
    text = (loaded / "glossary.yaml").read_text()
    (loaded / "glossary.yaml").write_text(text[: text.index("\n  - id: tributary")])
    (loaded / "notes.yaml").write_text("notes: []\n")
    load(loaded)
    retired = {
        model.__name__: [row.slug for row in model.objects.filter(state="retired")]
        for model in (Claim, Note, Term, Module, Section, Item, Quiz)
    }
    assert retired == {
        "Claim": [],
        "Note": ["n-rivers"],
        "Term": ["tributary"],
        "Module": [],
        "Section": ["why-they-matter"],
        "Item": ["authors-view"],
        "Quiz": [],
    }
    assert ItemVersion.objects.count() == 3
    assert writes_of_a_load(loaded) == []


def test_what_comes_back_is_published_again_as_it_was(loaded):
    before = (loaded / QUIZZES).read_text()
    (loaded / QUIZZES).unlink()
    load(loaded)
    assert Quiz.objects.get().state == "retired"
    (loaded / QUIZZES).write_text(before)
    load(loaded)
    assert (Quiz.objects.get().state, Delivery.objects.count()) == ("published", 1)


def test_an_item_may_be_retired_in_its_file(loaded):
    edit(
        loaded,
        (ITEMS, "  level: remember", "  level: remember\n  status: retired"),
        (MODULE, "    check: [which-rivers]\n", ""),
    )
    load(loaded)
    assert item("which-rivers").state == "retired"
    assert "status: retired" in dumped()[ITEMS]
    assert writes_of_a_load(loaded) == []


@pytest.mark.parametrize("slug", ["how-many", "which-rivers"])
def test_an_item_retired_in_the_browser_goes_out_with_a_dump_and_comes_in_with_a_load(loaded, slug):
    retire_item(item=item(slug))
    assert dump_course(course=rivers(), directory=loaded) == [ITEMS]
    assert errors(read_course(loaded)) == []
    load(loaded)
    assert item(slug).state == "retired"
    assert writes_of_a_load(loaded) == []


@pytest.mark.parametrize(
    ("kind", "model", "edits"),
    [
        (
            "item",
            Item,
            [(ITEMS, "id: authors-view", "id: new\n  was: authors-view"), (QUIZZES, "authors-view", "new")],
        ),
        ("section", Section, [(MODULE, "id: why-they-matter", "id: new\n    was: why-they-matter")]),
        ("quiz", Quiz, [(QUIZZES, "id: rivers-quiz", "id: new\n  was: rivers-quiz")]),
        (
            "note",
            Note,
            [("notes.yaml", "id: n-rivers", "id: new\n    was: n-rivers"), (MODULE, "n-rivers", "new")],
        ),
        (
            "term",
            Term,
            [("glossary.yaml", "id: river", "id: new\n    was: river"), (MODULE, "[[river]]", "[[new]]")],
        ),
        (
            "claim",
            Claim,
            [
                ("claims.yaml", "id: rivers-matter", "id: new\n    was: rivers-matter"),
                (ITEMS, "tests: [rivers-matter]", "tests: [new]"),
                (MODULE, "teaches: [rivers-matter]", "teaches: [new]"),
            ],
        ),
    ],
)
def test_a_thing_is_renamed_and_stays_the_same_row(loaded, kind, model, edits):
    was = edits[0][2].rpartition(" ")[2]
    before = {row.slug: row.pk for row in model.objects.all()}
    edit(loaded, *edits)
    load(loaded)
    after = {row.slug: row.pk for row in model.objects.all()}
    assert after == {**{slug: pk for slug, pk in before.items() if slug != was}, "new": before[was]}
    assert not LoadedText.objects.filter(kind=kind, slug=was).exists()
    assert writes_of_a_load(loaded) == []


def test_a_module_is_renamed_with_its_folder(loaded):
    edit(
        loaded,
        (MODULE, "module: rivers", "module: streams\nwas: rivers"),
        ("course.yaml", "[rivers]", "[streams]"),
    )
    shutil.move(loaded / "modules/01-rivers", loaded / "modules/04-streams")
    load(loaded)
    assert [(m.slug, m.position, m.sections.count()) for m in Module.objects.all()] == [("streams", 4, 2)]
    assert dumped().keys() == {p.relative_to(loaded).as_posix() for p in loaded.rglob("*.yaml")}
