"""No page is forgotten: what the URL conf has is looked at by one of the tests beside this one."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.looks import TOURS

NOT_PAGES = {
    "healthz": "a word for probes",
    "readyz": "a word for probes",
    "cohorts:export": "a file",
    "mfa_download_recovery_codes": "a file",
    "study:start": "takes a form and leads on",
    "study:mark_read": "takes a form and leads on",
    "quizzes:flag": "takes a form and leads on",
    "quizzes:hand_in": "takes a form and leads on",
    "quizzes:hint": "takes a form and leads on",
    "quizzes:take_back": "takes a form and leads on",
    "study:picture": "a picture",
    "cohorts:assign": "takes a form and leads on",
    "account_confirm_login_code": "leads on, for codes by mail are not switched on",
}
BY_STATUS = {"400", "401", "403", "404", "409", "429", "500", "503"}


def routes(resolver: URLResolver, room: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{room}{pattern.name}"
        else:
            yield from routes(pattern, f"{room}{pattern.namespace}:" if pattern.namespace else room)


def test_no_page_is_left_out():
    for path in Path(__file__).parent.glob("test_*.py"):
        import_module(f"tests.browser.pages.{path.stem}")
    ours = {name for name in routes(get_resolver()) if not name.startswith("admin:")}
    seen = {name for names in TOURS.values() for name in names if not name.startswith("admin:")}
    assert ours - seen == set(NOT_PAGES)
    assert seen - ours == BY_STATUS
