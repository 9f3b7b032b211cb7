"""Episodes are offered to the next assessment beside their lines; a person ticks, or does not (MS-02)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from safelight.assessments import queries
from safelight.core import clock
from tests.factories.missing import past_episode
from tests.html import html_problems
from tests.integration.assessments.world import NOW, make_world

pytestmark = pytest.mark.django_db


@pytest.mark.req("MS-02")
def test_episodes_stand_beside_h2_and_l1_and_tick_nothing() -> None:
    with clock.at(NOW):
        world = make_world()
        draft = world.start()
        client = Client()
        client.force_login(world.worker)
        where = reverse("assessments:risk_factors", args=[world.child.pk, draft.pk])
        assert "consider L1" not in client.get(where).content.decode()
        past_episode(by=world.worker, child=world.child, since=NOW - timedelta(days=500))
        past_episode(by=world.worker, child=world.child, since=NOW - timedelta(days=30))
        once = client.get(where).content.decode()
        assert "consider L1" in once
        assert "consider H2" not in once
        past_episode(by=world.worker, child=world.child, since=NOW - timedelta(days=10))
        twice = client.get(where).content.decode()
        assert "Missing 2 times since" in twice
        assert "consider H2" in twice
        assert html_problems(twice) == []
        lines = {line.code: line.answer for line in queries.indicators(draft)}
        assert (lines["L1"], lines["H2"]) == ("", "")
