"""What every test stands on: the settings that differ in tests, and why."""

import os

import pytest
from django.conf import settings

# Playwright's sync API keeps an event loop, in which Django would refuse its ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config: pytest.Config) -> None:
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    # A page names its static files without collectstatic; the browser tests have the real names.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Slow on purpose in service; a test that signs ten people up need not wait.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m browser`: whatever stands on a server process or a browser, wherever it lies."""
    for item in items:
        if {"prepared", "chromium"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
