"""Logs: one JSON object a line, without personal data (no address, name, e-mail, query string or form)."""

import json
import logging
import logging.config
import re
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse

requests = logging.getLogger("ssc_course.requests")
EMAIL = re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+\.[A-Za-z]{2,}")
LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"]
OURS = ["ssc_course", "study", "cohorts", "authoring", "quizzes", "lessons", "accounts"]
QUERY = re.compile(r"\?[^\s\"']*")


def without_people(text: str) -> str:
    """The text less e-mail addresses and query strings, which may name a person."""
    return QUERY.sub("?…", EMAIL.sub("(e-mail)", text))


def route(request: HttpRequest) -> str | None:
    """The pattern of the address, never the address itself; None where nothing matched."""
    return request.resolver_match.route if request.resolver_match else None


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message; of a request its method, path and status; of an error where it arose."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if isinstance(request := getattr(record, "request", None), HttpRequest):
            # Django's message ends with the path, in which a join code or the key to a password may stand.
            reason = record.args[0] if isinstance(record.args, tuple) and record.args else record.msg
            line |= {
                "message": without_people(str(reason)),
                "method": request.method,
                "route": route(request),
            }
        else:
            line["message"] = without_people(record.getMessage())
        for name in ("status_code", "milliseconds"):
            if hasattr(record, name):
                line[name] = getattr(record, name)
        if record.exc_info and record.exc_info[0] is not None:
            line |= self.error(record.exc_info[0], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)

    @staticmethod
    def error(kind: type[BaseException], trace: TracebackType | None) -> dict[str, Any]:
        """Its class and places; never its text or values, for an answer or a name may stand in them."""
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return {"error": f"{kind.__module__}.{kind.__qualname__}", "at": places}


class RequestLog:
    """With LOG_LEVEL=INFO, one line for each request: method, route, status and time taken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.monotonic()
        response = self.get_response(request)
        taken = {
            "status_code": response.status_code,
            "milliseconds": round((time.monotonic() - start) * 1000),
        }
        requests.info("Request", extra={"request": request, **taken})
        return response


def configure(options: dict[str, Any]) -> None:
    """What `LOGGING_CONFIG` names: Django hands over `LOGGING`, here a level and whether it is DEBUG."""
    level = options["level"]
    form = "plain" if options["debug"] else "json"
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {"()": JsonFormatter},
                "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
            "root": {"handlers": ["stderr"], "level": max(level, "WARNING", key=LEVELS.index)},
            "loggers": {
                **{name: {"level": level} for name in OURS},
                # It repeats, at ERROR, the host name that each scan of the network asked for.
                "django.security.DisallowedHost": {"level": "CRITICAL"},
            },
        }
    )
