"""The demo's stories of who sees a record end in the states that they are told for."""

import pytest

from safelight.children import queries
from safelight.children.models import Child, ConflictExclusion, GlassBroken, Restriction, WarningNote
from safelight.core import clock
from safelight.demo import actions
from safelight.demo.diary import live_through
from safelight.demo.narrator import Narrator
from safelight.demo.stories import sight
from safelight.demo.teller import Teller


@pytest.mark.django_db
def test_the_stories_of_sight_show_each_exception_once() -> None:
    now = clock.now()
    partnership, people = actions._area(now)
    narrator = Narrator()
    told = (sight.opened_at_night, sight.colleagues_relative, sight.kept_from_a_colleague)
    with clock.at(now):
        tellers = [
            Teller(key=story.__name__, seed=1, partnership=partnership, people=people, narrator=narrator)
            for story in told
        ]
    live_through([story(teller) for story, teller in zip(told, tellers, strict=True)], now)
    assert GlassBroken.objects.filter(review__isnull=False).count() == 1
    assert GlassBroken.objects.filter(review__isnull=True).count() == 1
    assert Restriction.objects.filter(until__isnull=True).count() == 1
    assert ConflictExclusion.objects.filter(until__isnull=True).count() == 1
    assert WarningNote.objects.filter(ended_at__isnull=False).count() == 1
    bryony = Child.objects.get(given_name="Bryony")
    assert not queries.visible_to(people["joel"]).filter(pk=bryony.pk).exists()
    assert len(queries.halts(bryony)) == 1
