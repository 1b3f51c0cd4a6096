import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client


def test_live_answers_without_login(client: Client) -> None:
    response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"alive": True})


@pytest.mark.django_db
def test_ready_when_everything_is_there(client: Client) -> None:
    response = client.get("/health/ready")

    assert response.json() == {"database": True, "migrations": True, "broker": True, "storage": True}
    assert response.status_code == 200


@pytest.mark.django_db
def test_not_ready_with_a_migration_missing(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'applications'")

    response = client.get("/health/ready")

    assert (response.status_code, response.json()["migrations"]) == (503, False)


@pytest.mark.django_db
def test_not_ready_when_nothing_can_be_stored(client: Client, private_media: Path) -> None:
    private_media.parent.mkdir(exist_ok=True)
    shutil.rmtree(private_media, ignore_errors=True)
    private_media.write_text("a file where the folder should be")

    response = client.get("/health/ready")

    assert (response.status_code, response.json()["storage"]) == (503, False)
