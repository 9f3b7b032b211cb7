"""Writing the young person's plan: it never disagrees with the full plan, and nothing of anybody else's is lost."""

import pytest

from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.plans import actions as plans
from safelight.young_person import actions, queries
from safelight.young_person.models import PassageEdit
from safelight.young_person.queries import Beside, Halt
from tests.integration.young_person.conftest import House

WORDS = "If I’m late, Bea texts me at 15 minutes. Then she rings."


@pytest.mark.req("YP-01")
def test_a_plan_has_every_part_and_is_begun_once(house: House) -> None:
    again = actions.start(by=house.worker, plan=house.plan, now=house.now)
    assert again.pk == house.started.pk
    assert [one.part for one in queries.passages(house.young)] == ["worries", "good", "not_followed", "how_long"]


@pytest.mark.req("YP-03")
def test_only_rows_on_the_young_persons_copy_can_stand_beside_a_goal(house: House) -> None:
    assert {row.pk for row in queries.pairable(house.young)} == {house.late.pk, house.bus.pk}
    with pytest.raises(Invalid):
        house.goal(house.police)
    with pytest.raises(Invalid):
        house.goal(house.late, kind="made up")
    house.goal(house.late)
    with pytest.raises(Invalid):
        house.goal(house.late)


@pytest.mark.req("YP-03")
def test_a_row_that_names_a_suspect_is_not_offered_even_on_the_childs_copy(house: House) -> None:
    house.reword(house.bus, text="Bea keeps dazza away from the bus.")
    assert {row.pk for row in queries.pairable(house.young)} == {house.late.pk}


@pytest.mark.req("YP-03")
def test_a_goal_whose_action_changed_says_look_again_until_somebody_has(house: House) -> None:
    goal = house.goal(text=WORDS)
    assert queries.beside(house.young, house.passage(goal.pk)) is Beside.SAME
    house.reword(house.late, text="Bea texts after 20 minutes.")
    assert queries.beside(house.young, house.passage(goal.pk)) is Beside.CHANGED
    assert queries.halts(house.young) == [Halt.LOOK_AGAIN]
    mark = queries.fingerprint("Bea texts after 20 minutes.")
    with pytest.raises(WrongState):
        actions.still_right(by=house.worker, passage=house.passage(goal.pk), shown="other", now=house.now)
    actions.still_right(by=house.worker, passage=house.passage(goal.pk), shown=mark, now=house.now)
    assert queries.halts(house.young) == []


@pytest.mark.req("YP-03")
@pytest.mark.parametrize("how", ["taken out", "not on the copy", "kept from", "given up"])
def test_a_goal_whose_action_is_gone_says_look_again_and_halts(house: House, how: str) -> None:
    goal = house.goal(text=WORDS)
    row = house.late
    if how == "taken out":
        row.refresh_from_db()
        plans.take_out(by=house.worker, action=row, why="Not needed.", now=house.now)
    elif how == "not on the copy":
        house.reword(row, copies_for=[])
    elif how == "kept from":
        house.reword(row, copies_for=[], kept_from={"child": "It would frighten her."})
    else:
        row.refresh_from_db()
        row.state = "not_done"
        row.save()
    assert queries.beside(house.young, house.passage(goal.pk)) is Beside.GONE
    assert Halt.LOOK_AGAIN in queries.halts(house.young)
    actions.take_out(by=house.worker, passage=house.passage(goal.pk), now=house.now)
    assert queries.halts(house.young) == [Halt.EMPTY]


@pytest.mark.req("BE-08")
def test_words_saved_over_an_older_opening_never_overwrite(house: House) -> None:
    goal = house.goal(text=WORDS)
    opened = house.passage(goal.pk)
    house.say(goal, "Bea rings me.", by=house.colleague)
    written = actions.write(by=house.worker, passage=opened, text="I ring Bea.", version=opened.version, now=house.now)
    assert written.put_aside
    assert house.passage(goal.pk).words == "Bea rings me."
    aside = queries.put_aside(house.young, house.worker)[goal.pk]
    assert [edit.words for edit in aside] == ["I ring Bea."]
    assert not queries.put_aside(house.young, house.colleague)
    house.say(goal, "Bea rings me. I ring Bea.")
    assert not queries.put_aside(house.young, house.worker)
    kept = PassageEdit.objects.filter(passage=goal).order_by("version").values_list("words", flat=True)
    assert set(kept) == {"", WORDS, "Bea rings me.", "I ring Bea."}


@pytest.mark.req("YP-02")
def test_the_first_reading_age_is_kept_and_the_age_falls_as_words_get_shorter(house: House) -> None:
    house.goal(
        text="Prior to departing I will inform my responsible relatives regarding the intended destination, "
        "accompanying individuals and approximate time of returning."
    )
    first = house.young.first_reading_age
    assert first is not None and first > 14
    house.say(house.passage(queries.passages(house.young)[2].pk), "I tell Bea where I go. I say when I am back.")
    young = house.young
    assert young.first_reading_age == first
    age = queries.measured(queries.whole(young), 15).age
    assert age is not None and age <= 11


@pytest.mark.req("YP-04")
@pytest.mark.hazard("HZ-42")
def test_a_stale_welsh_translation_halts_the_welsh_and_only_that(house: House) -> None:
    goal = house.goal(text=WORDS)
    assert queries.halts(house.young, "cy") == [Halt.WELSH]
    house.say(goal, "Os ydw i’n hwyr, mae Bea yn tecstio.", welsh=True)
    assert queries.halts(house.young, "cy") == []
    house.say(goal, "If I’m late, Bea rings me.")
    assert queries.halts(house.young, "cy") == [Halt.WELSH]
    assert queries.halts(house.young, "en") == []
    # Somebody who reads both says that it still says the same.
    house.say(goal, "Os ydw i’n hwyr, mae Bea yn tecstio.", welsh=True)
    assert queries.halts(house.young, "cy") == []


@pytest.mark.req("YP-01")
def test_a_signed_version_is_kept_and_a_change_begins_the_next(house: House) -> None:
    goal = house.goal(text=WORDS)
    with pytest.raises(Invalid):
        actions.sign(
            by=house.worker, young=house.young, signed_by=["worker"], signed_on=house.now.date(), now=house.now
        )
    both = ["worker", "young_person"]
    signed = actions.sign(by=house.worker, young=house.young, signed_by=both, signed_on=house.now.date(), now=house.now)
    assert signed.number == 1 and signed.signed_by == ["young_person", "worker"]
    with pytest.raises(WrongState):
        actions.sign(by=house.worker, young=house.young, signed_by=both, signed_on=house.now.date(), now=house.now)
    house.say(goal, "Bea rings me.")
    assert house.young.number == 2
    kept = queries.signing(house.young, signed.pk).content
    assert [one["words"] for one in kept["passages"]] == [WORDS]


@pytest.mark.req("YP-01")
def test_nothing_is_signed_while_something_halts(house: House) -> None:
    house.goal(text="Tash comes with me.")
    assert queries.halts(house.young) == [Halt.NAMES]
    with pytest.raises(WrongState):
        actions.sign(
            by=house.worker, young=house.young, signed_by=["young_person"], signed_on=house.now.date(), now=house.now
        )


def test_nobody_writes_it_who_may_not_draft_a_plan(house: House) -> None:
    for somebody in (house.stranger, house.coordinator):
        with pytest.raises(NotFound):
            house.say(house.part("good"), "You are kind.", by=somebody)
