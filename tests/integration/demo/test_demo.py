"""The demo, made once for all of these tests: complete, invented, the same each time, and true to the example plan."""

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from safelight.access.models import Partnership, User
from safelight.assessments.models import Assessment
from safelight.audit import queries as audit
from safelight.children import queries as children
from safelight.children.models import Child, Concern, Disclosure, Voice
from safelight.core import clock
from safelight.demo import actions, area, complete
from safelight.demo.stories import example_plan
from safelight.duties import registry
from safelight.plans import queries as plans
from safelight.plans.states import PlanState
from safelight.ratings.models import Decision

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "data" / "portsmouth-appendix-3.json"
TOLD_BY_PEOPLE = (
    "children",
    "assessments",
    "ratings",
    "plans",
    "duties",
    "meetings",
    "support",
    "young_person",
    "sharing",
)
# What else holds words that somebody may read; their rows differ from one demo to the next.
READ_BY_PEOPLE = (*TOLD_BY_PEOPLE, "access", "delivery", "directory", "files", "front_door")
# Numbers and addresses that are kept for stories and reach nobody.
NOBODYS = ("01632 960", "07700 900")
NOWHERE = ("@kestrelbay.example", ".invalid")
# Random in every demo, or worked out from what is.
MESSAGE = re.compile(r"\bM-[0-9A-Z]{4}-\d\d\b")  # a message's reference, which its concern names
RANDOM = {"reference", "key", "occasion_id", "id", "sha256"}


def rows(partnership: Partnership) -> Iterator[tuple[str, str, Any]]:
    """Every text of the demo that somebody wrote: its model, its field, and the text."""
    for name in READ_BY_PEOPLE:
        for model in apps.get_app_config(name).get_models():
            if model is Partnership or not any(field.name == "partnership" for field in model._meta.fields):
                continue
            for row in model._default_manager.filter(partnership=partnership):
                for field in model._meta.concrete_fields:
                    yield model.__name__, field.name, getattr(row, field.attname)


def content(partnership: Partnership) -> list[tuple[str, str, str]]:
    """All that was told, without what is random in every demo, in an order of its own."""
    kept = []
    for model in (each for name in TOLD_BY_PEOPLE for each in apps.get_app_config(name).get_models()):
        told = [
            field.attname
            for field in model._meta.concrete_fields
            if field.name not in RANDOM
            and isinstance(field, models.CharField | models.TextField | models.DateField | models.IntegerField)
        ]
        if told and any(field.name == "partnership" for field in model._meta.fields):
            for values in model._default_manager.filter(partnership=partnership).values_list(*told):
                kept.append((model.__name__, *(MESSAGE.sub("M-", str(value)) for value in values)))
    return sorted(kept)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Partnership, list[Any]]]:
    """The demo, and what an earlier one of the same seed told (on SQLite, where a second one is cheap)."""
    with django_db_blocker.unblock():
        earlier: list[Any] = []
        if connection.vendor == "sqlite":
            with transaction.atomic():
                earlier = content(actions.seed(now=NOW).partnership)
                transaction.set_rollback(True)
        with transaction.atomic():
            yield actions.seed(now=NOW).partnership, earlier
            transaction.set_rollback(True)


@pytest.fixture
def demo(seeded: tuple[Partnership, list[Any]]) -> Iterator[Partnership]:
    with clock.at(NOW):
        yield seeded[0]


def child_called(name: str) -> Child:
    given, family = name.split(" ", 1)
    return Child.objects.get(given_name=given, family_name=family)


def test_the_demo_shows_every_state_step_level_rule_note_and_bucket(demo: Partnership) -> None:
    assert complete.missing(demo, NOW) == []


def test_what_the_demo_lacks_is_named_so_that_its_generation_fails(demo: Partnership) -> None:
    with transaction.atomic():
        Decision.objects.filter(partnership=demo, rule=4).update(rule=3)
        Concern.objects.filter(partnership=demo, state="draft").update(state="logged", logged_at=NOW)
        lacking = complete.missing(demo, NOW)
        transaction.set_rollback(True)
    assert lacking == ["state of a concern “draft”", "rule “4”"]


def test_the_same_seed_tells_the_same_stories(seeded: tuple[Partnership, list[Any]]) -> None:
    partnership, earlier = seeded
    if connection.vendor != "sqlite":
        pytest.skip("told once on this database; the stories do not depend on it")
    assert len(earlier) > 2_000
    assert content(partnership) == earlier


def test_making_the_demo_again_changes_nothing(demo: Partnership) -> None:
    before = content(demo)
    again = actions.seed(now=NOW)
    assert again.partnership == demo
    assert not again.made
    assert content(demo) == before


def test_no_narrative_stands_in_the_demo_twice(demo: Partnership) -> None:
    told: dict[str, list[str]] = {}
    for model, fields in (
        (Concern, ("what",)),
        (Disclosure, ("words",)),
        (Decision, ("reason", "harm_why", "saf_reason")),
        (apps.get_model("ratings", "OwnView"), ("reason",)),
        (apps.get_model("children", "ContactNote"), ("words", "next_way")),
        (apps.get_model("children", "Promise"), ("words", "outcome_note")),
        (apps.get_model("children", "Strength"), ("words",)),
        (apps.get_model("duties", "DutyAct"), ("note",)),
        (apps.get_model("plans", "Gap"), ("why",)),
    ):
        for row in model._default_manager.filter(partnership=demo):
            for field in fields:
                if text := getattr(row, field):
                    told.setdefault(text, []).append(f"{model.__name__} {row.pk}")
    one_act_for_several = {text for text, where in told.items() if all(each.startswith("DutyAct") for each in where)}
    assert {text: where for text, where in told.items() if len(where) > 1 and text not in one_act_for_several} == {}
    # A reassessment carries evidence forward; no two children share a line of it.
    lines: dict[str, set[Any]] = {}
    for text, child in apps.get_model("assessments", "IndicatorAnswer").objects.values_list(
        "evidence", "assessment__child"
    ):
        if text:
            lines.setdefault(text, set()).add(child)
    moved = set(Assessment.objects.exclude(moved_from=None).values_list("child", flat=True))
    assert {text for text, whose in lines.items() if len(whose - moved) > 1} == set()


def test_everything_in_the_demo_is_invented(demo: Partnership) -> None:
    telephone = re.compile(r"(?<![\w.-])(?:\+44|0)\d(?:[ -]?\d){7,9}(?![\w-])")
    address = re.compile(r"[\w.+-]+@[\w.-]+")
    named_in_a_source = re.compile(r"\b(?:Ellie|Ryan|Mrs Brown|Kayleigh|Portsmouth|Northumberland)\b")
    wrong = []
    for model, field, value in rows(demo):
        if field in ("password", "content", "result", "toolkit_id_and_sha") or isinstance(value, bytes):
            continue
        text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
        wrong += [(model, field, found) for found in telephone.findall(text) if not found.startswith(NOBODYS)]
        wrong += [(model, field, found) for found in address.findall(text) if not found.endswith(NOWHERE)]
        wrong += [(model, field, found) for found in named_in_a_source.findall(text)]
    assert wrong == []
    assert all(number.startswith("999") for number in Child.objects.values_list("nhs_number", flat=True) if number)


def test_everybody_of_the_demo_can_sign_in_with_its_password(demo: Partnership, client: Client) -> None:
    everybody = User.objects.filter(partnership=demo, password_must_change=False)
    assert everybody.count() == len(area.PEOPLE) + 1
    assert all(person.check_password(area.PASSWORD) for person in everybody)


def test_the_audit_chain_of_the_demo_holds_and_goes_forward_in_time(demo: Partnership) -> None:
    assert audit.faults(demo.pk) == []
    moments = list(apps.get_model("audit", "Entry").objects.order_by("sequence").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= NOW


@pytest.mark.req("PL-01", "PL-02")
def test_the_example_of_appendix_3_is_an_agreed_plan_row_for_row(demo: Partnership) -> None:
    wanted = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    plan = plans.current(child_called(example_plan.NAME))
    assert plan is not None
    assert plan.state == PlanState.IN_FORCE
    found = [(row.outcome, row.text, row.who, row.when_text, row.review_at) for row in plans.actions_of(plan)]
    assert found == [
        (row["outcome"], row["action"], row["who_by"], row["when"], row["to_be_reviewed_at"]) for row in wanted
    ]
    assert len(wanted) == 36


@pytest.mark.req("PL-01", "RA-12")
def test_the_printed_example_has_every_row_of_the_source(demo: Partnership, client: Client) -> None:
    wanted = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    child = child_called(example_plan.NAME)
    client.force_login(User.objects.get(email="joel.pickersgill@kestrelbay.example"))
    answer = client.get(reverse("outputs:plan", args=[child.pk, "docx"]))
    assert answer.status_code == 200
    body = answer.content if not answer.streaming else b"".join(answer.streaming_content)  # type: ignore[arg-type]
    printed = [
        [" ".join(cell.text.split()) for cell in row.cells]
        for table in docx.Document(io.BytesIO(body)).tables
        for row in table.rows
    ]
    place = 0
    for row in wanted:
        parts = [row["action"], row["who_by"], row["when"], row["to_be_reviewed_at"]]
        while place < len(printed) and not all(any(part in cell for cell in printed[place]) for part in parts):
            place += 1
        assert place < len(printed), f"not printed, or not in the source’s order: {row['action']}"
        place += 1


@pytest.mark.hazard("HZ-26")
def test_the_twins_warn_of_each_other(demo: Partnership) -> None:
    rhian = User.objects.get(email="rhian.castellan@kestrelbay.example")
    priya = User.objects.get(email="priya.nair@kestrelbay.example")
    kayla = child_called("Kayla Denholm")
    assert [child.given_name for child in children.lookalikes(priya, kayla)] == ["Kyra"]
    assert children.age_on(kayla, date(2026, 11, 24)) == 15
    assert kayla.acting_level == "high"
    assert children.visible_to(rhian).filter(pk=kayla.pk).exists()


@pytest.mark.hazard("HZ-01", "HZ-03", "HZ-36")
def test_the_edges_stand_as_the_rules_ask(demo: Partnership) -> None:
    suspected = child_called("Ottilie Brandt")
    assert (suspected.decided_level, suspected.acting_level) == ("low", "high")
    grown = child_called("Jory Trevelyan")
    assert children.age_on(grown, NOW.date()) == 18
    codes = {duty.code for duty in registry.all_duties(children.facts([grown]), NOW)}
    assert {"PR-08", "CH-11-PLAN", "RT-07-ONWARD"} <= codes
    assert not Decision.objects.filter(child=child_called("Noor Calloway"), decided_level="low").exists()
    assert Voice.objects.filter(child=child_called("Jaden Osei")).exists()
