"""load_course: what files say is what the database holds, all or nothing, and nothing twice."""

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.files.canonical import files
from authoring.files.course import read_course
from authoring.load import CourseRefused, is_loaded
from authoring.models import LoadedText
from lessons.models import Claim, Course, Note, Section, SectionVersion, Term
from quizzes.models import Delivery, Item, ItemVersion, Quiz
from tests.queries import exactly

from .folders import ITEMS, MODULE, QUIZZES, Edit, copy, edit, with_every_type
from .loading import dumped, item, load, mend, rivers, writes_of_a_load

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return copy(tmp_path / "course")


@pytest.fixture
def loaded(folder):
    load(folder)
    return folder


def test_a_load_brings_everything(loaded):
    course = rivers()
    assert (course.title, course.short_title, course.language) == ("A river, read closely", "Rivers", "en")
    assert course.about_html == "<p>What this course is about.</p>\n<p>In two paragraphs.</p>\n"
    assert course.article == {
        "title": "On two rivers",
        "author": "A. N. Author",
        "published": "2026-01-10",
        "publisher": "A journal",
    }
    assert [paragraph["id"] for paragraph in course.paragraphs] == ["P1", "P2"]
    assert [(c.slug, c.kind, c.refs) for c in course.claims.all()] == [
        ("two-rivers", "example", ["P1.1", "P1.2"]),
        ("rivers-matter", "position", ["P2.1"]),
    ]
    assert [(n.slug, n.about.slug, n.type) for n in course.notes.all()] == [
        ("n-rivers", "two-rivers", "context")
    ]
    assert [(t.slug, t.title, t.short) for t in course.terms.all()] == [
        ("river", "River", ""),
        ("tributary", "Tributary", "TR"),
    ]
    assert [(m.slug, m.position, m.objectives) for m in course.modules.all()] == [
        ("rivers", 1, ["Name both rivers", "Tell a fact from a view"])
    ]


def test_a_module_comes_with_its_questions_to_discuss(folder):
    load(with_every_type(folder))
    assert [module.discuss for module in rivers().modules.all()] == [
        [],
        [
            {
                "question": "Who may take water out of a lake that two countries share?",
                "weigh": "Who drinks from it, who was there first, and what the article leaves open.",
            }
        ],
    ]


COMPARISON = """    figure:
      kind: comparison
      caption: What is in both.
      claims: [two-rivers, rivers-matter]
      labels: [Rivers, Reasons]
"""
FIGURES: list[Edit] = [
    ("claims.yaml", "rivers matter.\n", "rivers matter.\n    values: [drink, in 2013]\n"),
    ("claims.yaml", '[Blue Nile, White Nile, "2"]', '[Blue Nile, White Nile, "1990"]'),
    (
        "course.yaml",
        "about: |",
        "figure:\n  kind: timeline\n  caption: When.\n  claims: [two-rivers, rivers-matter]\nabout: |",
    ),
    (MODULE, "    body: |", f"{COMPARISON}    body: |"),
]


def test_a_figure_comes_with_the_course_and_with_a_version_of_a_section(loaded):
    load(edit(loaded, *FIGURES))
    claims = ["two-rivers", "rivers-matter"]
    assert rivers().figure == {"kind": "timeline", "caption": "When.", "claims": claims, "labels": []}
    section = Section.objects.get(slug="where-they-meet")
    assert section.current.number == 2
    assert section.current.figure == {
        "kind": "comparison",
        "caption": "What is in both.",
        "claims": claims,
        "labels": ["Rivers", "Reasons"],
    }
    assert dumped() == files(read_course(loaded).files())
    assert writes_of_a_load(loaded) == []
    load(edit(loaded, (MODULE, COMPARISON, "")))
    assert [version.figure for version in section.versions.all()][::2] == [{}, {}]


def test_a_section_comes_with_its_first_version_rendered(loaded):
    section = Section.objects.get(slug="where-they-meet")
    version = section.current
    assert version is not None
    assert (version.number, version.author, version.why) == (1, None, "loaded from files")
    assert version.sentences == ["P1.1", "P1.2"]
    assert [claim.slug for claim in version.claims.all()] == ["two-rivers"]
    assert [(p["terms"], p["notes"]) for p in version.passages] == [(["river", "tributary"], ["n-rivers"])]
    assert '<a class="term" href="#term-tributary">stream</a>' in version.passages[0]["lead"]
    assert [asked.item.slug for asked in section.asked.all()] == ["which-rivers"]


def test_an_item_comes_with_its_key_apart(loaded):
    version = item("how-many").current
    assert version is not None
    assert version.content == {
        "stem": {
            "md": "How many rivers does the article name?",
            "html": "How many rivers does the article name?",
        },
        "width": 8,
        "numeric": True,
    }
    assert version.answer_key.key == {"number": "2", "tolerance": "0", "shown": "2"}
    assert (version.level, item("how-many").use, version.same_meaning) == ("understand", "quiz", False)


def test_a_quiz_comes_with_an_open_delivery_of_its_own(loaded):
    quiz = Quiz.objects.get()
    assert quiz.settings == {"attempts": 3, "pass_mark": "0.5"}
    assert [(part.item.slug, part.points) for part in quiz.parts.all()] == [
        ("how-many", 2),
        ("authors-view", 1),
    ]
    assert [(d.own, d.for_anyone) for d in Delivery.objects.filter(quiz=quiz)] == [(True, True)]


def test_a_second_load_writes_no_row(loaded):
    with exactly(18):
        load(loaded)
    assert writes_of_a_load(loaded) == []


@pytest.mark.parametrize("more", [0, 5])
def test_a_second_load_costs_the_same_however_large_the_course(folder, more):
    text = (folder / ITEMS).read_text()
    (folder / ITEMS).write_text(
        text
        + "".join(
            "\n" + text.split("\n\n")[1].replace("how-many", f"how-many-{n}") + "\n" for n in range(more)
        )
    )
    load(folder)
    assert Item.objects.count() == 3 + more
    with exactly(18):
        load(folder)


def test_a_change_of_one_item_makes_one_version(loaded):
    edit(loaded, (ITEMS, "It names two.", "It names *two*."))
    assert load(loaded).taken == [("item", "how-many")]
    assert [(v.number, v.same_meaning) for v in item("how-many").versions.all()] == [(1, False), (2, True)]
    assert ItemVersion.objects.count() == 4
    assert writes_of_a_load(loaded) == []


@pytest.mark.parametrize(
    ("changed", "same_meaning"),
    [("", False), ("  changed: wording\n", True), ("  changed: meaning\n", False)],
)
def test_a_new_key_is_a_new_meaning_unless_the_item_says_otherwise(loaded, changed, same_meaning):
    edit(loaded, (ITEMS, '  number: "2"\n', f'{changed}  number: "3"\n'))
    load(loaded)
    current = item("how-many").current
    assert current is not None
    assert (current.number, current.same_meaning) == (2, same_meaning)
    assert writes_of_a_load(loaded) == []


def test_the_order_of_options_makes_no_version(loaded):
    lines = (loaded / ITEMS).read_text().splitlines(keepends=True)
    first = next(at for at, line in enumerate(lines) if "Blue Nile, correct" in line)
    lines[first : first + 3] = reversed(lines[first : first + 3])
    (loaded / ITEMS).write_text("".join(lines))
    assert load(loaded).taken == []
    assert ItemVersion.objects.count() == 3


def test_a_new_text_of_a_section_is_a_new_version(loaded):
    edit(loaded, (MODULE, "Imagine a boat", "Imagine a raft"))
    load(loaded)
    assert [v.number for v in Section.objects.get(slug="where-they-meet").versions.all()] == [1, 2]
    assert SectionVersion.objects.count() == 3


def test_a_new_title_of_a_term_is_a_new_version_where_the_text_shows_it(loaded):
    edit(
        loaded,
        ("glossary.yaml", "title: River", "title: Stream"),
        ("glossary.yaml", "title: Trib", "title: Con-trib"),
    )
    load(loaded)
    version = Section.objects.get(slug="where-they-meet").current
    assert version is not None
    assert version.number == 2
    assert '<a class="term" href="#term-river">Stream</a>' in version.passages[0]["lead"]
    assert SectionVersion.objects.count() == 3


def test_a_new_text_of_a_term_or_note_makes_no_version(loaded):
    edit(
        loaded,
        ("glossary.yaml", "Water that", "Some water that"),
        ("notes.yaml", "Khartoum", "Khartoum, in Sudan"),
    )
    load(loaded)
    assert Term.objects.get(slug="river").text == "Some water that goes somewhere."
    assert Note.objects.get().text == "They meet at Khartoum, in Sudan."
    assert SectionVersion.objects.count() == 2


def test_a_load_is_all_or_nothing(folder):
    edit(folder, ("claims.yaml", "refs: [P2.1]", "refs: [P2.3]"))
    with pytest.raises(
        CourseRefused, match=r"^claims.yaml:10:12: rivers-matter: the article has no sentence"
    ):
        load(folder)
    assert not Course.objects.exists()


def test_a_load_that_fails_midway_leaves_nothing_behind(loaded):
    """An author who is nobody stops it at the first new version, when claims are changed already."""
    edit(
        loaded,
        ("claims.yaml", "There are two rivers.", "There are rivers."),
        (ITEMS, "It names two.", "Two."),
    )
    before = LoadedText.objects.count()
    with pytest.raises(ValueError, match="must be a"):
        load(loaded, author="not a person")
    assert Claim.objects.get(slug="two-rivers").says == "There are two rivers."
    assert LoadedText.objects.count() == before


def test_two_courses_do_not_meet(loaded, tmp_path):
    other = edit(copy(tmp_path / "other"), ("course.yaml", "course: rivers", "course: streams"))
    load(other)
    assert Item.objects.filter(slug="how-many", state="published").count() == 2
    assert writes_of_a_load(loaded) == []
    assert writes_of_a_load(other) == []


CHANGES: list[Edit] = [
    (ITEMS, "It names two.", "It names two of them."),
    (ITEMS, "  use: quiz", "  use: both"),
    (ITEMS, "They do not,", "They do *not*,"),
    (MODULE, "Imagine a boat", "Imagine a small boat"),
    (MODULE, "title: Why they matter", "title: Why they matter to us"),
    (MODULE, "    check: [which-rivers]\n", "    check: [which-rivers, authors-view]\n"),
    (MODULE, "    notes: [n-rivers]\n", ""),
    (QUIZZES, "points: 2", "points: 3"),
    (QUIZZES, "attempts: 3", "counts: last"),
    (QUIZZES, "    - {item: authors-view}\n", ""),
    ("claims.yaml", "There are two rivers.", "There are two great rivers."),
    ("glossary.yaml", "title: River", "title: A river"),
    ("notes.yaml", "type: context", "type: update"),
    ("course.yaml", "title: A river,", "title: Rivers,"),
    ("course.yaml", "# A course as", "# The course as"),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(changes=st.sets(st.sampled_from(CHANGES)))
def test_from_any_course_to_any_other_and_then_nothing_more(changes, tmp_path, loaded):
    """One database goes through all these versions; after each it dumps the very files that were loaded."""
    folder = edit(copy(tmp_path / "next"), *changes)
    load(folder)
    assert dumped() == files(read_course(folder).files())
    assert writes_of_a_load(folder) == []


def test_the_command_says_what_it_did_and_what_is_wrong(folder, capsys):
    call_command("load_course", folder)
    assert capsys.readouterr().out == "rivers: 12 changes loaded\n"
    edit(folder, (ITEMS, "level: remember", "level: forget"))
    with pytest.raises(CommandError, match=f"the files have errors:\n{ITEMS}:4:10: which-rivers: `forget`"):
        call_command("load_course", folder)


def test_files_count_as_loaded_until_one_changes_whatever_is_edited_in_the_browser(folder):
    assert not is_loaded(folder)
    load(folder)
    mend("how-many", "It names two.", "Two.")
    with exactly(2):
        assert is_loaded(folder)
    edit(folder, (ITEMS, "It names two.", "It names both."))
    assert not is_loaded(folder)
