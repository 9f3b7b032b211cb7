"""What should open, as tables to read. They follow the decisions about roles, and not the code that they judge.

``SIGHT``: how a person of each role sees a child that stands to them so: ``x`` as part of their work, ``G`` for a set
time by break-glass, ``.`` not at all. ``WORDS``: for each word of ``url_access`` about a child, which roles may open
such an address, and whether sight by break-glass is enough: it lets people read, log a concern and record contact, and
no more.
"""

from typing import NamedTuple

from safelight.access.roles import Role
from tests.integration.who_may.world import Relation

_COLUMNS = (
    Role.PRACTITIONER,
    Role.SAFEGUARDING_LEAD,
    Role.MANAGER,
    Role.COORDINATOR,
    Role.EMERGENCY_DUTY,
    Role.INTELLIGENCE_OFFICER,
    Role.ANALYST,
    Role.DATA_OFFICER,
    Role.INFORMATION_OFFICER,
    Role.ADMINISTRATOR,
)

_SIGHT = """
                           practitioner lead manager coordinator duty  intelligence analyst data information administrator
own                        x            x    x       .           .     .            .       .    .           .
other team                 .            x    .       .           .     .            .       .    .           .
other agency               .            .    .       .           .     .            .       .    .           .
other partnership          .            .    .       .           .     .            .       .    .           .
restricted                 .            .    .       .           .     .            .       .    .           .
named                      x            x    x       x           x     .            .       .    .           .
conflict                   .            .    .       .           .     .            .       .    .           .
break-glass                G            G    G       G           G     .            .       .    .           .
restricted, break-glass    .            .    .       .           G     .            .       .    .           .
raised                     .            .    .       x           .     .            .       .    .           .
sent                       .            .    .       x           .     .            .       .    .           .
"""


def _read(table: str) -> dict[tuple[Role, Relation], str]:
    found = {}
    for line in table.strip().splitlines()[1:]:
        cells = line.split()[-len(_COLUMNS) :]
        relation = Relation(" ".join(line.split()[: -len(_COLUMNS)]))
        found |= {(role, relation): cell for role, cell in zip(_COLUMNS, cells, strict=True)}
    return found


SIGHT = _read(_SIGHT)

_PRACTITIONER, _LEAD, _MANAGER = Role.PRACTITIONER, Role.SAFEGUARDING_LEAD, Role.MANAGER
_COORDINATOR, _DUTY = Role.COORDINATOR, Role.EMERGENCY_DUTY
_EVERYBODY = frozenset({_PRACTITIONER, _LEAD, _MANAGER, _COORDINATOR, _DUTY})


class Rule(NamedTuple):
    """Which roles may open an address about a child whom they see, and whether sight by break-glass is enough."""

    roles: frozenset[Role]
    by_glass: bool = False
    only_by_glass: bool = False
    duty: bool = False  # an emergency duty worker too, but for those that a conflict keeps from them
    officer: bool = False  # an information officer too, for every child but those that a conflict keeps from them


WORDS: dict[str, Rule] = {
    "child": Rule(_EVERYBODY, by_glass=True),
    "concern": Rule(_EVERYBODY, by_glass=True),  # the concern is about the child
    "child in full": Rule(_EVERYBODY),
    "missing": Rule(_EVERYBODY, by_glass=True, duty=True),
    "worker": Rule(frozenset({_PRACTITIONER, _LEAD, _MANAGER})),
    "reads as a worker": Rule(frozenset({_PRACTITIONER, _LEAD, _MANAGER}), by_glass=True),
    "prints": Rule(frozenset({_PRACTITIONER, _LEAD, _MANAGER, _COORDINATOR})),
    "warns": Rule(frozenset({_PRACTITIONER, _LEAD, _MANAGER, _COORDINATOR})),
    "runs meetings": Rule(frozenset({_PRACTITIONER, _LEAD, _MANAGER, _COORDINATOR})),
    "refers": Rule(frozenset({_PRACTITIONER, _LEAD, _MANAGER, _COORDINATOR})),
    "sealed": Rule(frozenset({_MANAGER, _COORDINATOR})),
    "manager": Rule(frozenset({_MANAGER})),
    "manager or lead": Rule(frozenset({_MANAGER, _LEAD})),
    "names conflicts": Rule(frozenset({_MANAGER, _COORDINATOR})),
    "opened by break-glass": Rule(_EVERYBODY, by_glass=True, only_by_glass=True),
    "governance": Rule(frozenset({_MANAGER, _LEAD}), by_glass=True, officer=True),
    "governance in full": Rule(frozenset({_MANAGER, _LEAD}), officer=True),
    "reads answers": Rule(frozenset({_MANAGER}), by_glass=True, officer=True),
    "officer": Rule(frozenset(), officer=True),
}


def opens(word: str, role: Role, relation: Relation) -> bool:
    """Whether an address with this word opens for a person of this role, for a child that stands to them so."""
    rule, sight = WORDS[word], SIGHT[role, relation]
    if rule.officer and role is Role.INFORMATION_OFFICER:
        return relation not in (Relation.CONFLICT, Relation.OTHER_PARTNERSHIP)
    if rule.duty and role is _DUTY:
        return relation not in (Relation.CONFLICT, Relation.OTHER_PARTNERSHIP)
    if role not in rule.roles or sight == ".":
        return False
    if rule.only_by_glass:
        return sight == "G"
    return sight == "x" or rule.by_glass


_ALL = frozenset(Role)
# For each word about no child: the roles for which such an address opens.
ROLES: dict[str, frozenset[Role]] = {
    "signed in": _ALL,
    "concern": _EVERYBODY,
    "break-glass": _EVERYBODY,
    "worker": frozenset({_PRACTITIONER, _LEAD, _MANAGER}),
    "runs meetings": frozenset({_PRACTITIONER, _LEAD, _MANAGER, _COORDINATOR}),
    "referrals": frozenset({_PRACTITIONER, _LEAD, _MANAGER, _COORDINATOR}),
    "coordinator": frozenset({_COORDINATOR}),
    "above readers": frozenset({_MANAGER}),  # who manages the team that the coordinator is in
    "log": frozenset({_MANAGER, Role.ADMINISTRATOR}),
    "governance": frozenset({_LEAD, _MANAGER, Role.INFORMATION_OFFICER}),
    "officer": frozenset({Role.INFORMATION_OFFICER}),
    "retention": frozenset({_MANAGER, Role.INFORMATION_OFFICER}),
    "administrator": frozenset({Role.ADMINISTRATOR}),
    "manages a team": frozenset({_MANAGER}),
    "counts": frozenset({_COORDINATOR, Role.DATA_OFFICER}),
    "keeps services": frozenset({_COORDINATOR, Role.ADMINISTRATOR}),
}
