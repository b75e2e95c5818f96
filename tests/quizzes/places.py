"""Where an item is answered: in a section, in an attempt, in a retry."""

from uuid import uuid4

from tests.factories import attempt, choice, item, person, quiz, right_values, section, signed_in
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import url

PLACES = ["section", "attempt", "retry"]
SECTION = "/ssc/foundations/what-is-the-south/"


class Place:
    """Where an item is answered: a browser, an address, and what its form sends besides the values."""

    def __init__(self, kind, shape=None, who=None):
        self.item = item("asked", shape or choice())
        self.learner = who or person()
        self.browser = signed_in(self.learner)
        section(items=[self.item])
        in_practice = {"item": "asked", "version": 1}
        self.fields = {"learner": self.learner.public_id, "client_key": uuid4()}
        if kind == "section":
            self.url, self.fields = SECTION, self.fields | in_practice
            return
        of = attempt(self.learner, quiz(items=[self.item]), handed_in=kind == "retry", at=minutes_ago(5))
        self.url = url(of, "retry/" if kind == "retry" else "1/")
        if kind == "retry":
            self.fields |= in_practice

    def post(self, values=None, *, headers=None, **more):
        sent = {**self.fields, "values": right_values(self.item) if values is None else values, **more}
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.browser.post(self.url, sent, headers=headers or {})
