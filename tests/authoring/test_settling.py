"""What was edited in the browser is never overwritten unasked: each is listed, and settled one by one."""

import pytest
from django.core.management import CommandError, call_command

from authoring.editing import retire_item
from authoring.files.course import read_course
from authoring.load import EditedSinceLoad, UnknownName
from authoring.merge import Base, merge
from lessons.models import Section, Term
from quizzes.models import ItemVersion

from .folders import ITEMS, MODULE, copy, edit
from .loading import dumped, item, load, mend, writes_of_a_load

HOW_MANY = ("item", "how-many")


@pytest.fixture
def loaded(db, tmp_path):
    folder = copy(tmp_path / "course")
    load(folder)
    return folder


@pytest.fixture
def mended(loaded):
    """An item edited in the browser; its file is as it was."""
    mend("how-many", "It names two.", "Two, says the browser.")
    return loaded


def refused(folder, **settle) -> list[tuple[str, str]]:
    with pytest.raises(EditedSinceLoad) as conflict:
        load(folder, **settle)
    return conflict.value.edited


def explanation(slug: str) -> str:
    current = item(slug).current
    assert current is not None
    text: str = current.answer_key.explanation["md"]
    return text


def test_a_load_refuses_and_names_what_was_edited(mended):
    retire_item(item=item("authors-view"))
    edit(mended, (ITEMS, "It names two.", "Two, says the file."), ("claims.yaml", "two rivers.", "rivers."))
    assert refused(mended) == [("item", "authors-view"), HOW_MANY]
    assert explanation("how-many") == "Two, says the browser."


def test_an_edit_counts_as_one_though_the_file_did_not_change(mended):
    assert refused(mended) == [HOW_MANY]


@pytest.mark.parametrize("name", ["how-many", "item:how-many"])
def test_theirs_takes_the_files_side_as_a_new_version(mended, name):
    load(mended, theirs=[name])
    assert explanation("how-many") == "It names two."
    assert item("how-many").versions.count() == 3
    assert writes_of_a_load(mended) == []


@pytest.mark.parametrize("name", ["how-many", "item:how-many"])
def test_ours_keeps_the_databases_side_and_stays_settled(mended, name):
    load(mended, ours=[name])
    assert explanation("how-many") == "Two, says the browser."
    assert item("how-many").versions.count() == 2
    assert writes_of_a_load(mended) == []
    assert writes_of_a_load(mended, ours=[name]) == []


def test_a_load_goes_on_around_what_is_kept(mended):
    edit(mended, ("claims.yaml", "There are two rivers.", "There are rivers."))
    result = load(mended, ours=["how-many"])
    assert (result.taken, result.kept) == ([("claim", "two-rivers")], [HOW_MANY])


def test_a_settled_edit_is_asked_about_again_when_its_file_changes(mended):
    load(mended, ours=["how-many"])
    edit(mended, (ITEMS, "It names two.", "Two, says the file."))
    assert refused(mended) == [HOW_MANY]
    load(mended, theirs=["how-many"])
    assert explanation("how-many") == "Two, says the file."


def test_a_settled_edit_is_asked_about_again_when_it_is_edited_again(mended):
    load(mended, ours=["how-many"])
    mend("how-many", "says the browser", "says the browser again")
    assert refused(mended) == [HOW_MANY]


def test_an_edit_that_came_into_the_files_is_none(mended):
    edit(mended, (ITEMS, "It names two.", "Two, says the browser."))
    assert load(mended).taken == []
    edit(mended, (ITEMS, "Two, says the browser.", "Two."))
    assert load(mended).taken == [HOW_MANY]


def test_each_is_settled_by_itself(mended):
    mend("authors-view", "The author holds", "The author says")
    assert refused(mended, ours=["how-many"]) == [("item", "authors-view")]
    load(mended, ours=["how-many"], theirs=["authors-view"])
    assert explanation("how-many") == "Two, says the browser."
    assert explanation("authors-view") == "The author holds that rivers matter."


def test_a_retired_item_is_an_edit_too(loaded):
    retire_item(item=item("which-rivers"))
    assert refused(loaded) == [("item", "which-rivers")]
    load(loaded, ours=["which-rivers"])
    assert item("which-rivers").state == "retired"
    load(loaded, theirs=["which-rivers"])
    assert item("which-rivers").state == "published"


def test_what_is_gone_from_the_files_but_was_edited_is_asked_about(mended):
    text = (mended / ITEMS).read_text()
    kept = text[: text.index("\n- id: how-many")] + text[text.index("\n- id: authors-view") :]
    (mended / ITEMS).write_text(kept)
    edit(mended, ("modules/01-rivers/quizzes.yaml", "    - {item: how-many, points: 2}\n", ""))
    assert refused(mended) == [HOW_MANY]
    load(mended, ours=["how-many"])
    assert (item("how-many").state, item("how-many").position) == ("published", 3)
    assert writes_of_a_load(mended) == []
    load(mended, theirs=["how-many"])
    assert item("how-many").state == "retired"


def test_a_module_that_is_gone_is_kept_for_what_is_kept_in_it(mended):
    second = mended / "modules/02-lakes"
    second.mkdir()
    (second / "module.yaml").write_text("module: lakes\ntitle: Lakes\nsections: []\n")
    (mended / "modules/01-rivers/items.yaml").rename(second / "items.yaml")
    edit(mended, ("course.yaml", "[rivers]", "[rivers, lakes]"))
    load(mended, theirs=["how-many"])
    mend("how-many", "It names two.", "Two, says the browser.")
    (second / "items.yaml").unlink()
    (second / "module.yaml").unlink()
    second.rmdir()
    (mended / "modules/01-rivers/quizzes.yaml").unlink()
    edit(mended, ("course.yaml", "[rivers, lakes]", "[rivers]"), (MODULE, "    check: [which-rivers]\n", ""))
    load(mended, ours=["how-many"])
    assert item("how-many").module.state == "published"
    assert list(dumped()) == [
        "course.yaml",
        "claims.yaml",
        "notes.yaml",
        "glossary.yaml",
        MODULE,
        "modules/02-lakes/module.yaml",
        "modules/02-lakes/items.yaml",
    ]


def test_a_kept_item_is_renamed_in_the_files_all_the_same(mended):
    edit(
        mended,
        (ITEMS, "id: how-many", "id: count\n  was: how-many"),
        ("modules/01-rivers/quizzes.yaml", "how-many", "count"),
    )
    assert refused(mended) == [("item", "count")]
    load(mended, ours=["count"])
    assert explanation("count") == "Two, says the browser."
    assert writes_of_a_load(mended) == []


def test_rows_that_were_edited_otherwise_are_asked_about_as_well(loaded):
    """Whatever wrote them: a section or a term has no editor yet, but an operator has a shell."""
    Term.objects.filter(slug="river").update(title="Changed")
    Section.objects.filter(slug="where-they-meet").update(title="Changed")
    assert refused(loaded) == [("section", "where-they-meet"), ("term", "river")]
    load(loaded, ours=["river"], theirs=["where-they-meet"])
    assert Term.objects.get(slug="river").title == "Changed"
    assert Section.objects.get(slug="where-they-meet").title == "Where they meet"


def test_a_name_that_is_nothings_is_refused(mended):
    with pytest.raises(UnknownName, match=r"^how-mny$"):
        load(mended, ours=["how-mny"])
    assert refused(mended) == [HOW_MANY]


def test_a_refused_load_writes_nothing(mended):
    edit(mended, ("claims.yaml", "There are two rivers.", "There are rivers."))
    before = dumped()
    refused(mended)
    assert dumped() == before


def test_the_command_lists_what_was_edited_and_how_to_settle_it(mended, capsys):
    with pytest.raises(CommandError) as refusal:
        call_command("load_course", mended)
    assert str(refusal.value).splitlines() == [
        "nothing was loaded; edited in the browser since the last load, and different in the files:",
        "  item:how-many",
        "keep the database's with --ours ID, take the files' with --theirs ID, each for one thing:",
        f"  manage.py load_course {mended} --ours item:how-many",
        "dump_course writes the database's into files, to compare or to go on from.",
    ]
    call_command("load_course", mended, "--ours", "item:how-many")
    assert capsys.readouterr().out.splitlines() == [
        "item:how-many: the database's is kept; the files differ",
        "rivers: 0 changes loaded",
    ]


def test_the_command_wants_one_side_for_each(mended):
    with pytest.raises(CommandError, match=r"how-many is named in --ours and in --theirs"):
        call_command("load_course", mended, "--ours", "how-many", "--theirs", "how-many")
    with pytest.raises(CommandError, match="nothing was loaded; nothing is named lakes"):
        call_command("load_course", mended, "--ours", "lakes")


def test_an_edit_makes_versions_and_changes_none(mended):
    load(mended, theirs=["how-many"])
    numbers = ItemVersion.objects.filter(item__slug="how-many").values_list("number", "why")
    assert list(numbers) == [(1, "loaded from files"), (2, "mended"), (3, "loaded from files")]
    assert read_course(mended).problems == []


@pytest.mark.parametrize(
    ("files", "database", "base", "side"),
    [
        ("a", "a", Base("a"), None),
        ("b", "a", Base("a"), "taken"),
        ("a", "b", Base("a"), "edited"),
        ("b", "c", Base("a"), "edited"),
        ("b", "b", Base("a"), None),
        ("a", "", Base(), "taken"),
        ("", "a", Base(), "edited"),
        ("", "a", Base("a"), "taken"),
        ("a", "b", Base("a", kept="b"), "kept"),
        ("c", "b", Base("a", kept="b"), "edited"),
        ("a", "c", Base("a", kept="b"), "edited"),
        ("c", "a", Base("a", kept="b"), "edited"),
        ("a", "a", Base("a", kept="b"), None),
    ],
)
def test_whose_side_is_taken(files, database, base, side):
    """Files, database, and what both were at the last load."""
    result = merge(files={HOW_MANY: files}, database={HOW_MANY: database}, base={HOW_MANY: base})
    sides = {"taken": result.taken, "kept": result.kept, "edited": result.edited}
    assert [name for name, keys in sides.items() if keys] == ([side] if side else [])
