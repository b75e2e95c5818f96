"""How much of the article the course covers, claim by claim: counts alone, never what an item asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch

from lessons.cards import Link, Reference, section_url
from lessons.models import Claim, Course, Section, SectionVersion
from quizzes.coverage import is_tested
from quizzes.models import Item, ItemVersion

LEVELS = ItemVersion.Level


@dataclass(frozen=True)
class Covered:
    """A claim, the published sections that teach it, and the published items that ask it."""

    claim: Claim
    sections: list[Link]
    items: list[ItemVersion]

    @property
    def is_tested(self) -> bool:
        return is_tested((item.level, item.interaction) for item in self.items)

    @property
    def by_level(self) -> list[int]:
        return by_level(self.items)


def covered_claims(course: Course) -> list[Covered]:
    """All claims in the order of the article. Four queries."""
    sections = {
        section.current_id: Link(section.title, section_url(section, course))
        for section in Section.objects.along_the_course(course).defer("current__body", "current__passages")
    }
    teaching = SectionVersion.objects.filter(pk__in=Section.objects.published().values("current")).only("pk")
    asked = ItemVersion.objects.filter(item__state=Item.State.PUBLISHED, pk=F("item__current"))
    claims = (
        Claim.objects.published()
        .filter(course=course)
        .prefetch_related(
            Prefetch("taught_by", teaching.order_by("section__module__position", "section__position")),
            Prefetch("tested_by", asked.only("level", "interaction")),
        )
    )
    return [
        Covered(
            claim,
            [sections[version.pk] for version in claim.taught_by.all() if version.pk in sections],
            list(claim.tested_by.all()),
        )
        for claim in claims
    ]


def totals(covered: Iterable[Covered]) -> dict[str, int]:
    """The numbers that `check_course --json` has for the files."""
    covered = list(covered)
    return {
        "claims": len(covered),
        "facts": sum(not one.claim.is_view for one in covered),
        "views": sum(one.claim.is_view for one in covered),
        "taught": sum(bool(one.sections) for one in covered),
        "tested": sum(one.is_tested for one in covered),
        "items": len({item.pk for one in covered for item in one.items}),
    }


def by_level(items: Iterable[ItemVersion]) -> list[int]:
    """How many items there are of each of Bloom's levels, from the lowest."""
    counted = Counter(item.level for item in items)
    return [counted[level] for level in LEVELS]


def coverage_page(course: Course) -> dict[str, Any]:
    """Four queries beyond the course."""
    covered = covered_claims(course)
    items = {item.pk: item for one in covered for item in one.items}
    on_views = {item.pk for one in covered if one.claim.is_view for item in one.items}
    facts = [item for pk, item in items.items() if pk not in on_views]
    views = [items[pk] for pk in on_views]
    return {
        "course": course,
        "levels": LEVELS.labels,
        "totals": totals(covered),
        "groups": [
            {
                "is_of_views": is_of_views,
                "claims": [_row(one, course) for one in covered if one.claim.is_view == is_of_views],
                "by_level": by_level(of_kind),
                "items": len(of_kind),
            }
            for is_of_views, of_kind in ((False, facts), (True, views))
        ],
        "by_level": by_level(items.values()),
    }


def _row(covered: Covered, course: Course) -> dict[str, Any]:
    claim = covered.claim
    return {
        "says": claim.says,
        "references": [Reference.of(sentence, course) for sentence in claim.refs],
        "sections": covered.sections,
        "by_level": covered.by_level,
        "items": len(covered.items),
        "is_tested": covered.is_tested,
    }
