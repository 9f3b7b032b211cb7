"""Choosing plan templates from a day on, and handing in one's own."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from safelight.access.models import Partnership, User
from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.core.paths import definitions
from safelight.toolkits import actions, queries, template_actions, template_queries
from safelight.toolkits.models import Adoption, AuthoredTemplate, Definition
from safelight.toolkits.problems import DefinitionError
from safelight.toolkits.template_queries import Use
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)
TODAY = NOW.date()
OWN = (
    (definitions() / "plans" / "wales-plan.yaml")
    .read_text(encoding="utf-8")
    .replace("id: wales-plan", "id: kestrel-plan", 1)
    .replace("title: Wales community safety plan for child exploitation", "title: Kestrel Bay’s plan", 1)
)


@pytest.fixture
def partnership() -> Partnership:
    actions.import_definitions(now=NOW)
    return make_partnership()


@pytest.fixture
def coordinator(partnership: Partnership) -> User:
    return make_user(Role.COORDINATOR, partnership=partnership)


_seconds = count()


def use(by: User, definition: Definition, what: Use = Use.AREA, days: int = 0) -> Adoption:
    return template_actions.use(
        by=by,
        definition=definition,
        what=what,
        from_date=TODAY + timedelta(days=days),
        now=NOW + timedelta(seconds=next(_seconds)),  # one choice after the other, as people make them
    )


def hand_in(by: User, text: str = OWN) -> Definition:
    return template_actions.hand_in(by=by, content=text.encode(), name="file", now=NOW)


@pytest.mark.req("PL-01")
def test_the_areas_template_is_the_last_that_was_chosen_by_its_day(coordinator: User, partnership: Partnership) -> None:
    assert template_queries.area_template(partnership, TODAY) is None
    wales, coventry = queries.latest("wales-plan"), queries.latest("coventry-plan")
    use(coordinator, wales)
    use(coordinator, coventry, days=10)
    assert template_queries.area_template(partnership, TODAY) == wales
    assert template_queries.area_template(partnership, TODAY + timedelta(days=10)) == coventry
    # What was the area's is still offered beside the new one, until somebody ends it.
    later = TODAY + timedelta(days=10)
    assert template_queries.offered(partnership, later) == [coventry, wales]
    use(coordinator, wales, Use.ENDED, days=11)
    assert template_queries.offered(partnership, TODAY + timedelta(days=11)) == [coventry]


@pytest.mark.req("PL-01")
def test_templates_are_offered_beside_and_ended_but_never_the_areas_own(
    coordinator: User, partnership: Partnership
) -> None:
    wales, north = queries.latest("wales-plan"), queries.latest("northumberland-plan")
    use(coordinator, wales)
    use(coordinator, north, Use.BESIDE)
    assert template_queries.offered(partnership, TODAY) == [wales, north]
    use(coordinator, north, Use.ENDED)
    assert template_queries.offered(partnership, TODAY) == [wales]
    with pytest.raises(WrongState):
        use(coordinator, wales, Use.ENDED)
    with pytest.raises(WrongState):
        use(coordinator, wales, Use.BESIDE)


@pytest.mark.req("PL-01")
def test_a_toolkit_with_its_own_plan_is_a_template_too_and_its_assessments_are_left_alone(
    coordinator: User, partnership: Partnership
) -> None:
    portsmouth = queries.latest("portsmouth-2016")
    use(coordinator, portsmouth)
    assert template_queries.area_template(partnership, TODAY) == portsmouth
    with pytest.raises(NotFound):
        queries.toolkit_in_force(partnership, TODAY)


@pytest.mark.req("PL-01")
def test_what_is_past_stays_as_it_was_and_each_choice_leaves_an_entry(coordinator: User) -> None:
    with pytest.raises(Invalid):
        use(coordinator, queries.latest("wales-plan"), days=-1)
    assert not Adoption.objects.exists()
    adoption = use(coordinator, queries.latest("wales-plan"))
    entry = Entry.objects.get(action="definition.adopted")
    assert (entry.subject_id, adoption.by) == (str(adoption.pk), coordinator)


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_but_a_coordinator_chooses_or_hands_in(partnership: Partnership, role: Role) -> None:
    person = make_user(role, partnership=partnership)
    with pytest.raises(NotFound):
        use(person, queries.latest("wales-plan"))
    with pytest.raises(NotFound):
        hand_in(person)
    assert not AuthoredTemplate.objects.exists()


@pytest.mark.req("PL-01")
def test_ones_own_template_is_kept_shown_and_used_like_a_shipped_one(
    coordinator: User, partnership: Partnership
) -> None:
    made = hand_in(coordinator)
    assert (made.title, made.version, made.shipped) == ("Kestrel Bay’s plan", "1", False)
    assert Entry.objects.filter(action="template.handed-in").count() == 1
    assert made in template_queries.templates(partnership)
    assert template_queries.offered(partnership, TODAY) == []
    use(coordinator, made)
    assert template_queries.area_template(partnership, TODAY) == made
    assert len(queries.plan_source_of(made).plan.outcomes) == 11


@pytest.mark.req("PL-01")
def test_a_released_version_never_changes(coordinator: User) -> None:
    first = hand_in(coordinator)
    assert hand_in(coordinator) == first
    with pytest.raises(DefinitionError, match="a version never changes"):
        hand_in(coordinator, OWN + "# one more word\n")
    second = hand_in(coordinator, OWN.replace('version: "1"', 'version: "2"', 1))
    assert second != first
    assert AuthoredTemplate.objects.count() == 2


@pytest.mark.req("PL-01")
def test_the_name_of_a_shipped_template_cannot_be_taken(coordinator: User) -> None:
    with pytest.raises(DefinitionError, match="comes with Safelight") as caught:
        hand_in(coordinator, OWN.replace("id: kestrel-plan", "id: wales-plan", 1).replace('"1"', '"9"', 1))
    [problem] = caught.value.problems
    assert OWN.split("\n")[problem.line - 1].startswith("id:")


@pytest.mark.req("PL-01")
def test_one_areas_template_is_not_anothers(coordinator: User) -> None:
    made = hand_in(coordinator)
    other = make_user(Role.COORDINATOR, partnership=make_partnership("Wren Vale"))
    with pytest.raises(NotFound):
        template_queries.template(other.partnership, made.pk)
    with pytest.raises(NotFound):
        use(other, made)
    # The other area may use the same id and version for something else, and the very same file.
    theirs = hand_in(other, OWN.replace("Kestrel Bay", "Wren Vale", 1))
    assert theirs != made
    assert list(template_queries.templates(other.partnership).filter(shipped=False)) == [theirs]
    assert hand_in(make_user(Role.COORDINATOR, partnership=make_partnership("Saltings"))) == made


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("kind: plan\n", "kind: low-risk-guide\n", "", "is missing"),
        ("covers_toolkit: portsmouth-2016", "covers_toolkit: seaside", "covers_toolkit", "no toolkit with this id"),
        ("  - {code: M1, ", "  - {code: M99, ", "covers[26].code", "M99 is no factor or indicator"),
        ("numbered: false", "numbered: 0", "plan.numbered", "must be true or false"),
    ],
)
def test_a_faulty_file_is_refused_with_its_lines_and_nothing_is_kept(
    coordinator: User, old: str, new: str, path: str, message: str
) -> None:
    assert OWN.count(old) == 1
    with pytest.raises(DefinitionError) as caught:
        hand_in(coordinator, OWN.replace(old, new))
    line = OWN[: OWN.index(old)].count("\n") + 1
    found = [each for each in caught.value.problems if message in each.message and each.path.startswith(path)]
    assert found
    assert path == "" or found[0].line == line
    assert not Definition.objects.filter(shipped=False).exists()


def test_a_toolkit_cannot_be_handed_in_as_a_template_nor_a_file_without_measure(coordinator: User) -> None:
    toolkit = (definitions() / "toolkits" / "portsmouth-2016.yaml").read_text(encoding="utf-8")
    with pytest.raises(DefinitionError, match="only plan templates"):
        hand_in(coordinator, toolkit)
    with pytest.raises(DefinitionError, match="longer than 400,000 bytes"):
        hand_in(coordinator, OWN + "#" * 400_000)


def test_the_first_templates_of_a_partnership_are_given_until_a_person_has_chosen(
    coordinator: User, partnership: Partnership
) -> None:
    wales = queries.latest("wales-plan")
    template_actions.use_first(
        partnership=partnership, definition=wales, what=Use.AREA, from_date=date(2026, 1, 1), now=NOW
    )
    assert template_queries.area_template(partnership, TODAY) == wales
    use(coordinator, queries.latest("coventry-plan"))
    with pytest.raises(WrongState):
        template_actions.use_first(partnership=partnership, definition=wales, what=Use.BESIDE, from_date=TODAY, now=NOW)
