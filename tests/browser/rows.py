"""What stands in the database of a running server."""

import json
import sqlite3
from contextlib import closing

import psycopg

from tests.browser.server import Server

RESPONSES = 'SELECT "values" FROM quizzes_response ORDER BY id'
ATTEMPTS = "SELECT count(*) FROM quizzes_attempt"


def responses(server: Server) -> list[list[str]]:
    """The values of every response, in the order they came."""
    rows = [row[0] for row in select(server.database_url, RESPONSES)]
    return [sorted(json.loads(row) if isinstance(row, str) else row) for row in rows]


def attempts(server: Server) -> int:
    return int(select(server.database_url, ATTEMPTS)[0][0])


def select(database_url: str, sentence: str) -> list[tuple]:
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(sentence).fetchall()
    with psycopg.connect(database_url) as connection:
        return connection.execute(sentence.encode()).fetchall()
