"""Items outside an attempt: asked in a section or again after a quiz, and checked at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet

from quizzes import scoring
from quizzes.display import ItemForm, ScoredItem, hints_of, item_form, scored_item, unsent
from quizzes.models import Attempt, AttemptItem, Item, ItemVersion, Response
from quizzes.ordering import settled_order
from quizzes.report_links import practice_report_url
from quizzes.sources import Where


class Asked(NamedTuple):
    """An item that is asked, and where its answer stands."""

    version: ItemVersion
    where: Where | None = None


class Wish(NamedTuple):
    """What an address asks to see of one item: its form again, with so many of its hints.

    `chosen`: the fields of the form as it was filled when a hint was asked for, no answer yet.
    """

    slug: str | None = None
    hints: int = 0
    chosen: Mapping[str, list[str]] | None = None


NO_WISH = Wish()


def asked(
    items: Iterable[Asked],
    learner_pk: int | None,
    learner_id: UUID,
    *,
    url: str,
    wish: Wish = NO_WISH,
    after: datetime | None = None,
    refused: ItemForm | None = None,
) -> list[ItemForm | ScoredItem]:
    """Items as they stand with a learner: scored where the version now asked was answered, else a form.

    `after`: only what was answered after this time counts as answered. `refused`: the form that was
    just sent and did not fit. One query; none for a visitor. The forms of one page share one key.
    """
    items = list(items)
    answered = _latest([one.version for one in items], learner_pk, after)
    client_key = uuid4()
    shown: list[ItemForm | ScoredItem] = []
    for version, where in items:
        slug = version.item.slug
        if refused and refused.slug == slug:
            shown.append(refused)
        elif version.pk in answered and slug != wish.slug:
            shown.append(scored(version, answered[version.pk], url, where=where))
        else:
            more = _wished(version, wish) if slug == wish.slug else {}
            shown.append(form(version, learner_id, url=url, client_key=client_key, **more))
    return shown


def _wished(version: ItemVersion, wish: Wish) -> dict[str, Any]:
    return {"hints": wish.hints, **(unsent(version, wish.chosen) if wish.chosen else {})}


def _latest(
    versions: list[ItemVersion], learner_pk: int | None, after: datetime | None
) -> dict[int, Response]:
    if learner_pk is None or not versions:
        return {}
    rows = Response.objects.practice().counting().filter(learner_id=learner_pk, version__in=versions)
    if after is not None:
        rows = rows.filter(received_at__gt=after)
    return {row.version_id: row for row in rows}


def form(version: ItemVersion, learner_id: UUID, *, url: str, hints: int = 0, **more: Any) -> ItemForm:
    """`hints`: how many to show. Here they cost nothing, and asking for one writes nothing."""
    slug = version.item.slug
    return item_form(
        version,
        order=settled_order(version, slug),
        learner_id=learner_id,
        url=url,
        dom_id=dom_id(slug),
        hints=hints_of(version, hints, url=url, dom_id=f"{dom_id(slug)}-hints"),
        report_url=report_url(version),
        **more,
    )


def scored(
    version: ItemVersion, response: Response, url: str, saved: str = "true", where: Where | None = None
) -> ScoredItem:
    slug = version.item.slug
    return scored_item(
        version,
        response.values,
        order=settled_order(version, slug),
        dom_id=dom_id(slug),
        answered_at=response.received_at,
        saved=saved,
        again_url=f"{url}?again={slug}#{dom_id(slug)}",
        report_url=report_url(version),
        where=where,
    )


def report_url(version: ItemVersion) -> str:
    return practice_report_url(version.item.course.slug, version.item.slug, version.number)


def dom_id(slug: str) -> str:
    return f"item-{slug}"


def answerable_versions() -> QuerySet[ItemVersion]:
    """Any versions, with what scoring an answer needs."""
    return scoring.with_keys(ItemVersion.objects.select_related("item__course"), to_version="")


def missed_versions(attempt: Attempt, withheld: Collection[int]) -> QuerySet[ItemVersion]:
    """The versions in which an answer to one of these may come: `missed_in`, and older ones.

    An item may have been edited since the page was opened; of one for quizzes alone there is one version.
    """
    missed = AttemptItem.objects.filter(attempt=attempt).to_retry(withheld)
    return answerable_versions().filter(
        ~Q(item__use=Item.Use.QUIZ) | Q(pk__in=missed.values("version")),
        item__in=missed.values("version__item"),
    )


def missed_in(attempt: Attempt, withheld: Collection[int]) -> list[ItemVersion]:
    """What is to be asked again of a handed-in attempt: all that was not right, and is not withheld.

    The current version; but of an item for quizzes alone the one of the attempt, whose key its result
    has shown. A newer one may be asked in an attempt that is open now. `withheld`: the pk of items
    whose keys are kept back (`withheld_items`). One query.
    """
    rows = scoring.with_keys(
        AttemptItem.objects.filter(attempt=attempt).to_retry(withheld).order_by("position")
    )
    rows = scoring.with_keys(rows, to_version="version__item__current").select_related(
        "version__item__course"
    )
    return [
        row.version if row.version.item.use == Item.Use.QUIZ else row.version.item.asked_version
        for row in rows
    ]
