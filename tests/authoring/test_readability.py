"""How hard a text is to read is measured as Kincaid did, and told where it is too hard."""

import pytest

from authoring.files.readability import grade, syllables

from .folders import MODULE, copy, edit, warnings_of

COUNTED = {
    1: "it rain through made named makes trade while BRI UNOSSC",
    2: "river table wanted wishes useful statements framework people going tables create somewhere",
    3: "area idea period media industry government",
    4: "initiative geography development agriculture cooperate",
    5: "cooperation communication opportunity",
}


@pytest.mark.parametrize(("count", "words"), COUNTED.items())
def test_syllables_are_counted_as_they_are_spoken(count, words):
    assert [word for word in words.split() if syllables(word) != count] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rivers feed us.", 0.39 * 3 + 11.8 * 4 / 3 - 15.59),
        ("Rivers feed us. Why? They flow.", 0.39 * 6 / 3 + 11.8 * 7 / 6 - 15.59),
        ('He said: "Rivers feed us." Why?', 0.39 * 6 / 2 + 11.8 * 7 / 6 - 15.59),
        ("Rivers feed us\n\nBorders part us", 0.39 * 6 / 2 + 11.8 * 8 / 6 - 15.59),
        ("In 1929 it was 3.5 km", 0.39 * 7 + 11.8 * 7 / 7 - 15.59),
        ("…", 0),
    ],
)
def test_a_grade_is_made_of_words_sentences_and_syllables(text, expected):
    assert grade(text) == pytest.approx(expected)


HARD = (
    "      International organisations systematically institutionalise multidimensional environmental"
    " considerations regarding transnational hydrological infrastructure, and administrative authorities"
    " subsequently implement comprehensive accountability arrangements for participating communities.\n\n"
)


def test_a_section_that_is_hard_to_read_is_told_with_its_grade(tmp_path):
    folder = copy(tmp_path / "course")
    text = (folder / MODULE).read_text()
    start = text.index("      Imagine two ministers")
    (folder / MODULE).write_text(text[:start] + HARD * 6)
    assert warnings_of(folder) == [
        f"{MODULE}:29:5: why-they-matter: reads like grade 43.4, at most 10 is easy to follow; make sentences"
        " and words shorter"
    ]


def test_names_of_the_glossary_count_as_one_short_word(tmp_path):
    """Marked or not; else the section would be told."""
    folder = copy(tmp_path / "course")
    text = (folder / MODULE).read_text()
    start = text.index("      Imagine two ministers")
    name = "Multidimensional Hydrological Administration of International Organisations"
    sentence = f"      The {name} and [[tributary|multidimensional hydrological organisations]] have it.\n"
    (folder / MODULE).write_text(text[:start] + sentence * 13)
    [warning] = warnings_of(folder)
    assert warning.startswith(f"{MODULE}:29:5: why-they-matter: reads like grade ")
    edit(folder, ("glossary.yaml", "title: Tributary", f"title: {name}"))
    assert warnings_of(folder) == []
