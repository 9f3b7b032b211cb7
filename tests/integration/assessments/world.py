"""A partnership with the Portsmouth toolkit, a worker with a manager and a colleague, and a child."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.test import Client

from safelight.access.models import Partnership, User
from safelight.assessments import actions
from safelight.assessments.models import Assessment
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.toolkits import actions as toolkits
from safelight.toolkits.models import Definition
from tests.factories import PASSWORD, make_agency, make_child, make_partnership, make_team, make_user

NOW = datetime(2026, 11, 24, 15, 52, tzinfo=UTC)


@dataclass
class World:
    """Everybody whom these tests need."""

    partnership: Partnership
    manager: User
    worker: User
    colleague: User
    child: Child

    def start(self, by: User | None = None, now: datetime = NOW) -> Assessment:
        return actions.start(by=by or self.worker, child=self.child, now=now)

    def complete(self, assessment: Assessment, now: datetime = NOW, by: User | None = None) -> Assessment:
        """Complete it with both voices missing for a reason, where no words are there."""
        missing = {
            f"{whose}_words_missing": "Not seen alone yet."
            for whose in ("child", "parents")
            if not getattr(assessment, f"{whose}_words")
        }
        worker = by or self.worker
        actions.save_step(by=worker, assessment=assessment, values=missing, version=assessment.version, now=now)
        return actions.complete(by=worker, assessment=assessment, now=now)


_read: dict[str, object] = {}


def portsmouth() -> Definition:
    """The Portsmouth toolkit, imported: the file is read once for all tests, since that takes half a second."""
    if not _read:
        toolkits.import_definitions(now=NOW)
        found = Definition.objects.get(definition_id="portsmouth-2016")
        _read.update({field.name: getattr(found, field.name) for field in Definition._meta.concrete_fields})
        return found
    kept = Definition.objects.filter(definition_id="portsmouth-2016").first()
    return kept or Definition.objects.create(**_read)


def make_world() -> World:
    """A world of its own."""
    partnership = make_partnership(mash_telephone="01632 960140")
    toolkits.adopt_first(
        partnership=partnership,
        definition=portsmouth(),
        from_date=date(2020, 1, 1),
        now=NOW,
    )
    team = make_team(make_agency(partnership))
    manager = make_user("manager", team=team, name="Grace Obi")
    worker = make_user(team=team, line_manager=manager, name="Priya Nair")
    colleague = make_user(team=team, line_manager=manager, name="Sam Hale")
    child = make_child(by=worker, known_as="Jaden")
    children.add_involvement(by=worker, child=child, user=colleague, role="Youth worker")
    return World(partnership, manager, worker, colleague, child)


def sign_in(user: User) -> Client:
    client = Client()
    assert client.login(username=user.email, password=PASSWORD)
    return client


def answer(world: World, assessment: Assessment, code: str, value: str, by: User | None = None) -> actions.Saved:
    """Answer one line, from a page opened just now."""
    assessment.refresh_from_db()
    return actions.save_field(
        by=by or world.worker,
        assessment=assessment,
        field=f"indicator.{code}.answer",
        value=value,
        version=assessment.version,
        now=NOW,
    )
