"""Reporting a problem as a test does it: by the function, and by the form."""

import re
from datetime import timedelta

from quizzes.models import ItemReport
from quizzes.report_links import practice_report_url
from quizzes.reports import (
    report_problem,
)
from tests.factories import (
    NOON,
    choice,
    item,
    quiz,
)

HOUR = timedelta(hours=1)
Reason = ItemReport.Reason
TELLTALE = "canary of the key"
PRACTICE = practice_report_url("ssc", "bri-year", 1)
SENT = {"reason": "typo", "words": "“Lanuched” is a mistake."}


def report(learner, of=None, *, row=None, at=NOON, reason=Reason.TYPO, text="It is wrong."):
    """A report on an item in practice, or on the item of an attempt."""
    version = row.version if row else (of or item()).asked_version
    return report_problem(
        learner=learner, version=version, attempt_item=row, reason=reason, words=text, at=at
    )


def in_order(learner, of):
    """The rows of an attempt as the door of its pages gives them."""
    rows = learner.attempts.get(pk=of.pk).items.with_quiz().select_related("counted")
    return list(rows.order_by("position"))


def telling_item(slug="bri-year", **fields):
    """An item whose key can be seen in whatever shows it."""
    shape = choice(wrong=("2017", "2021"), explanation=f"{TELLTALE}: 2013.")
    for option in shape["options"]:
        option["feedback"] = f"{TELLTALE}: {option['text']}."
    return item(slug, shape, **fields)


def examination(*items, **fields):
    return quiz("exam", items=items, settings={"preset": "examination"}, **fields)


def send(browser, path=PRACTICE, learner=None, **more):
    """The form as a page just opened sends it."""
    if learner is None:
        learner = re.search(r'name="learner" value="([^"]+)"', page(browser, path))[1]
    return browser.post(path, {"learner": learner, **SENT, **more})


def page(browser, path, **more):
    response = browser.get(path, **more)
    assert response.status_code == 200, response
    return response.content.decode()
