"""Settings: everything an operator can choose, read once from the environment."""

import secrets
from pathlib import Path

from poletai.site import logs
from poletai.site.database import django_database, dsn, home
from poletai.site.environment import env, env_bool, env_int, env_list, env_secret

# POLETAI_HOME: the folder of everything this installation keeps. Default: ./.poletai
HOME = home()

# POLETAI_ORIGIN: the name of the log, an address without its scheme. It is signed into every
# checkpoint and can never change; a demonstration's starts with "demo.".
ORIGIN = env("POLETAI_ORIGIN", "localhost/log")

# POLETAI_LOG_FOLDER: what is served under /log/. Default: log in the home
LOG_FOLDER = Path(env("POLETAI_LOG_FOLDER", str(HOME / "log")))

# POLETAI_LOG_KEY_FILE: the key that signs checkpoints. Default: keys/log in the home
LOG_KEY_FILE = Path(env("POLETAI_LOG_KEY_FILE", str(HOME / "keys" / "log")))

# POLETAI_STORE_KEY_FILE: the 32 bytes that wrap the keys of private parts. Keep a copy where the
# database's backups are not: without it they stay shut, with it they open. Default: keys/store
STORE_KEY_FILE = Path(env("POLETAI_STORE_KEY_FILE", str(HOME / "keys" / "store")))

# POLETAI_POLICY_FILE: names the witnesses of the log, their addresses and the quorum (c2sp.org
# tlog-policy). Default: policy in the home; no file means no witness
POLICY_FILE = Path(env("POLETAI_POLICY_FILE", str(HOME / "policy")))

# POLETAI_CLOCK_OFFSET_FILE: seconds to add to the clock, for demonstrations. Default: none
CLOCK_OFFSET_FILE = env("POLETAI_CLOCK_OFFSET_FILE", "")

# POLETAI_OCID_PREFIX: the publisher's prefix of OCDS identifiers. Default: ocds-poletai
OCID_PREFIX = env("POLETAI_OCID_PREFIX", "ocds-poletai")

# POLETAI_HOSTS: names this site answers to, between commas. Default: this machine alone
ALLOWED_HOSTS = env_list("POLETAI_HOSTS", "localhost,127.0.0.1,[::1]")
_LOCAL = set(ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]", "testserver"}

# POLETAI_LIVE_PORT: where the rooms answer on this machine. Default: the port after the site's
LIVE_PORT = env_int("POLETAI_LIVE_PORT", 8001, least=1, most=65535)

# POLETAI_LIVE_URL: where browsers reach the rooms, ws:// or wss://. Where several processes keep
# rooms, each is told its own. Default: this machine, at POLETAI_LIVE_PORT
LIVE_URL = env("POLETAI_LIVE_URL", f"ws://127.0.0.1:{LIVE_PORT}")

# POLETAI_HTTPS: whether people reach the site over HTTPS; cookies then refuse any other way.
# Default: true, unless it answers to this machine alone
HTTPS = env_bool("POLETAI_HTTPS", default=not _LOCAL)

# POLETAI_BEHIND_PROXY: whether a proxy of ours ends HTTPS and sets X-Forwarded-Proto
if env_bool("POLETAI_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# POLETAI_SECRET_KEY or POLETAI_SECRET_KEY_FILE: signs sessions. Default: keys/session in the
# home; without that file one for this process only, so that nothing is written by reading this
_SESSION_KEY = HOME / "keys" / "session"
SECRET_KEY = env_secret("POLETAI_SECRET_KEY") or (
    _SESSION_KEY.read_text().strip() if _SESSION_KEY.exists() else secrets.token_urlsafe(48)
)

# POLETAI_DEBUG: shows the inside of errors to whoever causes them. Default: false
DEBUG = env_bool("POLETAI_DEBUG", default=False)

# POLETAI_POSTGRES_USER: who runs the embedded server when root starts it. Default: an account
# poletai-postgres, made on first use; nobody, where none can be made

# POLETAI_POSTGRES_PORT: a port on 127.0.0.1 for tools that know no sockets; they need the password
# in the server's folder. Default: 0, none

# POLETAI_DATABASE_URL: any PostgreSQL >= 15. Default: the embedded one, by whoever starts it
DATABASES = {"default": django_database(dsn())}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# The few statements every bid runs are planned once a connection.
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 5

# POLETAI_DATABASE_CONNECTIONS: how many connections one process keeps at most. Default: 40
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": 1,
    "max_size": env_int("POLETAI_DATABASE_CONNECTIONS", 40, least=1, most=1000),
    "timeout": 10.0,
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ninja",
    "poletai.exchange",
    "poletai.portal",
    "poletai.api",
]
MIDDLEWARE = [
    "poletai.site.logs.request_log",
    "django.middleware.security.SecurityMiddleware",
    "poletai.site.headers.strict_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
LOGGING = logs.LOGGING
ROOT_URLCONF = "poletai.site.urls"
WSGI_APPLICATION = "poletai.site.wsgi.application"
AUTH_USER_MODEL = "exchange.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# POLETAI_STATIC_HASHED: static files carry their hash in their name and are cached for good.
# `poletai serve` gathers them and sets this; tests take them straight from the packages.
_HASHED = env_bool("POLETAI_STATIC_HASHED", default=False)
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = not _HASHED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# What the worker does besides sequencing: functions without arguments that return how much they
# did, called again and again.
WORKER_STEPS = [
    "poletai.exchange.timers.due_moves",
    "poletai.exchange.timers.lot_tasks",
    "poletai.exchange.timers.share_checks",
    "poletai.exchange.services.open_rooms.open_rooms",
    "poletai.exchange.services.close_rooms.close_rooms",
]

SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Uploads come in parts of 8 MiB; nothing larger is read into memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 9 * 1024 * 1024
