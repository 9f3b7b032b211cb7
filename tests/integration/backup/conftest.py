"""A record to back up, made once and copied for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.integration.backup.house import House, Server, copy, empty, engine


@pytest.fixture(scope="session", autouse=True)
def databases_of_our_own(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The records here are no test databases: each is made, copied and dropped by these tests."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[Server | None]:
    """PostgreSQL's server when the run is about PostgreSQL."""
    if engine() != "postgresql":
        yield None
        return
    made = Server()
    yield made
    made.close()


@pytest.fixture(scope="session")
def first(server: Server | None, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A record with two partnerships; only copied, never used."""
    house = House(tmp_path_factory.mktemp("first") / "data", server, server.make() if server else "")
    house.manage("migrate")
    house.call("begin")
    return house


@pytest.fixture
def house(first: House, tmp_path: Path) -> House:
    """A record of this test's own."""
    return copy(first, tmp_path / "house")


@pytest.fixture
def elsewhere(house: House, tmp_path: Path) -> House:
    """Another installation, with nothing in it."""
    return empty(house, tmp_path / "elsewhere")


@pytest.fixture
def key(house: House, tmp_path: Path) -> Path:
    """The operator's key."""
    path = tmp_path / "backup-key"
    assert house.safelight("backup", "key", "--to", path).status == 0
    return path


@pytest.fixture
def back_up(house: House, key: Path, tmp_path: Path) -> Callable[[], Path]:
    """Backs the record up and gives the file."""

    def run() -> Path:
        path = tmp_path / "record.backup"
        ran = house.safelight("backup", "--to", path, "--key", key)
        assert ran.status == 0, ran.err
        return path

    return run
