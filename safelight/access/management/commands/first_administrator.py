"""A first run without the demo: an empty partnership and the person who sets it up."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safelight.access import actions, queries
from safelight.core.errors import Invalid


class Command(BaseCommand):
    """Ask for what is not given by option, or by SAFELIGHT_ADMINISTRATOR_PASSWORD for the password."""

    help = "Make an empty partnership and its first administrator, unless there is a partnership already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The answers, for those who would rather give them on the command line."""
        parser.add_argument("--area", help="the area, such as 'Kestrel Bay'")
        parser.add_argument("--name", help="the administrator's name")
        parser.add_argument("--email", help="the address to sign in with")
        parser.add_argument("--jurisdiction", choices=["england", "wales"], default="england")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both, or say that a partnership is there already."""
        if queries.partnerships().exists():
            self.stdout.write("There is a partnership already; nothing was changed.")
            return
        area = options["area"] or self._ask("Name of the area")
        name = options["name"] or self._ask("Your name")
        email = options["email"] or self._ask("Your e-mail address")
        password = os.environ.get("SAFELIGHT_ADMINISTRATOR_PASSWORD") or self._ask_password()
        try:
            actions.begin(area=area, name=name, email=email, password=password, jurisdiction=options["jurisdiction"])
        except Invalid as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{area} is ready. Sign in as {email}.")

    def _ask(self, question: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"{question}: give it as an option (see --help).")
        while not (answer := input(f"{question}: ").strip()):
            self.stdout.write("Please type an answer.")
        return answer

    def _ask_password(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError("Password: set SAFELIGHT_ADMINISTRATOR_PASSWORD for this command.")
        while True:
            password = getpass.getpass("A password of at least 12 characters: ")
            if password == getpass.getpass("The same again: "):
                return password
            self.stderr.write("The two are not the same. Type it again.")
