"""What every test shares: settings that make tests quick, and the record of requirements."""

import atexit
import tempfile

import pytest
from django.conf import settings

pytest_plugins = [
    "tests.plugins.requirement_coverage",
    "tests.plugins.application_role",
    "tests.plugins.emptied_tables",
    "tests.plugins.migrated_once",
]


def pytest_configure(config: pytest.Config) -> None:
    """Settings for tests only: quick password hashes, and an empty folder of collected static files."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Only tests of second factors ask for them; each says so. A real site asks always.
    settings.SECOND_FACTOR_REQUIRED = False
    folder = tempfile.TemporaryDirectory(prefix="safelight-static-")
    atexit.register(folder.cleanup)
    settings.STATIC_ROOT = folder.name
