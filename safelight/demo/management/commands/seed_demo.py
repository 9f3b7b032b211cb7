"""Makes the demo when there is none, and prints how to sign in, each time it is called."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safelight.core.errors import WrongState
from safelight.demo import actions, area, queries


class Command(BaseCommand):
    """Make Kestrel Bay, an invented area with invented children, and say who can sign in."""

    help = "Make the demo partnership, unless it is there, and print its sign-ins. Refused beside a real partnership."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or find the demo; then the sign-ins."""
        if queries.demo_partnership() is None:
            self.stdout.write(
                "  making Kestrel Bay: about eighty invented children, at every stage (under two minutes)"
            )
            self.stdout.flush()
        try:
            seeded = actions.seed(new_month=self._lived)
        except WrongState as error:
            raise CommandError(str(error)) from error
        self.stdout.write("  made" if seeded.made else "  there already")
        self.stdout.write("")
        self.stdout.write(f"  Sign in with one of these, and the password: {area.PASSWORD}")
        for one in queries.sign_ins():
            self.stdout.write(f"    {one.email:<40} {one.who} ({one.shows})")

    def _lived(self, moment: datetime) -> None:
        self.stdout.write(f"    {moment:%B %Y}")
        self.stdout.flush()
