"""What is wrong with pictures in course files, with its place."""

import pytest

from tests.lessons.pictures import png

from .folders import ITEMS, LAKES, MODULE, QUIZZES, copy, edit, errors_of, with_every_type, with_picture

MAP = "![Two rivers that meet](media/map.png)"


@pytest.fixture
def folder(tmp_path):
    return with_picture(copy(tmp_path / "course"))


ELSEWHERE = "a picture is shown in a section's body or an item only; write plain words here"
BROKEN = {
    "a picture that says nothing": (
        (ITEMS, "They do not,", '"![](media/map.png)",'),
        f"{ITEMS}:28:15: authors-view: nothing says what this picture shows, for those who do not see it;"
        " write it between the brackets: ![…](media/map.png)",
    ),
    "a picture that only seems to say something": (
        (ITEMS, "It names two.", '"Two: ![ ](media/map.png)"'),
        f"{ITEMS}:19:22: how-many: nothing says what this picture shows, for those who do not see it;"
        " write it between the brackets: ![…](media/map.png)",
    ),
    "a picture that is not there": (
        (ITEMS, "It names two.", '"![two](media/mop.png)"'),
        f"{ITEMS}:19:17: how-many: unknown picture `media/mop.png`; did you mean `media/map.png`?",
    ),
    "a picture from elsewhere": (
        (MODULE, "Imagine a boat", "![a boat](https://un.org/boat.png)"),
        f"{MODULE}:11:7: where-they-meet: pictures lie in the course's media folder; write ![what it"
        " shows](media/name.png)",
    ),
    "a picture in a folder within": (
        (MODULE, "Imagine a boat", "![a boat](media/boats/map.png)"),
        f"{MODULE}:11:7: where-they-meet: pictures lie in the course's media folder; write ![what it"
        " shows](media/name.png)",
    ),
    "a picture in a section that says nothing": (
        (MODULE, "Imagine two ministers", "![](media/map.png) Imagine"),
        f"{MODULE}:30:7: why-they-matter: nothing says what this picture shows, for those who do not see it;"
        " write it between the brackets: ![…](media/map.png)",
    ),
    "a picture in a title": (
        (MODULE, "title: Where they meet", f'title: "{MAP}"'),
        f"{MODULE}:6:13: where-they-meet: {ELSEWHERE}",
    ),
    "a picture in a note": (
        ("notes.yaml", "They meet at Khartoum.", f'"{MAP}"'),
        f"notes.yaml:5:12: n-rivers: {ELSEWHERE}",
    ),
    "a picture in a term": (
        ("glossary.yaml", "text: Water that goes somewhere.", f'text: "{MAP}"'),
        f"glossary.yaml:4:12: river: {ELSEWHERE}",
    ),
    "a picture in the words about the course": (
        ("course.yaml", "What this course is about.", MAP),
        f"course.yaml:13:3: rivers: {ELSEWHERE}",
    ),
    "a picture in a module's objective": (
        (MODULE, "Name both rivers", f'"{MAP}"'),
        f"{MODULE}:3:15: rivers: {ELSEWHERE}",
    ),
    "a picture in a quiz": (
        (QUIZZES, "purpose: To see what stayed.", f'purpose: "{MAP}"'),
        f"{QUIZZES}:3:13: rivers-quiz: {ELSEWHERE}",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_picture_that_cannot_be_shown_is_told_with_its_place(case, folder):
    change, *expected = BROKEN[case]
    assert errors_of(edit(folder, change)) == expected


def test_a_picture_by_way_of_a_reference_is_looked_at_too(folder):
    """Its place is that of the whole text: there is no one place where it stands."""
    edit(
        folder, (ITEMS, "stem: How many", "stem: |\n    ![][map]\n\n    [map]: media/map.png\n\n    How many")
    )
    assert errors_of(folder) == [
        f"{ITEMS}:17:9: how-many: nothing says what this picture shows, for those who do not see it;"
        " write it between the brackets: ![…](media/map.png)"
    ]


def test_a_remark_for_authors_may_speak_of_any_picture(folder):
    edit(folder, (ITEMS, "The simplest choice there", "Once ![](x.png) there"))
    assert errors_of(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("{text: rivers, correct: true}", f'{{text: "{MAP}", correct: true}}', "76:19: lake-menus"),
        ("    - Green\n", f'    - "{MAP}"\n', "92:8: lake-words"),
        ("[The Congo, The Niger]", f'["{MAP}", The Niger]', "109:13: lake-pairs"),
        ("accept: [Nile, the Nile]", f'accept: ["{MAP}"]', "63:13: lake-initials"),
    ],
)
def test_a_picture_where_plain_words_are_shown_is_told(folder, old, new, place):
    with_every_type(folder)
    assert errors_of(edit(folder, (LAKES, old, new))) == [
        f"{LAKES}:{place}: only plain words are shown here, no pictures; take it out"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It comes from the lakes, The", f'"{MAP} from the lakes", The'),
        ("    - The sea\n", f'    - "{MAP}"\n'),
        ("They matter more than borders do., correct", f'"{MAP}", correct'),
        ("the {White} Nile from the lakes.", f"the {{White}} Nile {MAP}."),
        ("The White Nile, correct: true", f'"{MAP}", correct: true'),
    ],
)
def test_a_picture_may_stand_in_each_kind_of_line(folder, old, new):
    with_every_type(folder)
    edit(folder, (LAKES, "    - {source: It comes from the lakes, text: Look at the map again.}\n", ""))
    assert errors_of(edit(folder, (LAKES, old, new))) == []


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("media/a.png", b"\x89PNG", "this is no picture that can be shown; save it as PNG, JPEG or WebP"),
        ("media/a.jpg", png(), "what is in this file is image/png; its name must end in .png"),
        ("media/a.png", png(20_000, 1), "the picture has 20000 by 1 pixels; each side has 1 to 10000"),
        ("media/a.png", png() + bytes(200 * 1024), "the file is larger than 200 KiB; make it smaller"),
        ("media/a.svg", b"<svg/>", "unknown file; rename it, or take it out of the course's folder"),
    ],
)
def test_a_file_that_is_no_picture_is_told(folder, name, data, message):
    with_picture(folder, name, data)
    assert errors_of(folder) == [f"{name}:1:1: {message}"]
