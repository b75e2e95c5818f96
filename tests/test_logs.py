import json
import logging
import sys
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils.log import log_response

from ssc_course.logs import JsonFormatter, RequestLog, configure


@pytest.fixture
def lines() -> Iterator[list[dict]]:
    """What is logged while the test runs, as it would stand in the log."""
    kept: list[dict] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(json.loads(JsonFormatter().format(record)))

    root, handler = logging.getLogger(), Keep()
    root.addHandler(handler)
    yield kept
    root.removeHandler(handler)


def without(line: dict, *names: str) -> dict:
    return {name: value for name, value in line.items() if name not in names}


def test_a_line_is_json_with_time_level_logger_and_message(lines):
    logging.getLogger("quizzes").error("A score of %s differs", "0.5")
    assert without(lines[0], "time") == {
        "level": "ERROR",
        "logger": "quizzes",
        "message": "A score of 0.5 differs",
    }
    assert lines[0]["time"].endswith("+00:00")


def test_addresses_and_queries_are_blotted_out(lines):
    logging.getLogger("accounts").error("Mail to amina@example.org failed at /join/?code=secret")
    assert lines[0]["message"] == "Mail to (e-mail) failed at /join/?…"


def test_a_refused_request_is_logged_by_its_route_never_by_its_path(lines, rf: RequestFactory):
    request = rf.get("/healthz?name=amina")
    request.resolver_match = resolve("/healthz")
    log_response("%s: %s", "Not Found", request.path, response=HttpResponse(status=404), request=request)
    assert without(lines[0], "time") == {
        "level": "WARNING",
        "logger": "django.request",
        "message": "Not Found",
        "method": "GET",
        "route": "healthz",
        "status_code": 404,
    }


def test_of_an_error_the_places_are_logged_and_no_values(lines):
    try:
        raise ValueError("answer of amina@example.org: 2013")
    except ValueError:
        logging.getLogger("quizzes").error("Failed", exc_info=sys.exc_info())
    assert lines[0]["error"] == "builtins.ValueError"
    assert lines[0]["at"][0].endswith("test_of_an_error_the_places_are_logged_and_no_values")
    assert "2013" not in json.dumps(lines)


def test_each_request_is_a_line_where_it_is_asked_for(lines, rf: RequestFactory, caplog):
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204)

    caplog.set_level("INFO", "ssc_course.requests")
    RequestLog(view)(rf.get("/join/secret/"))
    assert without(lines[0], "time", "milliseconds") == {
        "level": "INFO",
        "logger": "ssc_course.requests",
        "message": "Request",
        "method": "GET",
        "route": None,
        "status_code": 204,
    }
    assert lines[0]["milliseconds"] >= 0


def test_requests_are_not_logged_unless_asked_for(lines, client: Client):
    client.get("/healthz")
    assert lines == []


@pytest.mark.parametrize(
    ("debug", "message"), [(True, "ERROR quizzes: Broken"), (False, '"message": "Broken"')]
)
def test_developers_read_plain_lines_and_machines_json(debug, message, capsys, monkeypatch):
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    level = root.level
    try:
        configure({"level": "WARNING", "debug": debug})
        logging.getLogger("quizzes").error("Broken")
    finally:
        root.setLevel(level)
    assert message in capsys.readouterr().err
