"""The article's particulars in templates."""

from lessons.markdown import block
from lessons.templatetags.article import iso_date, named_references


def test_a_reference_is_named_where_it_is_shown_and_nowhere_stored():
    stored = block("It began in 2013. [[P4.2]] [A map](https://un.org)")
    assert "aria-label" not in stored
    assert named_references(stored) == (
        '<p>It began in 2013.&nbsp;<a class="ref" href="#p4-2"'
        ' aria-label="Article, paragraph 4, sentence 2">¶4</a> <a href="https://un.org">A map</a></p>\n'
    )


def test_a_day_is_a_date_and_no_day_is_none():
    assert str(iso_date("2026-01-10")) == "2026-01-10"
    assert iso_date(None) is None
