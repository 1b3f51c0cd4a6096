"""Settings of the tests: the portal's own, cut off from the environment, with everything in a temporary folder.

`TEST_DATABASE_URL` names a PostgreSQL server to make the test database on; without it the tests use an SQLite file, so
that threads, the live server and worker processes share it as they do in operation.
"""

import atexit
import os
import shutil
import tempfile

for _name in (
    "DATABASE_URL",
    "REDIS_URL",
    "CELERY_BROKER_URL",
    "EMAIL_URL",
    "S3_BUCKET",
    "MEDIA_ROOT",
    "DEBUG",
    "DEMO",
):
    os.environ.pop(_name, None)
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-test-")
os.environ["HTTPS"] = "0"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser driver runs an event loop in the test's own thread
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from portal.settings import *  # noqa: E402, F403
from portal.settings import CONTENT_SECURITY_POLICY, DATABASES, SQLITE, VAR_DIR, Env  # noqa: E402

if os.environ.get("TEST_DATABASE_URL"):
    DATABASES["default"] = Env.db_url_config(os.environ["TEST_DATABASE_URL"])
else:
    DATABASES["default"] = {**SQLITE, "TEST": {"NAME": str(VAR_DIR / "test.sqlite3")}}
    SQLITE["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
LOGGING_CONFIG = None
CONTENT_SECURITY_POLICY["DIRECTIVES"].pop("upgrade-insecure-requests", None)
