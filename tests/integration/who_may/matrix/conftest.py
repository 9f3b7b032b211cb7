"""The world is made once for all tests of this folder, and everything in it is rolled back when they are over."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from safelight.core import clock
from tests.integration.who_may.world import NOW, World, taken_back


@pytest.fixture
def _django_db_helper() -> None:
    """In place of pytest-django's own: the marker makes it set up the database, but the transaction is the folder's."""


@pytest.fixture(scope="package")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One world for all tests of the folder, on one day. Tests take back what they do (``taken_back``)."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(clock.at(NOW))
        stack.enter_context(override_settings(DATA=tmp_path_factory.mktemp("data")))
        stack.enter_context(taken_back())
        yield World()
