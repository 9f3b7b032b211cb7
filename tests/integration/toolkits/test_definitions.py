"""Importing definitions and adopting a toolkit."""

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from safelight.access import actions as access
from safelight.access.models import User
from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.core.errors import NotFound, WrongState
from safelight.core.paths import definitions
from safelight.toolkits import actions, queries
from safelight.toolkits.models import Adoption, Definition

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PASSWORD = "a long enough pass phrase"


@pytest.fixture
def administrator() -> User:
    return access.begin(area="Kestrel Bay", name="Ada Brook", email="ada@example.org", password=PASSWORD)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "toolkits").mkdir()
    source = definitions() / "toolkits" / "portsmouth-2016.yaml"
    (tmp_path / "toolkits" / "portsmouth-2016.yaml").write_bytes(source.read_bytes())
    return tmp_path


def test_every_file_is_imported_once_however_often_it_is_asked() -> None:
    first = actions.import_definitions(now=NOW)
    assert {each.definition_id for each in first.imported} == {
        "portsmouth-2016",
        "low-risk-guide",
        "coventry-plan",
        "northumberland-plan",
        "wales-plan",
        "single-agency-plan",
        "powers",
    }
    again = actions.import_definitions(now=NOW)
    assert again.imported == []
    assert {each.pk for each in again.known} == {each.pk for each in first.imported}
    assert first.faulty == again.faulty == []


@pytest.mark.req("RT-04")
def test_an_imported_definition_never_changes() -> None:
    [definition, *_] = actions.import_definitions(now=NOW).imported
    definition.version = "7"
    with pytest.raises(WrongState):
        definition.save()
    with pytest.raises(WrongState):
        definition.delete()


@pytest.mark.req("RT-04")
def test_a_file_with_a_fault_keeps_the_last_good_one_in_force(administrator: User, folder: Path) -> None:
    actions.import_definitions(now=NOW, folder=folder)
    good = queries.latest("portsmouth-2016")
    actions.adopt(by=administrator, definition=good, from_date=NOW.date(), now=NOW)
    path = folder / "toolkits" / "portsmouth-2016.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("code: M3\n", "code: M3x\n", 1), encoding="utf-8")
    (folder / "another.yaml").write_bytes((definitions() / "low-risk-guide.yaml").read_bytes())
    done = actions.import_definitions(now=NOW, folder=folder)
    assert done.imported == []
    assert {Path(each.file).name for each in done.faulty} == {"portsmouth-2016.yaml", "another.yaml"}
    assert queries.in_force(administrator.partnership, NOW.date()) == good
    assert queries.toolkit_in_force(administrator.partnership, NOW.date()).indicators[11].code == "M3"


@pytest.mark.req("RT-04")
def test_an_assessment_finds_the_toolkit_that_was_in_force_on_its_day(administrator: User, folder: Path) -> None:
    actions.import_definitions(now=NOW, folder=folder)
    first = queries.latest("portsmouth-2016")
    path = folder / "toolkits" / "portsmouth-2016.yaml"
    text = path.read_text(encoding="utf-8")
    later_id = text.replace("id: portsmouth-2016", "id: kestrel-2027", 1).replace('version: "6"', 'version: "7"', 1)
    (folder / "toolkits" / "kestrel-2027.yaml").write_text(later_id, encoding="utf-8")
    [second] = actions.import_definitions(now=NOW, folder=folder).imported
    actions.adopt(by=administrator, definition=first, from_date=date(2026, 1, 1), now=NOW)
    actions.adopt(by=administrator, definition=second, from_date=date(2027, 1, 1), now=NOW)
    partnership = administrator.partnership
    assert queries.toolkit_in_force(partnership, date(2026, 12, 31)).version == "6"
    assert queries.toolkit_in_force(partnership, date(2027, 1, 1)).version == "7"
    with pytest.raises(NotFound):
        queries.toolkit_in_force(partnership, date(2025, 12, 31))
    assert [each.definition.version for each in queries.adoptions(partnership)] == ["7", "6"]


def test_the_later_adoption_of_the_same_day_counts(administrator: User, folder: Path) -> None:
    actions.import_definitions(now=NOW, folder=folder)
    definition = queries.latest("portsmouth-2016")
    other = Definition.objects.create(
        definition_id="portsmouth-2016",
        version="6b",
        kind="toolkit",
        title="A corrected copy",
        sha256="0" * 64,
        content=definition.content,
        imported_at=NOW,
    )
    actions.adopt(by=administrator, definition=definition, from_date=NOW.date(), now=NOW)
    actions.adopt(by=administrator, definition=other, from_date=NOW.date(), now=NOW.replace(hour=10))
    assert queries.in_force(administrator.partnership, NOW.date()) == other


def test_only_an_administrator_adopts_and_the_log_says_so(administrator: User) -> None:
    actions.import_definitions(now=NOW)
    definition = queries.latest("portsmouth-2016")
    practitioner = access.create_user(
        by=administrator, email="p@example.org", name="Priya Nair", password=PASSWORD, roles=[Role.PRACTITIONER]
    )
    with pytest.raises(NotFound):
        actions.adopt(by=practitioner, definition=definition, from_date=NOW.date(), now=NOW)
    assert not Adoption.objects.exists()
    adoption = actions.adopt(by=administrator, definition=definition, from_date=NOW.date(), now=NOW)
    entry = Entry.objects.get(action="definition.adopted")
    assert (entry.subject_id, entry.actor) == (str(adoption.pk), str(administrator.pk))


def test_a_guide_is_not_adopted_as_a_toolkit(administrator: User) -> None:
    actions.import_definitions(now=NOW)
    guide = queries.latest("low-risk-guide")
    with pytest.raises(NotFound):
        actions.adopt(by=administrator, definition=guide, from_date=NOW.date(), now=NOW)
    with pytest.raises(NotFound):
        queries.toolkit_of(guide)


def test_one_partnerships_adoption_is_not_anothers(administrator: User) -> None:
    actions.import_definitions(now=NOW)
    other = access.create_partnership(name="Saltings", area="Saltings")
    definition = queries.latest("portsmouth-2016")
    actions.adopt(by=administrator, definition=definition, from_date=NOW.date(), now=NOW)
    with pytest.raises(NotFound):
        queries.toolkit_in_force(other, NOW.date())


def test_a_new_partnership_begins_with_a_toolkit_and_from_then_on_a_person_decides(administrator: User) -> None:
    call_command("load_definitions", "--first-toolkit", "portsmouth-2016", stdout=StringIO())
    [adoption] = queries.adoptions(administrator.partnership)
    assert adoption.by is None
    again = StringIO()
    call_command("load_definitions", "--first-toolkit", "portsmouth-2016", stdout=again)
    assert queries.adoptions(administrator.partnership).count() == 1
    assert "0 imported, 7 known already" in again.getvalue()
    with pytest.raises(WrongState):
        actions.adopt_first(
            partnership=administrator.partnership, definition=adoption.definition, from_date=NOW.date(), now=NOW
        )


def test_the_command_reports_a_faulty_file_with_its_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bad.yaml").write_text("format: 1\nkind: toolkit\nkind: toolkit\n", encoding="utf-8")
    monkeypatch.setenv("SAFELIGHT_DEFINITIONS", str(folder))
    with pytest.raises(CommandError, match=r"bad\.yaml:3: kind: this key stands twice"):
        call_command("load_definitions", stdout=StringIO())
    assert queries.latest("portsmouth-2016").version == "6"
    with pytest.raises(CommandError, match="no definition named"):
        call_command("load_definitions", "--first-toolkit", "absent", stdout=StringIO())


def test_a_toolkit_is_parsed_once(administrator: User, django_assert_num_queries: pytest.FixtureRequest) -> None:
    actions.import_definitions(now=NOW)
    definition = queries.latest("portsmouth-2016")
    actions.adopt(by=administrator, definition=definition, from_date=NOW.date(), now=NOW)
    first = queries.toolkit_in_force(administrator.partnership, NOW.date())
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert queries.toolkit_in_force(administrator.partnership, NOW.date()) is first


@pytest.mark.req("CH-15")
def test_the_low_risk_guide_is_at_hand() -> None:
    with pytest.raises(NotFound):
        queries.low_risk_guide()
    actions.import_definitions(now=NOW)
    assert len(queries.low_risk_guide().risk_factors) == 12
