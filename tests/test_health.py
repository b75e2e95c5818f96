import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from ssc_course import health


def test_the_process_answers_without_touching_the_database(client: Client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "Set-Cookie" not in response


@pytest.mark.django_db
def test_ready_when_the_database_has_every_migration(client: Client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_pending(client: Client):
    MigrationRecorder(connection).migration_qs.filter(app="ssc_course", name="0001_cache_table").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "migrations", "pending": 1})


def test_not_ready_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch):
    def away(connection: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "MigrationExecutor", away)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "database"})


@pytest.mark.django_db
def test_probes_come_by_http_to_a_loopback_name_and_are_not_sent_away(client: Client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz", headers={"host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/readyz", headers={"host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/", headers={"host": "127.0.0.1:8000"}).status_code == 301


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_only_read(client: Client, path):
    assert client.post(path).status_code == 405
