"""The summary form on its page has today's wording beneath each dated row (LA-02)."""

import html
from collections.abc import Iterator

import pytest
from django.urls import reverse

from safelight.assessments import actions, queries
from safelight.core import clock
from tests.integration.assessments.world import NOW, World, make_world, sign_in


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.at(NOW):
        yield make_world()


@pytest.mark.req("LA-02")
def test_the_summary_form_has_todays_wording_beneath_each_dated_row(world: World) -> None:
    draft = actions.start(by=world.worker, child=world.child, now=NOW)
    address = reverse("assessments:summary", args=[world.child.pk, draft.pk])
    page = html.unescape(sign_in(world.worker).get(address).content.decode())
    kit = queries.toolkit(draft)
    dated = [row for group in kit.summary_form.groups for row in group.rows if kit.today_of(row)]
    assert len(dated) > 10
    for row in dated:
        beneath = page.split(f"<tr><td>{row.label}<", 1)[1].split("</td>", 1)[0]
        assert all(f"Today we say: “{words}”" in beneath for words in kit.today_of(row)), row.code
