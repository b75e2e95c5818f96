"""The rules in sentences: what a learner should know before the start, true at the moment of viewing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from quizzes.conditions import Conditions
from quizzes.points import shown as in_points
from quizzes.rules import EVERYTHING, GRACE, NOTHING, OWN_ANSWER, RIGHT_AFTER, Moment, Part, Parts, Rules


def sentences(
    conditions: Conditions, *, items: int, points: int, at: datetime, withheld: bool = False
) -> list[str]:
    """For so many items and points; `at` decides what has been and what is to come.

    `withheld`: whether an examination keeps back the keys of some of its items now.
    """
    rules = conditions.rules
    return [
        *_size(items, points),
        *_dates(conditions, at),
        *_time(rules),
        _attempts(rules),
        *_pass_mark(rules, points),
        _while_answering(rules),
        *after_handing_in(conditions),
        *(
            [_("An examination asks some of its items now: their answers are not told before it is over.")]
            * withheld
        ),
    ]


def _size(items: int, points: int) -> Iterator[str]:
    count = ngettext("%(count)d item", "%(count)d items", items) % {"count": items}
    if points == items:
        yield _("%(items)s, one point each.") % {"items": count}
    else:
        yield _("%(items)s, %(points)d points in all.") % {"items": count, "points": points}


def _dates(conditions: Conditions, at: datetime) -> Iterator[str]:
    opens_at, closes_at = conditions.opens_at, conditions.closes_at
    if opens_at is not None and at < opens_at:
        yield _("It opens on %(date)s.") % {"date": in_words(opens_at)}
    if closes_at is not None:
        closing = _("It closes on %(date)s; what is saved by then is handed in by itself.")
        yield (_("It closed on %(date)s.") if closes_at <= at else closing) % {"date": in_words(closes_at)}


def _time(rules: Rules) -> Iterator[str]:
    if rules.minutes is None:
        yield _("There is no time limit.")
        return
    minutes = ngettext("%(count)d minute", "%(count)d minutes", rules.minutes) % {"count": rules.minutes}
    if rules.extra_minutes:
        minutes = _("%(minutes)s (%(limit)d + %(extra)d)") % {
            "minutes": minutes,
            "limit": rules.time_limit_minutes,
            "extra": rules.extra_minutes,
        }
    yield _("You have %(minutes)s, and %(grace)d seconds more for the way of your last answer.") % {
        "minutes": minutes,
        "grace": GRACE.seconds,
    }


def _attempts(rules: Rules) -> str:
    allowed = rules.attempts_in_all
    if allowed == 1:
        return _("You have one attempt.")
    which = {
        "highest": _("the best one counts"),
        "last": _("the last one counts"),
        "first": _("the first one counts"),
        "average": _("their average counts"),
    }[rules.counts]
    if allowed is None:
        words = _("You may take it as often as you like; %(which)s.") % {"which": which}
    else:
        words = _("You have %(attempts)d attempts; %(which)s.") % {"attempts": allowed, "which": which}
    return f"{words} {_waiting(rules)}" if rules.waiting_minutes else words


def _waiting(rules: Rules) -> str:
    minutes = rules.waiting_minutes or 0
    days, rest = divmod(minutes, 24 * 60)
    hours = minutes / 60
    if not rest:
        span = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    elif hours.is_integer():
        span = ngettext("%(count)d hour", "%(count)d hours", int(hours)) % {"count": int(hours)}
    else:
        span = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("After handing in you wait %(span)s before the next one.") % {"span": span}


def _pass_mark(rules: Rules, points: int) -> Iterator[str]:
    if (mark := rules.mark(points)) is not None:
        yield _("You pass with %(mark)s of %(points)d points.") % {
            "mark": in_points(mark),
            "points": points,
        }


def _while_answering(rules: Rules) -> str:
    if not rules.checks_at_once:
        return _("You can change answers until you hand in.")
    return _("Each answer is checked at once and is final then: you see %(what)s.") % {
        "what": _parts(rules.shown("during"))
    }


def after_handing_in(conditions: Conditions) -> Iterator[str]:
    """What is seen of a result, and when: a sentence for each time at which that changes."""
    moments: list[Moment] = ["after", "later", "closed"]
    for parts, group in groupby(moments, key=conditions.rules.shown):
        yield _when(list(group), conditions) % {"what": _parts(parts)}


def _when(moments: list[Moment], conditions: Conditions) -> str:
    """The sentence for what is seen in these moments, with a place for it."""
    minutes = RIGHT_AFTER.seconds // 60
    match moments:
        case ["after", "later", "closed"]:
            return _("After handing in you see %(what)s.")
        case ["after", "later"]:
            return _("After handing in, until it is closed, you see %(what)s.")
        case ["after"] if conditions.closes_at is None:
            return _("For the first %(minutes)d minutes after handing in you see %%(what)s.") % {
                "minutes": minutes
            }
        case ["after"]:
            return _(
                "For the first %(minutes)d minutes after handing in, or until it is closed,"
                " you see %%(what)s."
            ) % {"minutes": minutes}
        case ["later", "closed"]:
            return _("After these minutes you see %(what)s.")
        case ["later"]:
            return _("After these minutes, until it is closed, you see %(what)s.")
    if conditions.closes_for_all_at is None:
        return _("Once it is closed (no day is set yet) you see %(what)s.")
    return _("Once it is closed for everybody you see %(what)s.")


def _parts(parts: Parts) -> str:
    """Parts of a scored item, as a list in words."""
    if parts == EVERYTHING:
        return _("what each item gave, and why")
    if parts == NOTHING:
        return _("only that it was handed in")
    if parts == OWN_ANSWER:
        return _("your answers, and not how they were scored")
    names: dict[Part, str] = {
        "response": _("your answers"),
        "outcome": _("which answers were right"),
        "score": _("the points"),
        "feedback": _("remarks on your answers"),
        "explanation": _("explanations"),
        "key": _("the right answers"),
    }
    listed = [name for part, name in names.items() if part in parts]
    if len(listed) == 1:
        return listed[0]
    return pgettext("the last two of a list", "%(some)s and %(last)s") % {
        "some": ", ".join(listed[:-1]),
        "last": listed[-1],
    }


def in_words(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
