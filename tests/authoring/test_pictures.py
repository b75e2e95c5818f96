"""Pictures in course files: named by their file, kept by what is in them, so that the past keeps its own."""

import hashlib

import pytest

from authoring.dump import canonical_item, dump_course
from authoring.models import CourseFile
from lessons.models import Picture, Section
from tests.factories import attempt, person, signed_in
from tests.lessons.pictures import png
from tests.queries import exactly

from .folders import (
    ITEMS,
    MODULE,
    contents,
    copy,
    edit,
    errors_of,
    with_picture,
)
from .loading import item, load, mend, rivers, writes_of_a_load

MAP = "![Two rivers that meet](media/map.png)"
STEM = "  stem: How many rivers does the article name?"
OTHER = png(grey=7)


def src(data: bytes, name: str = "map.png") -> str:
    return f'<img src="/media/{hashlib.sha256(data).hexdigest()[:16]}/{name}" width="3" height="2"'


@pytest.fixture
def folder(tmp_path):
    return with_picture(copy(tmp_path / "course"))


@pytest.fixture
def shown(db, folder):
    """Loaded, with the picture in a stem, in a feedback, in a hint and in a section's body."""
    edit(
        folder,
        (ITEMS, STEM, f"  stem: |\n    {MAP}\n\n    How many are they?"),
        (ITEMS, '  number: "2"\n', f'  number: "2"\n  hints: ["Count: {MAP}"]\n'),
        (ITEMS, "Look at the second paragraph again.", f'"Look: {MAP}"'),
        (MODULE, "Imagine a boat", f"{MAP}\n\n      Imagine a boat"),
    )
    load(folder)
    return folder


def test_a_picture_is_kept_once_with_its_type_and_size(shown):
    with_picture(shown, "media/same.png")
    load(shown)
    [picture] = Picture.objects.all()
    assert (bytes(picture.data), picture.content_type, picture.width, picture.height) == (
        png(),
        "image/png",
        3,
        2,
    )
    assert {file.path for file in CourseFile.objects.filter(picture=picture)} == {
        "media/map.png",
        "media/same.png",
    }


def test_texts_show_the_picture_that_was_loaded(shown):
    asked = item("how-many").current
    assert (
        asked.content["stem"]["above"] == f'<p>{src(png())} loading="lazy" alt="Two rivers that meet"></p>\n'
    )
    assert src(png()) in asked.answer_key.hints[0]["html"]
    [feedback] = item("authors-view").current.answer_key.feedback.values()
    assert src(png()) in feedback["html"]
    section = Section.objects.get(slug="where-they-meet").current
    assert section.passages[0]["lead"].startswith(f"<p>{src(png())}")


def test_a_second_load_writes_nothing_and_reads_no_bytes(shown):
    assert writes_of_a_load(shown) == []
    with exactly(18):  # as many as without pictures
        load(shown)


def test_a_dump_brings_the_file_back(shown, tmp_path):
    dump_course(course=rivers(), directory=tmp_path / "dump")
    assert contents(tmp_path / "dump") == contents(shown)


def test_another_picture_under_the_same_name_makes_a_version_of_all_that_show_it_and_of_nothing_else(shown):
    with_picture(shown, data=OTHER)
    load(shown)
    numbers = {slug: item(slug).current.number for slug in ("how-many", "authors-view", "which-rivers")}
    assert numbers == {"how-many": 2, "authors-view": 2, "which-rivers": 1}
    assert {s.slug: s.current.number for s in Section.objects.select_related("current")} == {
        "where-they-meet": 2,
        "why-they-matter": 1,
    }
    assert item("how-many").current.same_meaning
    assert src(OTHER) in item("how-many").current.content["stem"]["above"]
    assert writes_of_a_load(shown) == []


def test_what_was_asked_keeps_its_picture(shown):
    amina, quiz = person(), rivers().quizzes.get()
    begun = attempt(amina, quiz)
    with_picture(shown, data=OTHER)
    load(shown)
    html = signed_in(amina).get(f"/attempts/{begun.public_id}/1/").content.decode()
    assert src(png()) in html
    address = src(png()).split('"')[1]
    assert signed_in(amina).get(address).content == png()


def test_a_picture_that_is_gone_from_the_files_is_kept_for_what_showed_it(shown):
    edit(
        shown,
        (ITEMS, f"    {MAP}\n\n", ""),
        (ITEMS, f"Count: {MAP}", "Count."),
        (ITEMS, f"Look: {MAP}", "Look."),
        (MODULE, f"{MAP}\n\n      ", ""),
    )
    (shown / "media/map.png").unlink()
    load(shown)
    assert not CourseFile.objects.exclude(picture=None).exists()
    assert Picture.objects.count() == 1


def test_a_name_that_changes_makes_a_version_for_it_is_seen_in_the_address(shown):
    (shown / "media/map.png").rename(shown / "media/rivers.png")
    for name in (ITEMS, MODULE):
        (shown / name).write_text((shown / name).read_text().replace("media/map.png", "media/rivers.png"))
    load(shown)
    assert src(png(), "rivers.png") in item("how-many").current.content["stem"]["above"]
    assert Picture.objects.count() == 1


def test_in_the_browser_an_item_may_show_the_pictures_that_the_course_has(shown):
    asked = item("which-rivers")
    text = canonical_item(asked).replace("The Congo,", f'"{MAP}",')
    browser = signed_in(person("farid", is_staff=True, is_superuser=True))
    page = f"/admin/quizzes/item/{asked.pk}/"
    html = browser.post(f"{page}preview/", {"text": text, "based_on": 1, "why": ""}).content.decode()
    assert src(png()) in html
    browser.post(f"{page}change/", {"text": text, "based_on": 1, "why": "to see it", "publish": "1"})
    version = item("which-rivers").current
    assert version.number == 2
    assert src(png()) in "".join(option["text"]["html"] for option in version.content["options"])
    assert dump_course(course=rivers(), directory=shown) == [ITEMS]
    load(shown)
    assert writes_of_a_load(shown) == []


def test_in_the_browser_a_picture_that_the_course_does_not_have_is_refused_with_its_place(shown):
    text = canonical_item(item("which-rivers")).replace("The Congo,", '"![a lake](media/lake.png)",')
    response = signed_in(person("farid", is_staff=True, is_superuser=True)).post(
        f"/admin/quizzes/item/{item('which-rivers').pk}/change/",
        {"text": text, "based_on": 1, "why": "to see it", "publish": "1"},
    )
    assert response.status_code == 400
    message = "item:9:13: which-rivers: unknown picture `media/lake.png`; did you mean `media/map.png`?"
    assert message in response.content.decode()


def test_an_edit_that_was_kept_keeps_its_picture_though_the_files_lost_it(shown, tmp_path):
    mend("which-rivers", "The article names the Blue Nile and the White Nile.", f'"{MAP}"')
    edit(
        shown,
        (ITEMS, f"    {MAP}\n\n", ""),
        (ITEMS, f"Count: {MAP}", "Count."),
        (ITEMS, f"Look: {MAP}", "Look."),
        (MODULE, f"{MAP}\n\n      ", ""),
    )
    (shown / "media/map.png").unlink()
    load(shown, ours=["which-rivers"])
    assert item("which-rivers").current.number == 2
    assert writes_of_a_load(shown) == []
    dump_course(course=rivers(), directory=tmp_path / "dump")
    assert (tmp_path / "dump/media/map.png").read_bytes() == png()
    assert errors_of(tmp_path / "dump") == []
