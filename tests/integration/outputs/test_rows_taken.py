"""Rows of a plan that go into a plan that the child has already, as a Word file."""

from typing import Any

import pytest
from django.test import Client

from safelight.audit.models import Entry
from safelight.plans import actions as plans
from safelight.plans import queries
from safelight.plans.models import RowsTaken
from tests.integration.assessments.world import NOW, sign_in
from tests.integration.outputs.world import Printing, word_tables
from tests.printed import ink, word_words


def _client(world: Printing, *, confirmed: bool = True) -> Client:
    client = sign_in(world.worker)
    session = client.session
    session["confirmed_at"] = session["active_at"] if confirmed else 0
    session.save()
    return client


def _post(world: Printing, client: Client, **values: object) -> Any:
    day = {"into_on-day": "2", "into_on-month": "12", "into_on-year": "2026"}
    address = f"/children/{world.child.pk}/plan/take/rows.docx"
    return client.post(address, {"about": str(world.child.pk), **day, **values})


@pytest.mark.req("PL-06")
def test_only_the_chosen_rows_stand_in_the_file_with_how_the_plan_was_made_and_it_is_kept(world: Printing) -> None:
    plan = world.plan()
    plans.save_header(
        by=world.worker, plan=plan, version=plan.version, role="", meeting_on=None, meeting_time=None,
        made_with="We drew it together.", now=NOW,
    )  # fmt: skip
    rows = list(queries.actions_of(plan))
    chosen, left = [rows[0], rows[3]], [row for row in rows if row not in (rows[0], rows[3])]
    client = _client(world)
    page = client.get(f"/children/{world.child.pk}/plan/take/").content.decode()
    assert page.count('name="rows"') == len(rows) and " checked" not in page
    response = _post(world, client, into="child_in_need", rows=[str(row.pk) for row in chosen])
    assert response.status_code == 200
    assert world.child.family_name not in response["Content-Disposition"]
    tables = word_tables(response.content)
    (table,) = (table for table in tables if table[0][0] == "Desired outcome")
    assert [row[1].split("\n")[0] for row in table[1:]] == [row.text for row in chosen]
    said = ink(word_words(response.content))
    assert ink("We drew it together.") in said and ink("Child in need plan") in said and ink("2 December 2026") in said
    texts = {row.text for row in chosen}
    assert not [row.text for row in left if row.text not in texts and ink(row.text) in said]
    taken = RowsTaken.objects.get()
    assert (taken.into, str(taken.into_on), set(taken.row_ids)) == (
        "child_in_need",
        "2026-12-02",
        {str(row.pk) for row in chosen},
    )
    kinds = Entry.objects.filter(child_id=world.child.pk, action__in=["plan.rows-taken", "downloaded:plan-rows.docx"])
    assert kinds.count() == 2
    assert (
        "Child in need plan, 2 December 2026: 2 actions"
        in client.get(f"/children/{world.child.pk}/plan/take/").content.decode()
    )


@pytest.mark.req("PL-06")
def test_nothing_leaves_without_rows_a_plan_and_a_day_or_before_who_asks_is_confirmed(world: Printing) -> None:
    plan = world.plan()
    row = str(next(iter(queries.actions_of(plan))).pk)
    client = _client(world)
    for values in ({}, {"into": "child_in_need"}, {"rows": [row]}, {"into": "looked_after", "rows": [str(plan.pk)]}):
        assert _post(world, client, **values).status_code == 422
    asked = _post(world, _client(world, confirmed=False), into="child_in_need", rows=[row])
    assert asked["Content-Type"].startswith("text/html") and b"password" in asked.content
    assert not RowsTaken.objects.exists()


@pytest.mark.req("PL-06", "PL-13")
def test_a_row_that_is_kept_from_a_copy_says_so_before_it_goes_into_a_plan_that_the_family_reads(
    world: Printing,
) -> None:
    plan = world.plan()
    row = next(iter(queries.actions_of(plan)))
    kept = {"kept_from": {"parents": "It names a friend"}}
    plans.edit_action(by=world.worker, action=row, values=kept, version=row.version, now=NOW)
    page = _client(world).get(f"/children/{world.child.pk}/plan/take/").content.decode()
    assert "kept from the copy of parents or carers, because: It names a friend" in page
