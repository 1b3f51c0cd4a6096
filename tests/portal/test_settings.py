"""The settings under different environments, each in a process of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = settings.BASE_DIR
OPERATION = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "portal.example.kr",
    "DATABASE_URL": "postgres://portal:word@postgres:5432/portal",
    "REDIS_URL": "redis://redis:6379/0",
    "HTTPS": "1",
    "BEHIND_PROXY": "1",
}
SHOW = "import json, portal.settings as s; print(json.dumps({n: eval('s.' + n) for n in %r.split()}, default=str))"


def run(var: Path, environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    basics = {"PATH": os.environ["PATH"], "VAR_DIR": str(var), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=basics | environment, capture_output=True, text=True, check=False
    )


def shown(var: Path, environment: dict[str, str], names: str) -> dict[str, object]:
    return json.loads(run(var, environment, "-c", SHOW % names).stdout)


def test_nothing_set_is_the_embedded_mode(tmp_path: Path) -> None:
    names = "DATABASES CELERY_BROKER_URL DEMO DEBUG OFFICIAL_BANNER HTTPS ACCOUNT_EMAIL_VERIFICATION EMAIL_FILE_PATH"

    found = shown(tmp_path, {}, names)

    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "db.sqlite3")
    assert found["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["CELERY_BROKER_URL"].startswith("filesystem:")
    assert (found["DEMO"], found["DEBUG"], found["OFFICIAL_BANNER"], found["HTTPS"]) == (False, False, False, True)
    assert found["ACCOUNT_EMAIL_VERIFICATION"] == "mandatory"
    assert found["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


def test_the_folder_of_the_queue_is_private(tmp_path: Path) -> None:
    run(tmp_path, {}, "-c", "import portal.settings")

    assert (tmp_path / "broker").stat().st_mode & 0o777 == 0o700


def test_addresses_switch_to_servers(tmp_path: Path) -> None:
    found = shown(tmp_path, OPERATION, "DATABASES CELERY_BROKER_URL CACHES SESSION_COOKIE_SECURE")

    assert found["DATABASES"]["default"]["HOST"] == "postgres"
    assert "transaction_mode" not in str(found["DATABASES"])
    assert found["CELERY_BROKER_URL"] == found["CACHES"]["default"]["LOCATION"] == "redis://redis:6379/0"
    assert found["SESSION_COOKIE_SECURE"] is True
    assert list(tmp_path.iterdir()) == []


def test_a_shared_database_needs_a_key_given(tmp_path: Path) -> None:
    result = run(tmp_path, OPERATION | {"SECRET_KEY": ""}, "-c", "import portal.settings")

    assert result.returncode == 1
    assert "Set SECRET_KEY" in result.stderr


def test_the_environment_of_operation_passes_the_deployment_check(tmp_path: Path) -> None:
    result = run(tmp_path, OPERATION, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
        "",
    )


def test_the_deployment_check_notices_an_unsafe_environment(tmp_path: Path) -> None:
    result = run(tmp_path, OPERATION | {"HTTPS": "0"}, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert result.returncode == 1


@pytest.fixture
def compose() -> dict[str, dict[str, dict[str, object]]]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_has_every_part(compose: dict[str, dict[str, dict[str, object]]]) -> None:
    assert set(compose["services"]) == {"postgres", "redis", "migrate", "web", "worker", "beat", "proxy"}
    for name in ("web", "worker", "beat"):
        assert "migrate" in compose["services"][name]["depends_on"]


def test_every_name_of_the_sample_environment_is_read_somewhere() -> None:
    named = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    readers = ["portal/settings.py", "portal/management/commands/run_portal.py", "docker-compose.yml"]
    read = set(re.findall(r"[A-Z][A-Z0-9_]+", " ".join((ROOT / path).read_text() for path in readers)))

    assert named - read == set()
    assert len(named) > 20


def test_every_name_that_the_settings_read_is_in_the_sample_environment() -> None:
    text = (ROOT / "portal" / "settings.py").read_text()
    read = set(re.findall(r"""(?:text|flag|words)\("([A-Z0-9_]+)\"""", text))
    named = (ROOT / ".env.example").read_text()

    assert {name for name in read if not re.search(rf"^#?{name}=", named, re.MULTILINE)} == set()
