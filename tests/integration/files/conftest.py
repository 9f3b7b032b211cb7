"""A child, those who work with the child, and a data folder of the test's own."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.children.models import Child
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user
from tests.factories.people import administrator_of


@dataclass
class House:
    """The people round one child."""

    data: Path
    child: Child
    worker: User
    manager: User
    coordinator: User
    administrator: User
    stranger: User

    def everybody(self) -> list[User]:
        return [self.worker, self.manager, self.coordinator, self.administrator, self.stranger]

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def bytes_kept(self) -> list[Path]:
        return sorted(path for name in ("files", "sealed") for path in (self.data / name).glob("*"))


@pytest.fixture
def house(db: None, settings: object, tmp_path: Path) -> House:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    partnership = make_partnership()
    team = make_team(make_agency(partnership))
    manager = make_user(Role.MANAGER, team=team, name="Hannah Adeyemi", job_title="Team manager")
    worker = make_user(Role.PRACTITIONER, team=team, line_manager=manager, name="Sam Carver")
    return House(
        data=tmp_path,
        child=make_child(by=worker),
        worker=worker,
        manager=manager,
        coordinator=make_user(Role.COORDINATOR, partnership=partnership),
        administrator=administrator_of(partnership),
        stranger=make_user(Role.PRACTITIONER, partnership=partnership),
    )
