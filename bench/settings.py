"""The portal's own settings, on a database and a queue of the benchmark's own.

DATABASE_URL names the server; the database in it is never touched: everything happens in BENCH_DATABASE,
`portal_bench` where it is not given.
"""

import os

os.environ.setdefault("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/9")
os.environ.setdefault("PORTAL_VAR", "var/bench")
os.environ.setdefault("PORTAL_QUEUE_PREFIX", "bench:")
os.environ.setdefault("PORTAL_SECRET_KEY", "the key of the benchmark")
os.environ.setdefault("PORTAL_IDENTITY_KEYS", "dGhlIGlkZW50aXR5IGtleSBvZiB0aGUgdGVzdHMgISE=")

from liaison.settings import *  # noqa: F403
from liaison.settings import CACHES, DATABASES, EMBEDDED, INSTALLED_APPS

NAME = os.environ.get("BENCH_DATABASE", "portal_bench")
SERVER_NAME = DATABASES["default"]["NAME"]  # where a connection can stand while NAME is made and dropped

assert not EMBEDDED
DATABASES["default"]["NAME"] = NAME
CACHES["default"]["KEY_PREFIX"] = "bench"
INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
ROOT_URLCONF = "bench.urls"
# Everything comes from one address here; what counting costs is still paid.
_FORMS = ("submit", "submit_unproved", "submit_doubtful", "try", "look_up", "similar")
PORTAL_THROTTLES = dict.fromkeys(_FORMS, (10**9, 600))
