"""What every test shares: settings that make tests quick, and the record of requirements."""

import atexit
import os
import tempfile

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

pytest_plugins = [
    "tests.plugins.requirement_coverage",
    "tests.plugins.application_role",
    "tests.plugins.emptied_tables",
    "tests.plugins.migrated_once",
    "tests.plugins.definitions_read_once",
]

# How quick a machine is at the moment fails no test; and the same code is asked the same questions each time, so that a
# run that failed fails again. HYPOTHESIS_PROFILE=explore asks others each time, to find what nobody thought of.
_WHATEVER_THE_LOAD = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("repeatable", derandomize=True, **_WHATEVER_THE_LOAD)
hypothesis_settings.register_profile("explore", **_WHATEVER_THE_LOAD)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_configure(config: pytest.Config) -> None:
    """Settings for tests only: quick password hashes, and an empty folder of collected static files."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Only tests of second factors ask for them; each says so. A real site asks always.
    settings.SECOND_FACTOR_REQUIRED = False
    folder = tempfile.TemporaryDirectory(prefix="safelight-static-")
    atexit.register(folder.cleanup)
    settings.STATIC_ROOT = folder.name
