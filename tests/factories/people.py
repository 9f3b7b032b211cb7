"""Partnerships, agencies, teams and people."""

import itertools
from collections.abc import Sequence

from safelight.access import actions
from safelight.access.models import Agency, Partnership, Team, User
from safelight.access.roles import Role

PASSWORD = "lantern in the harbour"

_numbers = itertools.count(1)
_administrators: dict[object, User] = {}


def make_partnership(name: str = "", **fields: object) -> Partnership:
    """A partnership with its administrator, who makes everybody else."""
    area = name or f"Kestrel Bay {next(_numbers)}"
    partnership = actions.create_partnership(name=f"{area} partnership", area=area, **fields)  # type: ignore[arg-type]
    _administrators[partnership.pk] = actions.create_first_administrator(
        partnership=partnership,
        email=f"administrator{next(_numbers)}@example.org",
        name="Ada Brook",
        password=PASSWORD,
    )
    return partnership


def administrator_of(partnership: Partnership) -> User:
    """The administrator that ``make_partnership`` made."""
    return _administrators[partnership.pk]


def make_agency(partnership: Partnership, kind: str = "social_care", name: str = "") -> Agency:
    """An agency of a partnership."""
    return actions.create_agency(by=administrator_of(partnership), name=name or f"Agency {next(_numbers)}", kind=kind)


def make_team(agency: Agency, name: str = "") -> Team:
    """A team of an agency."""
    return actions.create_team(
        by=administrator_of(agency.partnership), agency=agency, name=name or f"Team {next(_numbers)}"
    )


def make_user(
    role: Role | str | Sequence[Role | str] = Role.PRACTITIONER,
    *,
    partnership: Partnership | None = None,
    agency: Agency | None = None,
    team: Team | None = None,
    line_manager: User | None = None,
    name: str = "",
    job_title: str = "Social worker",
) -> User:
    """Somebody with a role (or several), read afresh. Without a partnership, agency or team these are made too."""
    if team is not None:
        agency = team.agency
    if agency is not None:
        partnership = agency.partnership
    partnership = partnership or make_partnership()
    roles = [role] if isinstance(role, str) else list(role)
    number = next(_numbers)
    made = actions.create_user(
        by=administrator_of(partnership),
        email=f"person{number}@example.org",
        name=name or f"Person {number}",
        password=PASSWORD,
        roles=[Role(one) for one in roles],
        job_title=job_title,
        agency=agency,
        team=team,
        line_manager=line_manager,
    )
    return User.objects.get(pk=made.pk)
