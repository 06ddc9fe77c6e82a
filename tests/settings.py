"""Settings of the test suite: the portal's own, in a folder of this process, with cheap passwords.

A Celery worker that a test starts reads this module too; TEST_DATABASE_NAME then names the database that
the tests made, and PORTAL_VAR their folder.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_root = Path(__file__).resolve().parent.parent / "var"
if "TEST_DATABASE_NAME" not in os.environ:
    _root.mkdir(exist_ok=True)
    os.environ["PORTAL_VAR"] = tempfile.mkdtemp(prefix="test-", dir=_root)
    os.environ["PORTAL_QUEUE_PREFIX"] = Path(os.environ["PORTAL_VAR"]).name + ":"
    atexit.register(shutil.rmtree, os.environ["PORTAL_VAR"], ignore_errors=True)

os.environ.setdefault("PORTAL_SECRET_KEY", "the key of the tests")
os.environ.setdefault("PORTAL_IDENTITY_KEYS", "dGhlIGlkZW50aXR5IGtleSBvZiB0aGUgdGVzdHMgISE=")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")
os.environ["PORTAL_LEARNS_AT_NIGHT"] = "0"  # a process of its own would ask another database
os.environ.setdefault("PORTAL_READABLE_LOGS", "1")
os.environ.setdefault(
    "PORTAL_UNDO_SECONDS", "0"
)  # what follows from a step follows at once; tests of undo wait
# Playwright's synchronous interface runs an event loop in the test's thread; nothing here is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from liaison.messages import compile_stale  # noqa: E402
from liaison.settings import *  # noqa: E402, F403
from liaison.settings import BASE_DIR, CACHES, DATABASES, EMBEDDED  # noqa: E402

compile_stale(BASE_DIR / "locale")

DEMO = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

if "TEST_DATABASE_NAME" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread's kept connection would hold the test database
if EMBEDDED:
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"].setdefault("TEST", {})["NAME"] = os.environ.get("TEST_DATABASE", "test_portal")
    CACHES["default"]["KEY_PREFIX"] = os.environ["PORTAL_QUEUE_PREFIX"]
