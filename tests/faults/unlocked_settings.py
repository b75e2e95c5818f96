"""The project's settings less what holds races on SQLite, and with `unlocked` for PostgreSQL."""

from ssc_course.settings import *  # noqa: F403
from ssc_course.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.unlocked.Unlocked"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"
