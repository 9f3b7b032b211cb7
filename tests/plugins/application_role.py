"""On PostgreSQL each request of a test is served by the application's role, as it is in use.

The tests themselves are run by the owner of the tables, whom neither grants nor row-level security bind. So a
middleware above all others changes the role for the request: what is missing in a grant, or what a policy hides, fails
the test whose page it breaks. On SQLite nothing changes.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase


class AsApplicationRole:
    """Middleware: inside, the connection has no more rights than the application's role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as that role."""
        if connection.vendor != "postgresql":
            return self.get_response(request)
        take_role()
        try:
            return self.get_response(request)
        finally:
            give_back()


def take_role() -> None:
    """Be the application's role on this connection, without a query that a test would count."""
    connection.ensure_connection()
    connection.connection.execute(f'SET ROLE "{settings.APPLICATION_ROLE}"')


def give_back() -> None:
    """Be the owner again. A transaction that failed gives the role back by itself when it is rolled back."""
    status = connection.connection.info.transaction_status
    if status != status.INERROR:
        connection.connection.execute("RESET ROLE")


def pytest_configure() -> None:
    """Put it above everything else."""
    settings.MIDDLEWARE = [f"{__name__}.AsApplicationRole", *settings.MIDDLEWARE]
