"""Pictures: their size is read from their first bytes, and a text shows the very one that was loaded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.markdown import Picture, inline, pictures
from lessons.pictures import (
    NotAPicture,
    Shown,
    named_in,
    named_in_markdown,
    read_header,
    shown,
    with_pictures,
)

from .pictures import jpeg, png, webp

MAP = Shown("0123456789abcdef/map.png", 300, 200)


@pytest.mark.parametrize(
    ("name", "data", "header"),
    [
        ("media/a.png", png(300, 200), ("image/png", 300, 200)),
        ("media/a.jpg", jpeg(4000, 3000), ("image/jpeg", 4000, 3000)),
        ("media/a.jpg", jpeg(640, 480, frame=0xC2), ("image/jpeg", 640, 480)),
        ("media/a.webp", webp(b"VP8 ", 1200, 9), ("image/webp", 1200, 9)),
        ("media/a.webp", webp(b"VP8L", 1, 10_000), ("image/webp", 1, 10_000)),
        ("media/a.webp", webp(b"VP8X", 10_000, 1), ("image/webp", 10_000, 1)),
    ],
)
def test_a_header_says_type_and_size(name, data, header):
    assert read_header(name, data) == header


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.png", b"", "this is no picture that can be shown; save it as PNG, JPEG or WebP"),
        ("a.png", b"<svg onload='alert(1)'/>", "this is no picture"),
        ("a.png", png()[:20], "this is no picture"),
        ("a.jpg", jpeg(3, 2)[:40], "this is no picture"),
        ("a.jpg", jpeg(3, 2, frame=0xC8), "this is no picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\0", "this is no picture"),
        ("a.webp", webp(b"VP8X", 3, 2)[:26], "this is no picture"),
        ("a.webp", webp(b"ANIM", 3, 2).replace(b"VP8", b"ANI"), "this is no picture"),
        ("a.jpg", png(), "what is in this file is image/png; its name must end in .png"),
        ("a.webp", jpeg(3, 2), "what is in this file is image/jpeg; its name must end in .jpg"),
        ("a.png", png(0, 2), "the picture has 0 by 2 pixels; each side has 1 to 10000"),
        ("a.jpg", jpeg(3, 10_001), "the picture has 3 by 10001 pixels"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_to_do(name, data, words):
    with pytest.raises(NotAPicture, match=words):
        read_header(name, data)


@given(start=st.sampled_from([png(), jpeg(3, 2), webp(b"VP8 ", 3, 2), webp(b"VP8X", 3, 2)]), rest=st.data())
def test_any_bytes_are_a_picture_or_refused(start, rest):
    data = start[: rest.draw(st.integers(0, len(start)))] + rest.draw(st.binary(max_size=40))
    for ending in ("png", "jpg", "webp"):
        try:
            header = read_header(f"a.{ending}", data)
        except NotAPicture:
            continue
        assert 1 <= header.width <= 10_000 and 1 <= header.height <= 10_000


def test_a_picture_is_shown_by_what_is_in_it_with_its_size():
    html = inline("See ![the *rivers* & lakes](media/map.png) and ![b](media/b.png).")
    assert with_pictures(html, {"media/map.png": MAP}) == (
        'See <img src="/media/0123456789abcdef/map.png" width="300" height="200" loading="lazy"'
        ' alt="the rivers &amp; lakes"> and <img src="media/b.png" alt="b">.'
    )


def test_its_address_is_the_start_of_its_hash_and_its_files_name():
    assert shown("media/map.png", "0123456789abcdef" * 4, 300, 200) == MAP


def test_words_that_look_like_a_picture_show_none():
    """Neither in code nor in the words for a picture does an author come by another one."""
    for source in (
        '`<img src="media/map.png"`',
        '<img src="media/map.png">',
        '![<img src="media/map.png"](x)',
    ):
        html = inline(source)
        assert named_in(html) == []
        assert with_pictures(html, {"media/map.png": MAP}) == html
    html = with_pictures(inline('![<img src="media/map.png">](media/map.png)'), {"media/map.png": MAP})
    assert html.count("/media/0123456789abcdef/map.png") == 1


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("![a](media/map.png)", [("a", "media/map.png")]),
        (
            '![a *b*](media/map.png "title") and ![](media/b.png)',
            [("a *b*", "media/map.png"), ("", "media/b.png")],
        ),
        ("- one\n- ![a](https://un.org/a.png)", [("a", "https://un.org/a.png")]),
        ("[![a](media/map.png)](https://un.org)", [("a", "media/map.png")]),
        ("`![a](media/map.png)`", []),
        ("![a] (media/map.png)", []),
    ],
)
def test_the_pictures_of_a_text_are_found(source, found):
    assert pictures(source) == [Picture(*one) for one in found]


def test_what_a_file_of_a_course_may_show_is_found_in_whatever_form_it_is():
    text = '  stem: "![a](media/map.png) or ![b](<media/b-c.webp>)"\n      - ![c](media/map.png)\n'
    assert named_in_markdown(text) == ["media/map.png", "media/b-c.webp", "media/map.png"]
