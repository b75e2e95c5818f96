"""What `make run` prepares before it serves: database, course, static files."""

import fcntl
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from authoring.load import is_loaded

COURSE = Path("fixtures/ssc")
LOCK = 0x55C0  # any number: it names our lock among PostgreSQL's advisory ones

Say = Callable[[str], object]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two servers that start at the same moment prepare one after the other."""
    with (settings.DATA_DIR / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
                try:
                    yield
                finally:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        finally:
            other.close()


def prepare(say: Say) -> None:
    with one_at_a_time():
        migrate(say)
        load(say)
        collect_static(say)


def migrate(say: Say) -> None:
    """Only where migrations are pending, and never without a copy to go back to."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not pending:
        return
    if executor.recorder.applied_migrations():
        keep_copy(say)
    say(f"Bringing the database up to date: {len(pending)} migrations.")
    call_command("migrate", interactive=False, verbosity=0)


def keep_copy(say: Say) -> None:
    if connection.vendor == "postgresql":
        say("No copy was made of the PostgreSQL database: pg_dump makes one, `manage.py backup FILE` too.")
        return
    copy = settings.DATA_DIR / f"before-migrations-{timezone.now():%Y%m%dT%H%M%SZ}.sqlite3"
    copy.touch(mode=0o600)
    source = Path(connection.settings_dict["NAME"]).absolute().as_uri()
    # The backup API reads one moment's state while others write; copying the file was corrupt 6 times in 30.
    with (
        closing(sqlite3.connect(f"{source}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(copy)) as kept,
    ):
        live.backup(kept)
    say(f"A copy of the database as it was before is kept: {copy}")


def load(say: Say) -> None:
    """The course, where there is none or its files changed; a refusal is told, and the old one served."""
    folder = settings.BASE_DIR / COURSE
    if is_loaded(folder):
        return
    say("Loading the course.")
    try:
        call_command("load_course", str(folder))
    except CommandError as refusal:
        say(f"The course files were not loaded; the course is served as it was.\n{refusal}")


def collect_static(say: Say) -> None:
    """Only where a file changed since the last time; what older pages name stays."""
    mark = settings.STATIC_ROOT / "collected"
    now = static_fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    say("Collecting static files.")
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)


def static_fingerprint() -> str:
    """Of each static file its name, size and time: enough to see a change without reading them all."""
    found = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            found.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return found.hexdigest()


def greeting() -> str:
    """The address, and what to do first."""
    lines = [
        f"The course is at {settings.PUBLIC_URL.geturl()}/ (Ctrl-C ends it).",
        f"Its data is in    {settings.DATA_DIR}",
    ]
    manage = ".venv/bin/python manage.py"
    if not get_user_model().objects.filter(is_superuser=True).exists():
        lines.append(f"The first admin:  {manage} createsuperuser")
    lines.append(f"A demo class:     {manage} demo")
    if settings.HOST in {"0.0.0.0", "::"} and settings.IS_LOOPBACK:  # noqa: S104
        lines.append(
            "Other computers are refused until PUBLIC_URL names the address they use, "
            f"as in HOST={settings.HOST} PUBLIC_URL=http://192.168.1.5:{settings.PORT} make run"
        )
    return "\n".join(lines)
