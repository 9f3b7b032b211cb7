"""The coordinator's pages about plan templates."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.core import clock
from safelight.core.paths import definitions
from safelight.toolkits import actions, queries, template_queries
from tests.factories import PASSWORD, make_partnership, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)
OWN = (definitions() / "plans" / "wales-plan.yaml").read_text(encoding="utf-8").replace("id: wales", "id: kestrel", 1)


@pytest.fixture
def coordinator() -> User:
    actions.import_definitions(now=NOW)
    return make_user(Role.COORDINATOR, partnership=make_partnership())


@pytest.fixture
def signed_in(coordinator: User, client: Client) -> Client:
    client.force_login(coordinator)
    return client


def handed(signed_in: Client, text: str):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile("of somebody.yaml", text.encode(), content_type="application/yaml")
    return signed_in.post("/plan-templates/hand-in/", {"file": file})


@pytest.mark.req("PL-01")
def test_the_list_names_all_four_templates_with_their_outcomes_and_actions(signed_in: Client) -> None:
    page = signed_in.get("/plan-templates/").content.decode()
    for title, actions_count in (
        ("Coventry safety and disruption plan", 36),
        ("Child Sexual Exploitation (CSE) Risk Assessment Toolkit", 36),
        ("Northumberland CSE plan", 52),
        ("Wales community safety plan for child exploitation", 75),
    ):
        assert title in page
        assert f'<td data-label="Actions">{actions_count}</td>' in page
    assert "No date on the source" in page
    assert "Feb 2016" in page


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("definition_id", ["portsmouth-2016", "coventry-plan", "northumberland-plan", "wales-plan"])
def test_one_template_is_shown_whole(signed_in: Client, definition_id: str) -> None:
    definition = queries.latest(definition_id)
    page = signed_in.get(f"/plan-templates/{definition.pk}/").content.decode()
    kit = queries.plan_source_of(definition)
    text = page.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')
    labels = [action.label for outcome in kit.plan.outcomes for action in outcome.actions]
    labels += [option.label for aim in (kit.disruption.aims if kit.disruption else []) for option in aim.options]
    assert [label for label in labels if label not in text] == []


@pytest.mark.req("PL-01")
def test_using_a_template_asks_who_one_is_and_then_counts_from_its_day(signed_in: Client, coordinator: User) -> None:
    definition = queries.latest("wales-plan")
    day = clock.today() + timedelta(days=1)
    posted = {
        "what": "plan",
        "from_date-day": str(day.day),
        "from_date-month": str(day.month),
        "from_date-year": str(day.year),
    }
    address = f"/plan-templates/{definition.pk}/use/"
    session = signed_in.session
    session["confirmed_at"] = 0
    session.save()
    asked = signed_in.post(address, posted)
    assert "identity-password" in asked.content.decode()
    assert template_queries.area_template(coordinator.partnership, day) is None
    assert signed_in.post(address, {**posted, "identity-password": PASSWORD}).status_code == 302
    assert template_queries.area_template(coordinator.partnership, day) == definition
    assert "The area’s template from" in signed_in.get("/plan-templates/").content.decode()


@pytest.mark.req("PL-01")
def test_a_good_file_leads_to_its_preview(signed_in: Client, coordinator: User) -> None:
    answer = handed(signed_in, OWN)
    assert answer.status_code == 302
    page = signed_in.get(answer["Location"]).content.decode()
    assert "Not used" in page
    assert "Agency checks to be conducted" in page
    assert template_queries.offered(coordinator.partnership, NOW.date()) == []


@pytest.mark.req("PL-01")
def test_a_faulty_file_is_answered_line_by_line_with_what_to_do(signed_in: Client) -> None:
    line = OWN[: OWN.index("numbered: false")].count("\n") + 1
    answer = handed(signed_in, OWN.replace("numbered: false", "numbered: perhaps", 1))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'<th scope="row">{line}</th>' in page
    assert "must be true or false" in page
    assert "Write true or false, without quotation marks." in page
    # The name on somebody's computer is nowhere.
    assert "somebody" not in page


@pytest.mark.req("PL-01")
@pytest.mark.parametrize("text", ["", "a: [\n", "\x00\x01", "- a\n", "x" * 401_000, "a: &a [*a]\n"])
def test_what_is_no_template_is_refused_in_words(signed_in: Client, text: str) -> None:
    assert handed(signed_in, text).status_code == 422
    assert not template_queries.Definition.objects.filter(shipped=False).exists()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_others_find_no_such_page(coordinator: User, client: Client, role: Role) -> None:
    client.force_login(make_user(role, partnership=coordinator.partnership))
    for address in ("", "hand-in/", f"{queries.latest('wales-plan').pk}/"):
        assert client.get(f"/plan-templates/{address}").status_code == 404
