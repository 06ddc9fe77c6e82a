"""Settings, read from the environment (docs/running.md lists every variable) and wrong loudly.

Without DATABASE_URL and REDIS_URL the portal runs embedded: SQLite, a broker of files and generated keys,
all under `var/`.  With both it runs on PostgreSQL and Redis, and then every key must be given.
"""

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from liaison import broker, keys, logs

django_stubs_ext.monkeypatch()  # so that generic views, forms and admins can name their model

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

VAR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)
EMBEDDED = not env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
if bool(REDIS_URL) == EMBEDDED:
    raise ImproperlyConfigured("DATABASE_URL and REDIS_URL belong together: set both, or neither.")

# --- Keys ---------------------------------------------------------------------------------------------
SECRET_KEY = env.str("PORTAL_SECRET_KEY", default="") or (
    keys.kept_in(VAR / "secret.key", keys.new_secret_key())
    if EMBEDDED
    else keys.required("PORTAL_SECRET_KEY", "")
)
# Keys used before: what was signed with them, and receipts on paper, stay good.
SECRET_KEY_FALLBACKS = env.list("PORTAL_SECRET_KEY_FALLBACKS", default=[])
PORTAL_IDENTITY_KEYS = keys.identity_keys(
    env.list("PORTAL_IDENTITY_KEYS", default=[])
    or [
        keys.kept_in(VAR / "identity.key", keys.new_identity_key())
        if EMBEDDED
        else keys.required("PORTAL_IDENTITY_KEYS", "")
    ]
)

# --- Where the portal stands --------------------------------------------------------------------------
DEBUG = env.bool("PORTAL_DEBUG", default=False)
DEMO = env.bool("PORTAL_DEMO", default=False)
DEMO_PASSWORD = env.str("PORTAL_DEMO_PASSWORD", default="liaison-demo") if DEMO else ""
PORT = env.int("PORT", default=8000)
PORTAL_URL = env.str("PORTAL_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
# Mail to deputy-…@this domain is passed on; the domain's mail must reach the mailbox of the portal. Empty: none.
PORTAL_RELAY_DOMAIN = env.str("PORTAL_RELAY_DOMAIN", default="").strip().lower()
PORTAL_HTTPS = PORTAL_URL.startswith("https://")
ALLOWED_HOSTS = [
    "localhost", "127.0.0.1", "[::1]",
    urlsplit(PORTAL_URL).hostname or "localhost",
    *env.list("PORTAL_HOSTS", default=[]),
]  # fmt: skip
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
# How many proxies of our own stand in front: the client's address is that many from the right of
# X-Forwarded-For.  Trusting more lets a client invent its address; trusting fewer locks out everybody.
NUM_PROXIES = env.int("NUM_PROXIES", default=0)
UNDO_SECONDS = env.int(
    "PORTAL_UNDO_SECONDS", default=10
)  # what follows from a step waits as long; 0: no undo
PORTAL_NAME = env.str("PORTAL_NAME", default="")  # the office's own name for its portal
PORTAL_THROTTLES = {kind: tuple(limit) for kind, limit in env.json("PORTAL_THROTTLES", default={}).items()}
METRICS_TOKEN = env.str("PORTAL_METRICS_TOKEN", default="")

# --- Parts --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "deputies.backoffice.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "rest_framework",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts",
    "deputies",
    "casework",
    "feedback",
    "contacts",
    "suggestions",
    "reports",
    "reports.column",
    "liaison",
]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "liaison.middleware.RequestLog",
    "liaison.middleware.security_headers",
    "csp.middleware.CSPMiddleware",
    "liaison.middleware.back_office_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.SecondFactorRequired",
    "liaison.middleware.Refusals",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "liaison.urls"
WSGI_APPLICATION = "liaison.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"i18n": "accounts.kept_tags", "static": "accounts.kept_tags"},
            "builtins": ["accounts.kept_tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.portal",
                "casework.context.desk",
            ],
        },
    }
]

# --- Database -----------------------------------------------------------------------------------------
if EMBEDDED:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(VAR / "db.sqlite3"),
            "OPTIONS": {
                # DEFERRED answers "database is locked" as soon as two requests write; NORMAL may lose
                # committed rows when the power fails.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
            "CONN_MAX_AGE": 600,
            # A file: the in-memory test database answers "table is locked" under threads.
            "TEST": {"NAME": str(VAR / "test.sqlite3")},
        }
    }
else:
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("PORTAL_CONN_MAX_AGE", default=600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Our lists join many small tables in the order they are written.  Left to itself the planner tries every
    # order: 145 ms for a query that runs in 0.6 (docs/performance.md).
    _options: dict[str, str] = DATABASES["default"].get("OPTIONS") or {}  # type: ignore[assignment]
    DATABASES["default"]["OPTIONS"] = {"options": "-c join_collapse_limit=3 -c jit=off"} | _options
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache and sessions -------------------------------------------------------------------------------
if EMBEDDED:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "liaison.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "portal",
            "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
        }
    }
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PORTAL_HTTPS
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

# --- Celery -------------------------------------------------------------------------------------------
# The database row is the truth and a task may run twice; the broker carries hints.  A broker that is down
# must cost a request a fraction of a second, never its answer.
CELERY_BROKER_URL = f"{broker.SCHEME}://localhost/" if EMBEDDED else REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = (
    broker.make_folders(VAR / "broker")
    if EMBEDDED
    else {
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
        "socket_keepalive": True,
        "health_check_interval": 25,
        "visibility_timeout": 3600,
        "global_keyprefix": env.str("PORTAL_QUEUE_PREFIX", default=""),
    }
)
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1,
}  # fmt: skip
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not EMBEDDED
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
# Connections are kept between tasks; each task checks that its own still works (liaison.celery).
CELERY_DB_REUSE_MAX = 100_000

# --- People and sign-in -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
]
SESSION_LONGEST = SESSION_COOKIE_AGE  # seconds after signing in
SESSION_IDLE = env.int("PORTAL_SESSION_IDLE", default=3600)  # seconds without a request
# Names of addresses that a page asks for by itself: they do not keep a session alive.
SESSION_BACKGROUND_URLS = frozenset({"case_present"})
CSRF_FAILURE_VIEW = "liaison.errors.csrf_failure"
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("start")
LOGOUT_REDIRECT_URL = "/"

# ALLAUTH: the accounts room's section.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # the cookie goes when the browser closes
ACCOUNT_RATE_LIMITS = False  # accounts.slowdown: slower and slower, never locked
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = NUM_PROXIES
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = env.str("PORTAL_NAME_IN_APPS", default="Liaison portal")
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.ConfirmSecondFactorForm",
}
# END ALLAUTH

# --- Language and time --------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# The lowest room shows dates; these two, from the room above, count and explain them.
PORTAL_DAYS_LEFT = "casework.rules.remaining.days_left"
PORTAL_DUE_WHY = "casework.clocks.explain"

# --- Files --------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR / "media"
MEDIA_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# A form carries at most six files; the room that takes them in sets the limit of each file.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 8
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Headers ------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if PORTAL_HTTPS else 0
SECURE_SSL_REDIRECT = False  # the proxy that holds the certificate redirects
if NUM_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Mail ---------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("PORTAL_FROM_EMAIL", default="portal@localhost")
EMAIL_TIMEOUT = 10

# One mailbox may be set here; operators keep others in the back office. Its password stands in a file.
PORTAL_MAIL = {
    "host": env.str("PORTAL_MAIL_HOST", default=""),
    "port": env.int("PORTAL_MAIL_PORT", default=993),
    "security": env.str("PORTAL_MAIL_SECURITY", default="tls"),
    "user": env.str("PORTAL_MAIL_USER", default=""),
    "address": env.str("PORTAL_MAIL_ADDRESS", default=env.str("PORTAL_MAIL_USER", default="")),
    "folder": env.str("PORTAL_MAIL_FOLDER", default="INBOX"),
    "done_folder": env.str("PORTAL_MAIL_DONE_FOLDER", default=""),
}
PORTAL_MAIL_PASSWORD_FILE = env.str("PORTAL_MAIL_PASSWORD_FILE", default="")
# What the file holds: a password, or an access token for XOAUTH2, read anew at every turn.
PORTAL_MAIL_SIGN_IN = env.str("PORTAL_MAIL_SIGN_IN", default="password")
PORTAL_MAIL_CONGRESS = env.str("PORTAL_MAIL_CONGRESS", default="")  # its code; empty: the only one
PORTAL_MAIL_CA_FILE = env.str(
    "PORTAL_MAIL_CA_FILE", default=""
)  # of an authority that the system does not know
PORTAL_MAIL_MOST_MB = env.int("PORTAL_MAIL_MOST_MB", default=40)  # a larger one is answered, not loaded
# Opinions of one sender in a day and of all in an hour, beyond which a person looks; answers to one sender in a day.
PORTAL_MAIL_LIMITS = {"sender": 10, "all": 300, "answers": 5} | env.json("PORTAL_MAIL_LIMITS", default={})

# --- Notices to citizens and staff --------------------------------------------------------------------
# On one machine, for a trial, they are kept in a file: nobody is told by accident. Elsewhere what cannot be sent
# is noted as not sent, rather than believed to be.
_WAYS_OUT = {
    "none": "Nowhere",
    "console": "Console",
    "file": "ToFile",
    "email": "Email",
    "http": "HttpGateway",
}
_NOT_SET_UP = "file" if EMBEDDED or DEMO else "none"
PORTAL_SMS_URL = env.str("PORTAL_SMS_URL", default="")
PORTAL_SMS_TOKEN = env.str("PORTAL_SMS_TOKEN", default="")
PORTAL_SMS_FIELDS = env.dict("PORTAL_SMS_FIELDS", default={"to": "to", "text": "text"})
PORTAL_NOTICE_FILE = env.str("PORTAL_NOTICE_FILE", default=str(VAR / "notices.jsonl"))
# Whether topics are learned at night (docs/routing.md); the `routing learn` command works in any case.
PORTAL_LEARNS_AT_NIGHT = env.bool("PORTAL_LEARNS_AT_NIGHT", default=True)
PORTAL_NOTICE_BACKENDS = {
    way: f"feedback.notice_backends.{_WAYS_OUT[env.str(name, default=usual)]}"
    for way, name, usual in (
        ("email", "PORTAL_NOTICE_EMAIL", "email" if env.str("EMAIL_URL", default="") else _NOT_SET_UP),
        ("sms", "PORTAL_NOTICE_SMS", "http" if PORTAL_SMS_URL else _NOT_SET_UP),
    )
}

# --- News for organs' systems ---------------------------------------------------------------------------
# Networks behind the house's own wall that news may be sent into, by http too; the open internet takes https alone.
PORTAL_WEBHOOK_NETWORKS = env.list("PORTAL_WEBHOOK_NETWORKS", default=[])
PORTAL_WEBHOOK_CA_FILE = env.str("PORTAL_WEBHOOK_CA_FILE", default="")
PORTAL_WEBHOOK_GIVE_UP_DAYS = env.int("PORTAL_WEBHOOK_GIVE_UP_DAYS", default=5)

# --- API ----------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "liaison.errors.answer_api",
    "NUM_PROXIES": NUM_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Liaison portal",
    "DESCRIPTION": "Citizens' opinions to the deputies of a people's congress, from intake to feedback.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api",
    "ENUM_NAME_OVERRIDES": {
        "CaseKind": "casework.models.case.Kind",
        "CaseStatus": "casework.models.case.STATUSES",
        "SharedKind": "feedback.organ_api.serializers.SHARED_KINDS",
        "OrganKind": "feedback.organ_api.serializers.ORGAN_KINDS",
        "ShareStatus": "feedback.organ_api.serializers.SHARE_STATUSES",
        "PromiseStatus": "feedback.organ_api.serializers.PROMISE_STATUSES",
        "MotionStatus": "feedback.organ_api.serializers.MOTION_STATUSES",
        "ChangeKind": "feedback.organ_api.kinds.ChangeKind",
        "PromiseOutcome": "casework.models.commitment.Outcome",
    },
}

# --- The operators' back office -----------------------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": _("Back office"),
    "SITE_HEADER": _("Back office"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "tune",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("icon.svg")}],
    "SHOW_LANGUAGES": True,
    "SHOW_VIEW_ON_SITE": False,
    "STYLES": ["deputies.backoffice.look.styles"],
    "SIDEBAR": {"navigation": "liaison.back_office.navigation"},
    "DASHBOARD_CALLBACK": "liaison.back_office.todo",
    "ACCOUNT": {"navigation": [{"title": _("My account"), "link": reverse_lazy("account_overview")}]},
    "BORDER_RADIUS": "6px",
    "COLORS": {  # the portal's one red, #B3201F, and its lighter and darker neighbours
        "primary": {
            "50": "#fdf3f3", "100": "#fbe4e4", "200": "#f8cecd", "300": "#f2adac", "400": "#e87d7c",
            "500": "#d94f4e", "600": "#b3201f", "700": "#981c1b", "800": "#7e1b1a", "900": "#691c1b", "950": "#390a0a",
        },
    },
}  # fmt: skip

# --- Logs and metrics ---------------------------------------------------------------------------------
LOGGING = logs.configure(
    level=env.str("PORTAL_LOG_LEVEL", default="INFO"),
    readable=env.bool("PORTAL_READABLE_LOGS", default=False),
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # a citizen's address is personal data
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
PROMETHEUS_EXPORT_MIGRATIONS = False
# Our i18n and static stand in the place of Django's (accounts.kept_tags); a test watches for any other double.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
