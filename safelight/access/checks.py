"""What ``manage.py check`` says of the settings of signing in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A warning where a setting lets people in without a second factor."""
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Warning(
            "People can open children's records with a password alone.",
            hint="Unset SAFELIGHT_SECOND_FACTOR. It is for tests.",
            id="access.W001",
        )
    ]
