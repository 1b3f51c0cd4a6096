"""Settings of every process, read from the environment; `.env.example` lists the names.

With nothing set the portal runs by itself: SQLite, mail as files, a queue in a folder, everything below `var/`.
"""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from portal.env import flag, stored_secret, text, words

# Paths -------------------------------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(text("VAR_DIR", str(BASE_DIR / "var")))

# Environment -------------------------------------------------------------------------------------------------------

DEMO = flag("DEMO")  # invented round, printed log-ins, no second factor for them
DEMO_PASSWORD = text("DEMO_PASSWORD", "smart-factory-2026")  # of all demo log-ins
DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS", default=not (DEMO or DEBUG))  # redirect to https, secure cookies, HSTS
OFFICIAL_BANNER = flag("OFFICIAL_BANNER")  # only where the operator really is a government body
SITE_URL = text("SITE_URL", f"http://127.0.0.1:{text('PORT', '8000')}")  # beginning of links in mails and QR codes
DATABASE_URL = text("DATABASE_URL")
REDIS_URL = text("REDIS_URL")

SECRET_KEY = text("SECRET_KEY")
if not SECRET_KEY and DATABASE_URL:
    raise ImproperlyConfigured("Set SECRET_KEY or SECRET_KEY_FILE: processes that share a database share the key.")
SECRET_KEY = SECRET_KEY or stored_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", *words("HOST", [])])
CSRF_FAILURE_VIEW = "portal.unsaved.csrf_failure"
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", [])
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time -------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# Apps --------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "portal",
    "diagnosis",
    "applications",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

# Middleware and templates ------------------------------------------------------------------------------------------

MIDDLEWARE = [
    "applications.arrival.ArrivalMiddleware",
    "portal.logs.RequestIdMiddleware",
    "portal.compression.TextGzipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "applications.people.sessions.PatientSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.caching.PrivateAnswersMiddleware",
    "applications.people.second_factor.SecondFactorMiddleware",
    "applications.people.shared_accounts.SharedAccountMiddleware",
    "applications.audit.accesses.AuditorReadingMiddleware",
    "portal.unsaved.UnsavedMiddleware",
    "applications.documents.receiving.BodySizeMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "portal.forms.KrdsRenderer"

# Database ----------------------------------------------------------------------------------------------------------

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR_DIR / "db.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",  # a writer waits for its turn at the start, instead of failing in the middle
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    },
}
DATABASES = {
    "default": {
        **(SQLITE if DATABASE_URL.startswith("sqlite:") or not DATABASE_URL else {}),
        **(Env.db_url_config(DATABASE_URL) if DATABASE_URL else {}),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    },
}

# Cache and tasks ---------------------------------------------------------------------------------------------------

CACHE_ENTRIES = 20_000  # with the few hundred of the default, guesses at many passwords push out the counts of guesses
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "socket_connect_timeout": 1,
            "socket_timeout": 2,
        },  # who asks does not wait for a server that is gone
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": CACHE_ENTRIES},
    },
}
BROKER_DIR = VAR_DIR / "broker"  # holds the queue when no broker is named
CELERY_BROKER_URL = text("CELERY_BROKER_URL") or REDIS_URL or "filesystem://localhost"
if CELERY_BROKER_URL.startswith("filesystem:"):
    BROKER_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    for folder in ("messages", "control"):
        (BROKER_DIR / folder).mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": BROKER_DIR / "messages",
        "data_folder_out": BROKER_DIR / "messages",
        "control_folder": BROKER_DIR / "control",
        "polling_interval": 0.1,
    }
else:  # longer than the longest task, or Redis hands it out twice
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_DEFAULT_QUEUE = "portal"
CELERY_TASK_IGNORE_RESULT = True  # the job row is the truth about work
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500  # a child keeps fonts and style sheets warm, yet is renewed now and then
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")
CELERY_BEAT_MAX_LOOP_INTERVAL = 1  # a stopping worker waits for the clock to wake
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "applications.jobs.sweep", "schedule": 30, "options": {"expires": 30}},
    "remind": {"task": "diagnosis.deadlines.remind", "schedule": crontab(minute=20)},
    "stale": {"task": "diagnosis.deadlines.warn", "schedule": crontab(hour=7, minute=20)},  # KST
    "tax": {"task": "applications.taxation.refresh", "schedule": 60, "options": {"expires": 60}},
    "digest": {"task": "applications.notices.digest", "schedule": crontab(minute=5)},
    "directory": {"task": "diagnosis.directory.refresh", "schedule": 60, "options": {"expires": 60}},
    "directory-nightly": {"task": "diagnosis.directory.refresh_nightly", "schedule": crontab(hour=0, minute=5)},  # KST
    "drop_uploads": {"task": "applications.documents.drop_uploads", "schedule": 3600, "options": {"expires": 3600}},
    "scan_waiting": {"task": "applications.documents.scan_waiting", "schedule": 600, "options": {"expires": 600}},
    "recompute": {"task": "diagnosis.scoring.recompute_nightly", "schedule": crontab(hour=3, minute=30)},  # KST
    "tend_benefits": {"task": "diagnosis.benefits.tend", "schedule": crontab(hour=0, minute=15)},  # KST
    "tend_benefits_lately": {"task": "diagnosis.benefits.tend_lately", "schedule": 300, "options": {"expires": 300}},
    "tend_pool": {"task": "applications.suppliers.tend_pool", "schedule": crontab(hour=7, minute=10)},
}

# People ------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "applications.User"
AUTHENTICATION_BACKENDS = ["applications.people.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "applications.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "applications.suppliers.signup.SupplierSignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if DEMO else "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_ADAPTER = "applications.people.adapter.SecondFactorAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = text("MFA_TOTP_ISSUER", "공급기업 역량진단")
MFA_TOTP_TOLERANCE = 1  # periods: a code may run out while it is typed, and clocks differ (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SESSION_ENGINE = "applications.people.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60

# Fees --------------------------------------------------------------------------------------------------------------

FEE_ACCOUNT = text("FEE_ACCOUNT")  # bank, number and holder, as statements print them; no notice names one

# Files -------------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(text("MEDIA_ROOT", str(VAR_DIR / "media")))
S3_BUCKET = text("S3_BUCKET")  # needs requirements-s3.txt
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": text("S3_ENDPOINT_URL") or None,
            "region_name": text("S3_REGION") or None,
            "access_key": text("S3_ACCESS_KEY") or None,
            "secret_key": text("S3_SECRET_KEY") or None,
            "default_acl": None,
            "file_overwrite": False,
        },
    }
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.assets.HashedGzipStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
EVIDENCE_MAX_BYTES = int(text("EVIDENCE_MAX_MB", "50")) * 1024**2  # one file; no notice names a size (assumption)
EVIDENCE_COMPANY_MAX_BYTES = (
    int(text("EVIDENCE_COMPANY_MAX_MB", "2000")) * 1024**2
)  # all files of a company (assumption)
UPLOAD_CHUNK_BYTES = 1024**2  # a large file comes in pieces of this size
UPLOAD_HOURS = 24  # how long an unfinished one is kept
UPLOAD_REQUEST_MAX_BYTES = 4 * EVIDENCE_MAX_BYTES + 10 * 1024**2  # a form with several files; docker/nginx.conf agrees
FILE_UPLOAD_HANDLERS = [
    "applications.documents.receiving.SizeGuard",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CLAMD_URL = text("CLAMD_URL")  # virus scanner: tcp://host:3310 or unix:///path; without one every file stays «검사 전»
FILE_UPLOAD_TEMP_DIR = text("UPLOAD_TEMP_DIR") or None

# Signatures --------------------------------------------------------------------------------------------------------

CERTIFICATE_KEY = text("CERTIFICATE_KEY")  # PKCS#12 file with key, certificate and chain
CERTIFICATE_KEY_PASSWORD = text("CERTIFICATE_KEY_PASSWORD")
CERTIFICATE_ROOTS = text("CERTIFICATE_ROOTS")  # PEM file: further roots a check believes, such as those of older keys
# Processes that share a database on a server share the key; one that lies in a file is used on this machine alone.
CERTIFICATE_KEY_IS_MADE = DEMO or not DATABASE_URL or DATABASE_URL.startswith("sqlite:")
TIMESTAMP_URL = text("TIMESTAMP_URL")  # time-stamping authority (RFC 3161)
TIMESTAMP_ROOTS = text("TIMESTAMP_ROOTS")  # PEM file: whom its stamps are checked against

# Mail --------------------------------------------------------------------------------------------------------------

if text("EMAIL_URL"):
    vars().update(Env.email_url_config(text("EMAIL_URL")))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
REMINDER_DAYS = (1, 3, 7)  # how many days before its end a deadline is told again; no notice says (assumption)
STALE_LOOK_AHEAD = 30  # days before a round opens from which its companies hear of stale documents (assumption)
DIGEST_HOUR = 8  # KST; from this hour on the letter of the day with everything that is wanted together
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "portal@localhost")

# Tax office -----------------------------------------------------------------------------------------------------------
# Without a key (data.go.kr, 국세청 사업자등록정보) the operator looks statuses up and writes down what was seen.

TAX_OFFICE_KEY = text("TAX_OFFICE_KEY")
TAX_OFFICE_URL = text("TAX_OFFICE_URL", "https://api.odcloud.kr/api/nts-businessman/v1")
TAX_OFFICE_TIMEOUT = 5
TAX_STATUS_DAYS = int(text("TAX_STATUS_DAYS", "30"))  # how long an answer holds; no notice says (assumption)
TAX_STATUS_REQUIRED = flag("TAX_STATUS_REQUIRED")  # refuse who was not looked up, instead of leaving it to the review

# Security ----------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and flag("HSTS_SUBDOMAINS", default=True)
SECURE_REFERRER_POLICY = "same-origin"
# Only behind a proxy that sets these headers itself, whatever the visitor sent.
BEHIND_PROXY = flag("BEHIND_PROXY")
TRUST_REQUEST_START = flag("TRUST_REQUEST_START")  # X-Request-Start is when a filing arrived
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose attempts to log in are counted together
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # data: the drawing of the second factor's QR code
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    },
}

# Logging -----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.logs.JsonFormatter"}, "plain": {"format": "%(levelname)s %(message)s"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "plain" if DEBUG else "json",
        },
    },
    "root": {"handlers": ["stdout"], "level": text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # portal.requests logs every answer with its status
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
