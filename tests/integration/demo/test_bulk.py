"""What the bench loads in bulk is what the actions would have written."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import models

from bench import bulk
from safelight.access.models import User
from safelight.audit import queries as audit
from safelight.audit.models import Entry
from safelight.children import actions
from safelight.children.models import Child, Involvement, NameKey, PossibleDuplicate
from safelight.core import clock
from safelight.core.ids import is_reference
from tests.factories import make_agency, make_partnership, make_team, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SAMPLE = 60
# What is random, and what names the one partnership or the other.
OWN = {"id", "partnership", "reference", "agency", "team", "lead_worker", "created_by", "user", "added_by", "child"}
CHAIN = {"subject_id", "child_id", "actor", "hash", "previous_hash", "partnership_id", "partnership", "id", "sequence"}


def rows(model: type[models.Model], without: set[str], **where: Any) -> list[tuple[str, ...]]:
    names = [field.attname for field in model._meta.concrete_fields if field.name not in without]
    return sorted(tuple(map(str, row)) for row in model._default_manager.filter(**where).values_list(*names))


def worker() -> User:
    return make_user("manager", team=make_team(make_agency(make_partnership(), name="Street"), name="One"))


def test_children_loaded_in_bulk_have_the_rows_that_the_actions_write() -> None:
    one, other = worker(), worker()
    sample = list(bulk.planned(SAMPLE, born_before=date(2014, 5, 1)))
    with clock.at(NOW):
        assert bulk.load(sample, by=one) == SAMPLE
        for each in sample:
            child = actions.create_child(
                by=other,
                given_name=each.given_name,
                family_name=each.family_name,
                date_of_birth=each.date_of_birth,
            )
            if each.level:
                actions.set_level(child=child, decided=each.level, acting=each.level, on=NOW.date(), by=other)
    for model in (Child, Involvement, NameKey, PossibleDuplicate):
        assert rows(model, OWN, partnership=one.partnership) == rows(model, OWN, partnership=other.partnership)
    for model, at in ((Child, "lead_worker"), (Child, "created_by"), (Involvement, "user"), (Involvement, "added_by")):
        assert model._default_manager.filter(**{at: one}).count() == SAMPLE
    ours = {"at": NOW}
    assert rows(Entry, CHAIN, partnership_id=one.partnership_id, **ours) == rows(
        Entry, CHAIN, partnership_id=other.partnership_id, **ours
    )
    assert audit.faults(one.partnership_id) == []
    loaded = Child.objects.filter(partnership=one.partnership)
    assert {child.team_id for child in loaded} == {one.team_id}
    assert all(is_reference(child.reference) for child in loaded)


def test_a_second_load_goes_on_after_the_first() -> None:
    user = worker()
    for start in (0, 30):
        bulk.load(bulk.planned(30, born_before=date(2014, 5, 1), start=start), by=user)
    assert Child.objects.filter(partnership=user.partnership).count() == 60
    assert audit.faults(user.partnership_id) == []
