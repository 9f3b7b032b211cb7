"""The same people as on My work."""

from tests.integration.overview.conftest import world

__all__ = ["world"]
