"""Puts the database's own locks in place, as happens after each ``migrate``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from safelight.access import locks


class Command(BaseCommand):
    """For the owner of the tables: grants, row-level security and triggers. Once more changes nothing."""

    help = "Put grants, row-level security and the audit log's triggers in place (also done by migrate)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Put them in place, or say what is missing."""
        try:
            locks.secure(settings.APPLICATION_ROLE)
        except (locks.Unprotected, LookupError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The database's locks are in place.")
