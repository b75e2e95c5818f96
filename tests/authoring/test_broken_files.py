"""Everything that is wrong is told at once, with its file, line and column, and what to do."""

import json

import pytest
from django.core.management import CommandError, call_command

from .broken import BROKEN_REFERENCES, BROKEN_SHAPES, BROKEN_YAML
from .broken_items import BROKEN_ITEMS
from .folders import GREEN, ITEMS, LAKES, MODULE, QUIZZES, copy, edit, errors_of, warnings_of, with_every_type


def test_the_valid_course_has_nothing_wrong_and_nothing_doubtful(tmp_path):
    folder = copy(tmp_path / "course")
    assert errors_of(folder) == []
    assert warnings_of(folder) == []


@pytest.mark.parametrize("case", BROKEN_YAML)
def test_broken_yaml(case, tmp_path):
    change, *expected = BROKEN_YAML[case]
    assert errors_of(edit(copy(tmp_path / "course"), change)) == expected


@pytest.mark.parametrize("case", BROKEN_SHAPES)
def test_broken_shapes(case, tmp_path):
    change, *expected = BROKEN_SHAPES[case]
    assert errors_of(edit(copy(tmp_path / "course"), change)) == expected


@pytest.mark.parametrize("case", BROKEN_REFERENCES)
def test_broken_references(case, tmp_path):
    change, *expected = BROKEN_REFERENCES[case]
    assert errors_of(edit(copy(tmp_path / "course"), change)) == expected


@pytest.mark.parametrize("case", BROKEN_ITEMS)
def test_broken_items(case, tmp_path):
    change, *expected = BROKEN_ITEMS[case]
    assert errors_of(edit(with_every_type(tmp_path / "course"), change)) == expected


def test_a_wrong_option_without_feedback_is_doubtful_wherever_it_stands(tmp_path):
    folder = edit(
        with_every_type(tmp_path / "course"),
        (LAKES, ", feedback: Lakes are not compared with anything.", ""),
        (LAKES, ", feedback: That can be counted.", ""),
    )
    words = "this wrong option has no feedback; say what misleads"
    assert warnings_of(folder) == [
        f"{LAKES}:80:18: lake-menus: {words}",
        GREEN,
        f"{LAKES}:133:14: lake-sentence: {words}",
    ]


def test_an_attribution_may_stand_in_the_sentence_with_the_gaps(tmp_path):
    folder = edit(with_every_type(tmp_path / "course"), (LAKES, "as the article would", "as it should be"))
    assert warnings_of(folder) == [GREEN]
    edit(folder, (LAKES, "The author holds that", "It is so that"))
    assert warnings_of(folder) == [
        f"{LAKES}:72:9: lake-menus: the stem asks a view (rivers-matter) as plain fact; say “according to"
        " the article”",
        GREEN,
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "1:1: the file is empty; see the authors' guide for what belongs into it"),
        (
            b"\xef\xbb\xbfnotes: []",
            "1:1: the file begins with a byte order mark; save it as UTF-8 without one",
        ),
        (b"notes:\n  - caf\xe9", "2:8: this is not UTF-8; save the file in UTF-8"),
        (b"notes: \0", "1:8: the character U+0000 (control character) stands here; take it out"),
        (b"#" * (1024 * 1024 + 1), "1:1: the file is larger than 1024 KiB; make it smaller"),
        (b"[one, two]", "1:1: `notes:` is expected here, with a list under it"),
    ],
)
def test_files_that_cannot_be_read(data, message, tmp_path):
    folder = copy(tmp_path / "course")
    (folder / "notes.yaml").write_bytes(data)
    assert errors_of(folder) == [f"notes.yaml:{message}"]


def test_what_does_not_belong_into_the_folder_is_refused(tmp_path):
    folder = copy(tmp_path / "course")
    long = f"media/{'a' * 191}.png"  # the database keeps 200 signs
    for name in (
        "notes.yaml~",
        "modules/01-rivers/quiz.yaml",
        "modules/rivers/module.yaml",
        "media/A.PNG",
        long,
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    (folder / "glossary.yaml").unlink()
    (folder / "glossary.yaml").symlink_to(folder / "notes.yaml")
    unknown_file = "unknown file; rename it, or take it out of the course's folder"
    assert errors_of(folder) == [
        "glossary.yaml:1:1: a link stands here; put the file itself in its place",
        f"media/A.PNG:1:1: {unknown_file}",
        f"{long}:1:1: {unknown_file}",
        f"modules/01-rivers/quiz.yaml:1:1: {unknown_file}",
        "modules/rivers:1:1: unknown folder; modules lie in folders like modules/01-rivers, pictures in"
        " media",
        f"modules/rivers/module.yaml:1:1: {unknown_file}",
        f"notes.yaml~:1:1: {unknown_file}",
    ]


def test_what_every_course_needs_is_missed(tmp_path):
    folder = copy(tmp_path / "course")
    (folder / "course.yaml").unlink()
    (folder / "modules/02-lakes").mkdir()
    missing = "this file is missing; every course needs it, see the authors' guide"
    assert errors_of(folder) == [
        f"course.yaml:1:1: {missing}",
        f"modules/02-lakes/module.yaml:1:1: {missing}",
    ]


def test_a_folder_that_is_none_is_said_to_be_none(tmp_path):
    assert errors_of(tmp_path / "nowhere") == [
        f"{tmp_path}/nowhere:1:1: this is not a folder; name the folder that holds course.yaml"
    ]


def test_the_order_of_modules_is_that_of_their_folders(tmp_path):
    folder = copy(tmp_path / "course")
    (folder / "modules/02-lakes").mkdir()
    (folder / "modules/02-lakes/module.yaml").write_text("module: lakes\ntitle: Lakes\nsections: []\n")
    edit(folder, ("course.yaml", "[rivers]", "[lakes, rivers]"))
    assert errors_of(folder) == [
        "course.yaml:11:1: rivers: the folders' numbers give another order: rivers, lakes"
    ]


def test_two_things_cannot_both_be_what_one_was(tmp_path):
    folder = copy(tmp_path / "course")
    edit(
        folder,
        (ITEMS, "id: how-many", "id: how-many\n  was: old"),
        (ITEMS, "id: authors-view", "id: authors-view\n  was: old"),
    )
    assert errors_of(folder) == [
        f"{ITEMS}:23:8: authors-view: another item was `old` already; one of them is new"
    ]


def test_a_complete_course_teaches_every_claim(tmp_path):
    folder = copy(tmp_path / "course")
    edit(
        folder,
        ("course.yaml", "modules: [", "complete: true\nmodules: ["),
        (MODULE, "    teaches: [rivers-matter]\n", ""),
        (ITEMS, "tests: [two-rivers]", "tests: [two-rivers, rivers-matter]"),
    )
    assert errors_of(folder) == [
        "claims.yaml:8:9: rivers-matter: no published section teaches this claim; the course says it is"
        " complete"
    ]


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    folder = copy(tmp_path / "course")
    edit(
        folder,
        *(
            change
            for change, *_ in (BROKEN_SHAPES["a field forgotten"], BROKEN_REFERENCES["an unknown note"])
        ),
    )
    edit(folder, BROKEN_SHAPES["an option twice"][0], BROKEN_SHAPES["a share above one"][0])
    assert len(errors_of(folder)) == 4


@pytest.mark.parametrize(
    ("words", "line", "count"),
    [
        (59, "59 words; a section has 60 to 400", 1),
        (401, "401 words; a section has 60 to 400", 1),
        (60, "", 0),
    ],
)
def test_a_section_has_a_sections_length(words, line, count, tmp_path):
    folder = copy(tmp_path / "course")
    text = (folder / MODULE).read_text()
    start = text.index("    body: |\n      Imagine two ministers")
    (folder / MODULE).write_text(text[:start] + "    body: |\n      [[P2.1]] " + "word " * (words - 1) + "\n")
    assert errors_of(folder) == [f"{MODULE}:29:5: why-they-matter: {line}"] * count


def test_what_is_doubtful_is_told_apart(tmp_path):
    folder = copy(tmp_path / "course")
    text = (folder / MODULE).read_text()
    (folder / MODULE).write_text(text[: text.index("      A view with a ground")].rstrip() + "\n")
    edit(
        folder,
        (ITEMS, "What does the author think of rivers?", "What are rivers like?"),
        (ITEMS, ', feedback: "The Congo is a river too, but the article does not name it."', ""),
    )
    assert errors_of(folder) == []
    assert warnings_of(folder) == [
        f"{ITEMS}:9:14: which-rivers: this wrong option has no feedback; say what misleads",
        f"{ITEMS}:25:9: authors-view: the stem asks a view (rivers-matter) as plain fact; say"
        " “according to the article”",
        f"{MODULE}:29:5: why-they-matter: 96 words; 120 to 280 read best",
    ]


def test_an_item_that_is_not_published_is_doubtful_where_it_is_named(tmp_path):
    folder = edit(
        copy(tmp_path / "course"),
        (ITEMS, "  level: remember", "  level: remember\n  status: retired"),
        (ITEMS, "  use: quiz", "  use: quiz\n  status: draft"),
    )
    assert errors_of(folder) == []
    assert warnings_of(folder) == [
        f"{MODULE}:9:13: where-they-meet: `which-rivers` is not asked here, for its status is retired;"
        " publish it, or take it out",
        f"{QUIZZES}:8:14: rivers-quiz: `how-many` is not asked here, for its status is draft; publish it,"
        " or take it out",
    ]


def test_check_course_counts_and_says_so_in_json(tmp_path, capsys):
    folder = copy(tmp_path / "course")
    call_command("check_course", folder, "--json")
    assert json.loads(capsys.readouterr().out) == {
        "claims": 2,
        "taught": 2,
        "tested": 1,
        "sections": 2,
        "items": 3,
        "by_interaction": {"choice": 2, "text_entry": 1},
        "by_level": {"analyse": 1, "remember": 1, "understand": 1},
        "by_claim": {
            "two-rivers": {
                "sections": ["where-they-meet"],
                "items": ["which-rivers", "how-many"],
                "by_level": {"remember": 1, "understand": 1, "apply": 0, "analyse": 0, "evaluate": 0},
            },
            "rivers-matter": {
                "sections": ["why-they-matter"],
                "items": ["authors-view"],
                "by_level": {"remember": 0, "understand": 0, "apply": 0, "analyse": 1, "evaluate": 0},
            },
        },
        "errors": [],
        "warnings": [],
    }


def test_check_course_leaves_drafts_and_retired_things_out_of_its_counts(tmp_path, capsys):
    folder = copy(tmp_path / "course")
    edit(
        folder,
        (ITEMS, "  level: remember", "  level: remember\n  status: retired"),
        (MODULE, "    check: [which-rivers]", "    check: [which-rivers]\n    status: retired"),
    )
    call_command("check_course", folder)
    assert capsys.readouterr().out.splitlines() == [
        "2 claims, 1 taught and 0 tested; 1 sections, 2 items; 0 errors, 0 warnings"
    ]


def test_check_course_fails_on_errors_only(tmp_path, capsys):
    folder = copy(tmp_path / "course")
    edit(folder, (ITEMS, "What does the author think of rivers?", "What are rivers like?"))
    call_command("check_course", folder)
    edit(folder, BROKEN_REFERENCES["an unknown note"][0])
    capsys.readouterr()
    with pytest.raises(CommandError) as failed:
        call_command("check_course", folder)
    assert failed.value.returncode == 1
    assert capsys.readouterr().out.splitlines() == [
        BROKEN_REFERENCES["an unknown note"][1],
        f"{ITEMS}:25:9: authors-view: the stem asks a view (rivers-matter) as plain fact; say"
        " “according to the article” (warning)",
        "2 claims, 2 taught and 1 tested; 2 sections, 3 items; 1 errors, 1 warnings",
    ]
