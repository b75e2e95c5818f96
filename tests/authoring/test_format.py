"""format_course: any course that is without errors, in one form, and a second time not at all."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.files.canonical import files, things
from authoring.files.checks import errors
from authoring.files.course import read_course
from quizzes.interactions import REGISTRY
from tests.quizzes.interactions.shapes import BY_NAME, words

from .folders import ITEMS, MODULE, VALID, contents, copy, edit


def test_the_valid_course_is_in_its_canonical_form():
    call_command("format_course", VALID, "--check")


def test_another_form_is_brought_into_it_and_then_left_alone(tmp_path, capsys):
    folder = copy(tmp_path / "course")
    edit(
        folder,
        (ITEMS, "    - {text: They matter, correct: true}\n", ""),
        (ITEMS, "paragraph again.}\n", "paragraph again.}\n    - text: 'They matter'\n      correct: true\n"),
        ("claims.yaml", "  - id: two-rivers\n    kind: example\n", "  - kind: example\n    id: two-rivers\n"),
        ("glossary.yaml", "text: Water", "text:\n      Water"),
    )
    with pytest.raises(CommandError, match="3 files are not in canonical form"):
        call_command("format_course", folder, "--check")
    call_command("format_course", folder)
    assert contents(folder) == contents(VALID)
    capsys.readouterr()
    call_command("format_course", folder)
    assert capsys.readouterr().out == ""


def test_a_course_with_errors_is_not_touched(tmp_path, capsys):
    folder = edit(copy(tmp_path / "course"), (ITEMS, "level: remember", "level: forget"))
    before = contents(folder)
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("format_course", folder)
    assert contents(folder) == before
    assert capsys.readouterr().err.startswith(f"{ITEMS}:4:10: which-rivers: `forget` is not one of")


def test_what_speaks_to_a_load_stays_in_the_file(tmp_path):
    folder = copy(tmp_path / "course")
    edit(folder, (ITEMS, "  type: text_entry", "  type: text_entry\n  was: old-id"))
    edit(folder, (ITEMS, "  use: quiz", "  use: quiz\n  changed: wording"))
    call_command("format_course", folder, "--check")
    assert "was" not in things(read_course(folder).files())["item", "how-many"]


def test_terms_stand_by_their_ids(tmp_path):
    folder = edit(
        copy(tmp_path / "course"),
        ("glossary.yaml", "id: river", "id: water"),
        (MODULE, "[[river]]", "[[water]]"),
    )
    call_command("format_course", folder)
    assert [line for line in (folder / "glossary.yaml").read_text().splitlines() if "id:" in line] == [
        "  - id: tributary",
        "  - id: water",
    ]


def test_claims_that_have_no_order_of_their_own_stand_in_the_articles(tmp_path):
    folder = edit(
        copy(tmp_path / "course"), (ITEMS, "tests: [rivers-matter]", "tests: [rivers-matter, two-rivers]")
    )
    call_command("format_course", folder)
    assert "tests: [two-rivers, rivers-matter]" in (folder / ITEMS).read_text()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(shapes=st.lists(st.one_of(*BY_NAME.values()), min_size=1, max_size=4), title=words, remark=words)
def test_formatting_twice_is_formatting_once(shapes, title, remark, tmp_path: Path):
    folder = copy(tmp_path)
    name_of = {interaction.Shape: name for name, interaction in REGISTRY.items()}
    items = [
        {
            "id": f"item-{n}",
            "type": name_of[type(shape)],
            "tests": ["two-rivers"],
            "level": "apply",
            "explanation": title,
            "remark": f"{remark}\n\n{title}",
            **shape.model_dump(mode="json", by_alias=True, exclude_none=True),
        }
        for n, shape in enumerate(shapes)
    ]
    (folder / "modules/02-more").mkdir(exist_ok=True)
    (folder / "modules/02-more/module.yaml").write_text("module: more\ntitle: More\nsections: []\n")
    # JSON is YAML too, and as far from the canonical form as can be.
    (folder / "modules/02-more/items.yaml").write_text(json.dumps(items, ensure_ascii=False))
    (folder / "course.yaml").write_text(
        (VALID / "course.yaml").read_text().replace("[rivers]", "[rivers, more]")
    )
    reading = read_course(folder)
    assert errors(reading) == []
    written = files(reading.files())
    call_command("format_course", folder, stdout=StringIO())
    assert {name: data.decode() for name, data in contents(folder).items()} == written
    again = read_course(folder)
    assert errors(again) == []
    assert files(again.files()) == written
    assert things(again.files()) == things(reading.files())
