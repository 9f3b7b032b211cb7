"""What ``manage.py check`` says of definitions that are read at each start."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from safelight.toolkits import clocks
from safelight.toolkits.problems import DefinitionError


@register()
def clocks_are_good(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error for a file of clocks with a fault, or for a local one that loosens a rule (HZ-44)."""
    try:
        for jurisdiction in ("england", "wales"):
            clocks.all_clocks(jurisdiction)
    except DefinitionError as error:
        return [Error(str(error), hint=f"Mend the file; {clocks.LOCAL} names your own.", id="toolkits.E001")]
    return []
