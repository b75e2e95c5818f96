"""dump_course: the database back to the very files that it was loaded from."""

import pytest
from django.core.management import CommandError, call_command

from authoring.apply import revision_of_file
from authoring.dump import NotTheCourses, canonical_item, dump_course
from authoring.files.folder import replace_file
from authoring.files.nodes import Problem
from authoring.files.shapes import ItemFields
from authoring.item_text import read_item_text, with_kept_ids
from quizzes.interactions import REGISTRY
from tests.factories import item as some_item
from tests.queries import exactly

from .folders import ITEMS, VALID, contents, copy, edit, with_picture
from .loading import item, load, mend, rivers, writes_of_a_load

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return copy(tmp_path / "course")


def test_a_dump_of_what_was_loaded_is_the_same_files(folder, tmp_path):
    load(with_picture(folder))
    dump_course(course=rivers(), directory=tmp_path / "dump")
    assert contents(tmp_path / "dump") == contents(folder)
    assert writes_of_a_load(tmp_path / "dump") == []


def test_a_second_dump_writes_nothing(folder, tmp_path):
    load(folder)
    assert len(dump_course(course=rivers(), directory=tmp_path / "dump")) == 7
    assert dump_course(course=rivers(), directory=tmp_path / "dump") == []


def test_a_dump_after_an_edit_changes_one_file_and_can_be_loaded(folder):
    load(folder)
    mend("how-many", "It names two.", "Two.")
    assert dump_course(course=rivers(), directory=folder) == [ITEMS]
    assert contents(folder) == contents(
        edit(copy(folder.parent / "expected"), (ITEMS, "It names two.", "Two."))
    )
    load(folder)
    assert writes_of_a_load(folder) == []


def test_a_dump_costs_the_same_however_large_the_course(folder, tmp_path):
    load(folder)
    with exactly(17):
        dump_course(course=rivers(), directory=tmp_path / "dump")


def test_a_final_quiz_stands_beside_the_modules(folder, tmp_path):
    (folder / "modules/01-rivers/quizzes.yaml").rename(folder / "final.yaml")
    load(folder)
    assert rivers().quizzes.get().module is None
    dump_course(course=rivers(), directory=tmp_path / "dump")
    assert contents(tmp_path / "dump") == contents(folder)


def test_a_course_of_claims_alone_needs_no_other_files(folder, tmp_path):
    for name in ("notes.yaml", "glossary.yaml", ITEMS, "modules/01-rivers/quizzes.yaml"):
        (folder / name).unlink()
    (folder / "modules/01-rivers/module.yaml").write_text("module: rivers\ntitle: Two rivers\nsections: []\n")
    load(folder)
    dump_course(course=rivers(), directory=tmp_path / "dump")
    assert contents(tmp_path / "dump") == contents(folder)


def test_what_is_not_the_courses_is_neither_kept_nor_removed(folder):
    load(folder)
    (folder / "modules/02-old").mkdir()
    (folder / "modules/02-old/module.yaml").write_text("module: old\n")
    before = contents(folder)
    mend("how-many", "It names two.", "Two.")
    with pytest.raises(NotTheCourses, match=r"^modules/02-old/module.yaml$"):
        dump_course(course=rivers(), directory=folder)
    assert contents(folder) == before


def refused(target) -> str:
    """What dump_course says to its person; nothing was written."""
    before = contents(target.parent)
    with pytest.raises(CommandError) as said:
        call_command("dump_course", target)
    assert contents(target.parent) == before
    return str(said.value)


def test_a_file_in_the_place_of_the_folder_is_told(folder, tmp_path):
    load(folder)
    (tmp_path / "dump").write_text("mine")
    assert refused(tmp_path / "dump") == f"nothing was written; {tmp_path}/dump is not a folder"


@pytest.mark.parametrize("name", ["course.yaml", ITEMS])
def test_a_folder_in_the_place_of_a_file_is_told(name, folder, tmp_path):
    load(folder)
    (tmp_path / "dump" / name).mkdir(parents=True)
    assert (
        refused(tmp_path / "dump") == f"nothing was written; {tmp_path}/dump/{name} is a folder, not a file"
    )


def test_a_file_in_the_place_of_a_folder_within_is_told(folder, tmp_path):
    load(folder)
    (tmp_path / "dump").mkdir()
    (tmp_path / "dump/modules").write_text("mine")
    assert refused(tmp_path / "dump") == "nothing was written; take these out of the folder first: modules"


@pytest.mark.parametrize(
    "name", ["", "modules", "modules/01-rivers", "course.yaml", "notes", ".course.yaml.part"]
)
@pytest.mark.parametrize("leads_to", ["a folder", "a file", "nothing"])
def test_a_dump_never_writes_through_a_link(name, leads_to, folder, tmp_path):
    load(folder)
    elsewhere, link = tmp_path / "elsewhere", tmp_path / "dump" / name
    if leads_to == "a folder":
        elsewhere.mkdir()
    elif leads_to == "a file":
        elsewhere.write_text("mine")
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere)
    assert refused(tmp_path / "dump") == (
        f"nothing was written; {link} is a link; put a folder or file of its own in its place"
    )
    assert link.is_symlink()


def test_a_folder_behind_a_link_is_written_to_by_its_own_name(folder, tmp_path):
    """Many a machine's folder for such things is one."""
    load(folder)
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    dump_course(course=rivers(), directory=tmp_path / "link/dump")
    assert contents(tmp_path / "real/dump") == contents(folder)


def test_what_the_disk_refuses_is_told(folder, tmp_path):
    load(folder)
    for target in (folder / "course.yaml/dump", tmp_path / ("x" * 300)):
        assert refused(target).startswith("not everything was written; mend this and dump again: ")


def test_of_a_file_that_cannot_be_written_nothing_is_left(tmp_path):
    (tmp_path / "course.yaml").mkdir()
    with pytest.raises(OSError, match=r"course\.yaml"):
        replace_file(tmp_path / "course.yaml", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["course.yaml"]


def test_the_command_names_the_files_that_it_wrote(folder, tmp_path, capsys):
    load(folder)
    call_command("dump_course", tmp_path / "dump")
    assert capsys.readouterr().out.split() == [
        "course.yaml",
        "claims.yaml",
        "notes.yaml",
        "glossary.yaml",
        "modules/01-rivers/module.yaml",
        ITEMS,
        "modules/01-rivers/quizzes.yaml",
    ]
    (tmp_path / "dump/notes.txt").write_text("")
    with pytest.raises(CommandError, match=r"take these out of the folder first: notes.txt"):
        call_command("dump_course", tmp_path / "dump")


def test_the_command_wants_to_know_which_course(folder, tmp_path):
    with pytest.raises(CommandError, match="there is: none"):
        call_command("dump_course", tmp_path / "dump")
    load(folder)
    load(edit(copy(tmp_path / "other"), ("course.yaml", "course: rivers", "course: streams")))
    with pytest.raises(CommandError, match="name one course with --course"):
        call_command("dump_course", tmp_path / "dump")
    call_command("dump_course", tmp_path / "dump", "--course", "rivers")
    assert contents(tmp_path / "dump") == contents(VALID)


@pytest.mark.parametrize("slug", ["which-rivers", "how-many", "authors-view"])
def test_an_items_text_is_exactly_that_of_its_file(folder, slug):
    load(folder)
    lines = canonical_item(item(slug)).splitlines()
    in_file = "\n".join([f"- {lines[0]}", *(f"  {line}" for line in lines[1:])])
    assert in_file in (folder / ITEMS).read_text()


def test_an_items_text_is_read_as_the_same_item(folder):
    load(folder)
    for slug in ("which-rivers", "how-many", "authors-view"):
        read = read_item_text(canonical_item(item(slug)), slug=slug, claims=["two-rivers", "rivers-matter"])
        assert isinstance(read, ItemFields)
        assert read.id == slug


def test_an_item_of_no_claim_has_a_text_too():
    """What is in the database is shown as it is, though a file would be refused."""
    assert canonical_item(some_item()).startswith("id: bri-year\ntype: choice\ntests: []\n")


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        (
            "level: understand",
            "level: forget",
            ["4:8: how-many: `forget` is not one of remember, understand,"],
        ),
        (
            "number:",
            "nmber:",
            ["7:1: how-many: unknown field `nmber`; did you mean `number`?"],
        ),
        (
            "id: how-many",
            "id: many",
            ["1:5: this item is `how-many`; an id is changed in the course's files"],
        ),
        ("id: how-many\n", "", ["1:1: `id` is missing; add it"]),
        ("level:", "was: old\nlevel:", ["4:1: an item is renamed in the course's files; take this out"]),
        (
            "[two-rivers]",
            "[two-river]",
            ["3:9: how-many: unknown claim `two-river`; did you mean `two-rivers`?"],
        ),
        ("explanation: It", 'explanation: "It', ["8:14: this quotation mark is never closed"]),
        ("id: how-many", "- a\n- b", ["3:1: a `- ` as for the list's other entries is expected here"]),
    ],
)
def test_an_items_text_is_refused_with_the_same_words_as_a_file(folder, old, new, problems):
    load(folder)
    text = canonical_item(item("how-many"))
    assert old in text
    read = read_item_text(text.replace(old, new, 1), slug="how-many", claims=["two-rivers"])
    assert isinstance(read, list)
    assert all(isinstance(problem, Problem) for problem in read)
    assert len(read) == len(problems)
    for problem, words in zip(read, problems, strict=True):
        assert str(problem).startswith(f"item:{words}")


@pytest.mark.parametrize(
    ("text", "words"), [("", "the file is empty"), ("just words", "fields"), ("[a, b]", "fields")]
)
def test_what_is_no_item_at_all_is_refused(text, words):
    read = read_item_text(text, slug="how-many")
    assert isinstance(read, list)
    assert words in str(read[0])


def test_an_option_mended_in_the_browser_keeps_its_id(folder):
    load(folder)
    before = item("which-rivers").current
    assert before is not None
    ids = REGISTRY["choice"].option_ids(before.content)
    text = canonical_item(item("which-rivers"))
    read = read_item_text(text.replace("The Congo,", "The river Congo,"))
    assert isinstance(read, ItemFields)
    revision = revision_of_file(with_kept_ids(read, before), {})
    assert REGISTRY["choice"].option_ids(revision.content) == ids
    other = read_item_text(canonical_item(item("how-many")))
    assert isinstance(other, ItemFields)
    assert with_kept_ids(other, before) is other


def test_an_item_copied_from_a_file_with_its_dash_is_read():
    third = "- " + (VALID / ITEMS).read_text().split("\n- ")[2]
    assert isinstance(read_item_text(third), ItemFields)
