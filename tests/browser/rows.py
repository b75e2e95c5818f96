"""What stands in the database of a running server."""

import json
import sqlite3
from contextlib import closing

import psycopg

from tests.browser.server import Server

RESPONSES = 'SELECT "values" FROM quizzes_response ORDER BY id'
WHOSE = """SELECT u.username, r."values" FROM quizzes_response r JOIN accounts_user u ON u.id = r.learner_id
    ORDER BY r.id"""
ATTEMPTS = "SELECT count(*) FROM quizzes_attempt"


def responses(server: Server) -> list[list[str]]:
    """The values of every response, in the order they came."""
    return [values(row) for (row,) in select(server.database_url, RESPONSES)]


def responses_of(server: Server) -> list[tuple[str, list[str]]]:
    """The same, each with the user name of whose it is."""
    return [(name, values(row)) for name, row in select(server.database_url, WHOSE)]


def values(column: str | list[str]) -> list[str]:
    return sorted(json.loads(column) if isinstance(column, str) else column)


def attempts(server: Server) -> int:
    return int(select(server.database_url, ATTEMPTS)[0][0])


def select(database_url: str, sentence: str) -> list[tuple]:
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(sentence).fetchall()
    with psycopg.connect(database_url) as connection:
        return connection.execute(sentence.encode()).fetchall()
