"""The look: one stylesheet, no inline anything, each class defined and each defined class used."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import choice, claim, item, note, rewrite, section, term

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "ssc_course/static"
APPS = ("accounts", "authoring", "cohorts", "lessons", "quizzes", "ssc_course", "study")
# Pages of Django's admin have Django's stylesheet.
TEMPLATES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).glob("templates/**/*.html")
    if '{% extends "admin/' not in path.read_text()
)
FROM_MARKDOWN = {"term", "ref"}  # lessons/markdown.py writes these into a section
STYLESHEET_LIMIT_BYTES = 7168
SCRIPT_LIMIT_BYTES = 5632  # as gzip sends it

names = pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))


def classes_in(source: str) -> set[str]:
    blocks = re.findall(r"block main_class %}(.*?){%", source)
    attributes = re.findall(r'class="((?:[^"{]|{%.*?%}|{{.*?}})*)"', source)
    return set(re.sub(r"{%.*?%}|{{.*?}}", " ", " ".join([*blocks, *attributes])).split())


def classes_defined() -> set[str]:
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "style.css").read_text(), flags=re.DOTALL)
    return {
        name
        for selector in re.findall(r"[^{};]+(?={)", css)
        for name in re.findall(r"\.([a-z][\w-]*)", selector)
    }


@names
def test_a_template_uses_classes_of_the_stylesheet_only(template: Path) -> None:
    assert classes_in(template.read_text()) - classes_defined() == set()


def test_each_class_of_the_stylesheet_is_used() -> None:
    used = {name for template in TEMPLATES for name in classes_in(template.read_text())}
    assert classes_defined() - used - FROM_MARKDOWN == set()


@names
def test_a_template_holds_no_style_and_no_script_of_its_own(template: Path) -> None:
    source = template.read_text()
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|\shx-on|javascript:|\sjs:", source) == []
    assert all(" src=" in script for script in re.findall(r"<script[^>]*>", source))


@names
def test_a_template_names_only_signs_that_are_drawn(template: Path) -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', (ROOT / "ssc_course/templates/signs.html").read_text()))
    used = set(re.findall(r'<use href="#([\w-]+)"', template.read_text()))
    assert used - drawn - {"channel", "water"} == set()


def test_the_stylesheet_names_no_side_but_start_and_end() -> None:
    css = (STATIC / "style.css").read_text()
    assert re.findall(r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b", css) == []


def test_the_stylesheet_is_small() -> None:
    assert len(gzip.compress((STATIC / "style.css").read_bytes(), 9)) <= STYLESHEET_LIMIT_BYTES


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.glob("*.js")))
def test_a_script_is_small_and_writes_no_code(name: str) -> None:
    script = (STATIC / name).read_text()
    assert len(gzip.compress(script.encode(), 9)) <= SCRIPT_LIMIT_BYTES
    assert re.findall(r"\beval\b|new Function|\.style\b", script) == []


def test_only_the_outbox_keeps_something_beyond_a_tab() -> None:
    named = [
        path.name for path in STATIC.glob("*.js") if re.search("localStorage|indexedDB", path.read_text())
    ]
    assert named == ["outbox.js"]


def test_htmx_comes_with_its_licence() -> None:
    vendor = STATIC / "vendor/htmx"
    assert sorted(path.name for path in vendor.iterdir()) == ["LICENSE", "htmx.min.js"]
    assert 'version="4.0.1"' in (vendor / "htmx.min.js").read_text()


@pytest.fixture
def long_section_page(client: Client) -> str:
    """As long as sections get: 280 words, two notes, three terms, three items."""
    slugs = ("south-south-cooperation", "technology-transfer", "civil-society")
    for slug in slugs:
        term(slug, text="Two sentences of some length that say in plain words what the term means. " * 2)
    told = claim()
    for slug in ("n-one", "n-two"):
        note(
            slug, about=told, text="What the public record adds, in some forty words of a neutral voice. " * 4
        )
    words = [f"word{number}" for number in range(270)]
    words[10:10] = [f"[[{slug}]]" for slug in slugs]
    words[100:100] = ["[[P4.2]]\n\n", "[[P4.3]]\n\n"]
    asked = [item(f"item-{number}", choice("2013", wrong=("2017", "2021", "2022"))) for number in (1, 2, 3)]
    made = section(items=asked)
    rewrite(made, " ".join(words), claims=[told])
    return client.get(f"/ssc/foundations/{made.slug}/").content.decode()


@pytest.mark.django_db
def test_a_section_and_the_stylesheet_are_light_on_the_wire(long_section_page: str) -> None:
    assert long_section_page.count("data-item=") == 3
    assert weight(long_section_page.encode()) + weight((STATIC / "style.css").read_bytes()) <= 14 * 1024


@pytest.mark.django_db
def test_a_first_visit_is_light_and_takes_few_requests(long_section_page: str) -> None:
    files = re.findall(r'(?:src|href)="/static/([^"]+)"', long_section_page)
    assert sorted(files) == ["app.js", "icon.svg", "outbox.js", "style.css", "vendor/htmx/htmx.min.js"]
    assert weight(long_section_page.encode()) + sum(
        weight((STATIC / file).read_bytes()) for file in files
    ) <= (40 * 1024)


def weight(content: bytes) -> int:
    """Bytes as gzip sends them; files go out in Brotli, which is smaller still."""
    return len(gzip.compress(content, 6))
