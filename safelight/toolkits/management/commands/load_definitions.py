"""Bring the definition files into the database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safelight.access.queries import partnerships
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.toolkits import actions, queries


class Command(BaseCommand):
    """Import what is new, report what is faulty, and let a new partnership begin with a toolkit."""

    help = "Import the definition files; one with a fault keeps the last good one in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which toolkit a partnership without any begins with."""
        parser.add_argument(
            "--first-toolkit", metavar="ID", help="adopt this toolkit, from today, for partnerships that have none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, adopt where asked, and end with an error when a file has a fault."""
        now = clock.now()
        done = actions.import_definitions(now=now)
        for definition in done.imported:
            self.stdout.write(f"imported {definition}")
        self.stdout.write(f"{len(done.imported)} imported, {len(done.known)} known already")
        if options["first_toolkit"]:
            try:
                definition = queries.latest(options["first_toolkit"])
            except NotFound as error:
                raise CommandError(f"There is no definition named {options['first_toolkit']}.") from error
            if not partnerships():
                raise CommandError("There is no partnership yet: run first_administrator first.")
            for partnership in partnerships():
                if not queries.adoptions(partnership).exists():
                    actions.adopt_first(
                        partnership=partnership, definition=definition, from_date=clock.today(), now=now
                    )
                    self.stdout.write(f"{partnership} uses {definition} from today")
        if done.faulty:
            raise CommandError("\n".join(str(error) for error in done.faulty))
