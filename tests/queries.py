"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The queries done inside, without the marks of transactions; filled when the block ends."""
    queries: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield queries
    queries.extend(q["sql"][:120] for q in captured if not q["sql"].startswith(NOT_COUNTED))


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    with counted() as queries:
        yield
    assert len(queries) <= limit, f"{len(queries)} queries, not {limit}:\n" + "\n".join(queries)


@contextmanager
def exactly(number: int) -> Iterator[None]:
    with counted() as queries:
        yield
    assert len(queries) == number, f"{len(queries)} queries, not {number}:\n" + "\n".join(queries)
