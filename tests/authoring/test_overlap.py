"""No ten words in a row are the article's; the project carries a digest of its runs, and not its text."""

import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from django.conf import settings

from authoring.files.overlap import BYTES, digest_of

from .folders import ITEMS, MODULE, copy, edit, errors_of, warnings_of

ROOT = Path(settings.BASE_DIR)
ARTICLE = """\
# On two rivers
A heading is no sentence of the article, however long it may be for a heading.
- P1.1 The river's brown water carries silt from the green hills down to the wide sea.
- P1.2 On Two Rivers and the Many People Who Live Beside the Water comes in second place.
- P1.3 The United Nations Office for South-South Cooperation and the Belt and Road Initiative gave china maps.
"""
TITLE = "On Two Rivers and the Many People Who Live Beside the Water"
RUN = "brown water carries silt from the green hills down to"


@pytest.fixture
def folder(tmp_path):
    """The valid course, and a digest beside it."""
    article = tmp_path / "article.md"
    article.write_text(ARTICLE)
    script = [sys.executable, ROOT / "scripts/digest-article", article, TITLE]
    made = subprocess.run(script, capture_output=True, text=True, check=True)
    (tmp_path / "course.runs").write_text(made.stdout)
    return copy(tmp_path / "course")


def told(place, words):
    return (
        f"{place}: these {len(words.split())} words in a row are the article's; say it in your own: “{words}”"
    )


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (
            (MODULE, "      Imagine two ministers", f"      Its {RUN} us.\n      Imagine two ministers"),
            f"{MODULE}:30:11",
        ),
        ((ITEMS, "It names two.", f"{RUN}."), f"{ITEMS}:19:16"),
        (("notes.yaml", "They meet at Khartoum.", f"{RUN}."), "notes.yaml:5:11"),
        (("glossary.yaml", "Water that goes somewhere.", f"{RUN}."), "glossary.yaml:4:11"),
        (("claims.yaml", "There are two rivers.", f"{RUN}."), "claims.yaml:5:11"),
    ],
)
def test_a_run_is_told_wherever_it_stands(folder, change, place):
    assert warnings_of(folder) == []
    assert warnings_of(edit(folder, change)) == [told(place, RUN)]
    assert errors_of(folder) == []


@pytest.mark.parametrize(
    "written",
    [
        "Brown water carries silt, from the green hills -- down to",
        "brown water carries\n      silt from the green [[river|hills]] down [[P1.1]] to",
    ],
)
def test_signs_capitals_lines_and_marks_do_not_hide_it(folder, written):
    text = f"      {written} us.\n      Imagine two ministers"
    edit(folder, (MODULE, "      Imagine two ministers", text))
    assert warnings_of(folder) == [told(f"{MODULE}:30:7", RUN)]


def test_all_the_words_of_a_longer_run_are_told_at_once(folder):
    longer = f"the rivers {RUN} the wide sea"
    edit(folder, (ITEMS, "It names two.", "The river's " + longer.removeprefix("the rivers ") + "."))
    assert warnings_of(folder) == [told(f"{ITEMS}:19:16", longer)]


@pytest.mark.parametrize(
    "written",
    [
        RUN.removesuffix(" to"),
        TITLE,
        "The United Nations Office for South-South Cooperation and the Belt and Road Initiative",
        "A heading is no sentence of the article, however long it may be",
    ],
    ids=["nine words", "the title", "names", "what is no sentence"],
)
def test_these_may_stand_in_a_course(folder, written):
    assert warnings_of(edit(folder, (ITEMS, "It names two.", f"{written}."))) == []


def test_the_article_of_the_course_has_a_digest_whose_order_tells_nothing():
    head, *lines = (ROOT / "fixtures/ssc.runs").read_text().splitlines()
    data = b64decode("".join(lines))
    runs = [data[at : at + BYTES] for at in range(0, len(data), BYTES)]
    assert (
        head == f"# {len(runs)} runs of 10 words of the article, as hashes; made by scripts/digest-article."
    )
    assert (len(runs), runs) == (1378, sorted(runs))
    assert digest_of(ROOT / "fixtures/ssc") == {*runs}
