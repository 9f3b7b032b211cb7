"""A real OpenID Connect provider for tests: a Django project of its own, in a process of its own, on loopback.

``tests.identity_provider.process`` starts it. What it is to know comes from the environment, as JSON in ``PROVIDER``:
``folder``, ``redirects`` (where it may send people back to) and ``people`` (e-mail address → ``{"verified": bool,
"amr": [...]}``, or ``{"email": …}`` of another address to hand out). Everybody's password is ``PASSWORD``.
"""

import json
import os
from pathlib import Path
from typing import Any

PASSWORD = "a lighthouse on its rock"
CLIENT = "safelight"
SECRET = "only between these two processes"

GIVEN: dict[str, Any] = json.loads(os.environ.get("PROVIDER", "{}"))
FOLDER = Path(GIVEN.get("folder", "."))

# Settings of the project: Django reads them from here.
SECRET_KEY = "of a provider that lives for one test"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.identity_provider.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "provider.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
# Cookies know no ports: these must not be those of the site beside it.
SESSION_COOKIE_NAME = "provider_session"
CSRF_COOKIE_NAME = "provider_csrf"
IDP_OIDC_ADAPTER = "tests.identity_provider.adapter.Adapter"
IDP_OIDC_PRIVATE_KEY = (FOLDER / "key.pem").read_text() if (FOLDER / "key.pem").exists() else ""
USE_TZ = True
