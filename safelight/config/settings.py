"""Settings. Secrets and addresses come from the environment; local choices live in the database.

DATABASE_URL               a PostgreSQL or SQLite address; without it a SQLite file in the data folder
SAFELIGHT_OWNER_DATABASE_URL  the same PostgreSQL as the role that owns the tables, for the commands that manage.py
                           names; DATABASE_URL is then the application's role, which the database holds to its rules
SAFELIGHT_APPLICATION_ROLE the name of the application's role, if it is not ``safelight_app``
SAFELIGHT_DATA             the data folder; without it ``.data`` beside the code
SAFELIGHT_SECRET_KEY       signs sessions; without it the file ``secret-key`` in the data folder, made at first use
SAFELIGHT_DEBUG            1 while developing; never with real people's records
SAFELIGHT_HOSTS            host names that are answered, with commas between
SAFELIGHT_HTTPS            1 when served by HTTPS, as it must be for anybody but oneself
SAFELIGHT_PROXIES          how many of your own proxies stand before this server, each adding to X-Forwarded-For;
                           without it nothing of that header is believed
SAFELIGHT_SECOND_FACTOR    ``required`` (as when it is not set): outside the demo nobody opens a record without a second
                           factor. ``optional`` is for tests; every page then says so, and so do ``manage.py check`` and
                           the audit log at each sign-in without one
SAFELIGHT_IDLE_SECONDS     after how long without use a session ends (1800); SAFELIGHT_IDLE_WARNING_SECONDS before that
                           (300) the page warns
SAFELIGHT_REMEMBER_DEVICE_DAYS  for how many days somebody may let their own browser skip the second factor (14); 0 for
                           none
SAFELIGHT_OIDC_SERVER_URL  single sign-on by OpenID Connect: the issuer's address, with SAFELIGHT_OIDC_NAME (on the
                           button), SAFELIGHT_OIDC_CLIENT_ID and SAFELIGHT_OIDC_CLIENT_SECRET. People are made here
                           first; the issuer must say of the e-mail address that it is verified
SAFELIGHT_OIDC_FACTOR      whose second factor counts in single sign-on: ``own`` (as when it is not set) asks for
                           Safelight's; ``claims`` believes the issuer where its answer (amr) names a second factor;
                           ``trust`` always believes it
SAFELIGHT_ADDRESS          how this server is reached from outside, for links in e-mail (http://127.0.0.1:8000)
SAFELIGHT_MAIL_FROM        the sender of e-mail, such as ``Safelight <no-reply@example.org>``
SAFELIGHT_SMTP_HOST        the mail server that takes it, with SAFELIGHT_SMTP_PORT (587), SAFELIGHT_SMTP_USER and
                           SAFELIGHT_SMTP_PASSWORD; SAFELIGHT_SMTP_ENCRYPTED is 0 only for a server on this machine
SAFELIGHT_NOTIFY_KEY       GOV.UK Notify in its place, with SAFELIGHT_NOTIFY_TEMPLATE (a template's id) and, for another
                           address, SAFELIGHT_NOTIFY_URL. Without either no e-mail goes; the demo's stays in a folder
SAFELIGHT_BOUNCES          a maildir, an mbox file or one message with what came back, which ``safelight tick`` reads
SAFELIGHT_PACK_FOLDER      where ``safelight tick`` puts each day's emergency pack, locked with SAFELIGHT_PACK_PASSWORD
SAFELIGHT_HEARTBEAT_URL    an address of a watcher outside that ``safelight tick`` asks for while all is well
SAFELIGHT_ALARM_TO         who is told by ``safelight heartbeat check``, with commas between, through
                           SAFELIGHT_ALARM_SMTP_HOST and SAFELIGHT_ALARM_SMTP_PORT (without them the usual mail server)
SAFELIGHT_DEMO             1 when the demo partnership may be signed in to (set by script/server)
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SAFELIGHT_DATA") or ROOT / ".data")

DEBUG = os.environ.get("SAFELIGHT_DEBUG") == "1"
DEMO_ALLOWED = os.environ.get("SAFELIGHT_DEMO") == "1"
HTTPS = os.environ.get("SAFELIGHT_HTTPS") == "1"
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SAFELIGHT_PROXIES", "0"))
ALLOWED_HOSTS = [host for host in os.environ.get("SAFELIGHT_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]


def _secret_key() -> str:
    if key := os.environ.get("SAFELIGHT_SECRET_KEY"):
        return key
    path = DATA / "secret-key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret-key-{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(get_random_secret_key())
        try:
            os.link(fresh, path)  # the first of several processes wins, and all read the same key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "safelight.config",
    "safelight.demo",
    "safelight.backup",
    "safelight.reminders",
    "safelight.overview",
    "safelight.governance",
    "safelight.oversight",
    "safelight.outputs",
    "safelight.meetings",
    "safelight.young_person",
    "safelight.missing",
    "safelight.support",
    "safelight.plans",
    "safelight.ratings",
    "safelight.assessments",
    "safelight.front_door",
    "safelight.sharing",
    "safelight.delivery",
    "safelight.files",
    "safelight.directory",
    "safelight.children",
    "safelight.language",
    "safelight.toolkits",
    "safelight.duties",
    "safelight.access",
    "safelight.audit",
    "safelight.ui",
    "safelight.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "safelight.access.headers.ForTheBrowser",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "safelight.access.headers.NotTooLarge",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "safelight.access.scope.ScopeOfRequest",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "safelight.access.middleware.NoStore",
    "safelight.access.middleware.IdleSessions",
    "safelight.access.middleware.SignInRequired",
    "safelight.access.often.NotTooOften",
    "safelight.access.middleware.RefusedLooksAbsent",
    "safelight.language.middleware.PointedOutAfterSaving",
]

ROOT_URLCONF = "safelight.config.urls"
WSGI_APPLICATION = "safelight.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "safelight.ui.jinja.environment",
            "context_processors": ["safelight.config.context.page"],
        },
    },
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA / 'safelight.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }

# The role that serves pages on PostgreSQL: it may not change what is written once, and sees one partnership at a time.
APPLICATION_ROLE = os.environ.get("SAFELIGHT_APPLICATION_ROLE", "safelight_app")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["safelight.access.backend.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "safelight.access.passwords.LocalWordsValidator"},
    {"NAME": "safelight.access.passwords.PatternValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "access:sign_in"

# allauth keeps second factors, sessions and the protocol of single sign-on. Its pages are not used: nobody signs up,
# joins accounts or changes an address by themselves. Its table of e-mail addresses stays empty.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_RATE_LIMITS = False  # our own count in the database reaches over worker processes: access.limits
MFA_ADAPTER = "safelight.access.second_factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Safelight"
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True

REMEMBER_DEVICE_DAYS = int(os.environ.get("SAFELIGHT_REMEMBER_DEVICE_DAYS", 14))  # 0: a code at every sign-in

SESSION_COOKIE_AGE = 8 * 60 * 60  # and never longer, however busy
IDLE_SECONDS = int(os.environ.get("SAFELIGHT_IDLE_SECONDS", 30 * 60))
IDLE_WARNING_SECONDS = int(os.environ.get("SAFELIGHT_IDLE_WARNING_SECONDS", 5 * 60))


def _one_of(name: str, *allowed: str) -> str:
    value = os.environ.get(name) or allowed[0]
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} can be {' or '.join(allowed)}, not {value!r}.")
    return value


SECOND_FACTOR_REQUIRED = _one_of("SAFELIGHT_SECOND_FACTOR", "required", "optional") == "required"

OIDC_PROVIDER = "organisation"  # stands in the address that the issuer sends people back to
OIDC_SERVER_URL = os.environ.get("SAFELIGHT_OIDC_SERVER_URL", "")
OIDC_NAME = os.environ.get("SAFELIGHT_OIDC_NAME", "") or "your organisation"
OIDC_FACTOR = _one_of("SAFELIGHT_OIDC_FACTOR", "own", "claims", "trust")
if (
    OIDC_SERVER_URL
    and urlsplit(OIDC_SERVER_URL).scheme != "https"
    and urlsplit(OIDC_SERVER_URL).hostname != "127.0.0.1"
):
    raise ImproperlyConfigured("SAFELIGHT_OIDC_SERVER_URL has to begin with https://.")
SOCIALACCOUNT_ADAPTER = "safelight.access.single_sign_on.Adapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_PROVIDER,
                "name": OIDC_NAME,
                "client_id": os.environ.get("SAFELIGHT_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("SAFELIGHT_OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Browsers take a cookie of such a name only from this very host and over HTTPS; no other host can set it for us.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never in a cookie
CSRF_COOKIE_HTTPONLY = False  # the autosave reads the token from the page's own form
CSRF_FAILURE_VIEW = "safelight.access.views.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = False  # putting a whole domain on the browsers' lists is for its owner to decide
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_MAX_MEMORY_SIZE = 11_000_000  # as large as any request may be, so that no upload lies in a temporary file

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [ROOT / "safelight" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

ADDRESS = os.environ.get("SAFELIGHT_ADDRESS") or "http://127.0.0.1:8000"
OUTBOX = DATA / "outbox"  # the demo's e-mail, as files
MAIL_FROM = os.environ.get("SAFELIGHT_MAIL_FROM") or "safelight@localhost"
SMTP_HOST = os.environ.get("SAFELIGHT_SMTP_HOST", "")
SMTP_PORT = int(os.environ.get("SAFELIGHT_SMTP_PORT") or 587)
SMTP_USER = os.environ.get("SAFELIGHT_SMTP_USER", "")
SMTP_PASSWORD = os.environ.get("SAFELIGHT_SMTP_PASSWORD", "")
SMTP_ENCRYPTED = os.environ.get("SAFELIGHT_SMTP_ENCRYPTED") != "0"
if SMTP_HOST not in ("", "127.0.0.1", "localhost", "::1") and not SMTP_ENCRYPTED:
    raise ImproperlyConfigured("SAFELIGHT_SMTP_ENCRYPTED can be 0 only for a mail server on this machine.")
BOUNCES = os.environ.get("SAFELIGHT_BOUNCES", "")
PACK_FOLDER = os.environ.get("SAFELIGHT_PACK_FOLDER", "")
PACK_PASSWORD = os.environ.get("SAFELIGHT_PACK_PASSWORD", "")
HEARTBEAT_URL = os.environ.get("SAFELIGHT_HEARTBEAT_URL", "")
ALARM_TO = [address.strip() for address in os.environ.get("SAFELIGHT_ALARM_TO", "").split(",") if address.strip()]
ALARM_SMTP_HOST = os.environ.get("SAFELIGHT_ALARM_SMTP_HOST") or SMTP_HOST
ALARM_SMTP_PORT = int(os.environ.get("SAFELIGHT_ALARM_SMTP_PORT") or SMTP_PORT)
ALARM_NOTE = DATA / "last-alarm"  # when the last alarm went, so that not one goes every minute
NOTIFY_KEY = os.environ.get("SAFELIGHT_NOTIFY_KEY", "")
NOTIFY_TEMPLATE = os.environ.get("SAFELIGHT_NOTIFY_TEMPLATE", "")
NOTIFY_URL = os.environ.get("SAFELIGHT_NOTIFY_URL") or "https://api.notifications.service.gov.uk"
if urlsplit(NOTIFY_URL).scheme != "https" and urlsplit(NOTIFY_URL).hostname != "127.0.0.1":
    raise ImproperlyConfigured("SAFELIGHT_NOTIFY_URL has to begin with https://.")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without words": {"()": "safelight.core.logs.WithoutWords"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "without words"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
