"""A young person's own plan: written with her, signed, changed since, and looked at by a coordinator."""

from safelight.children import actions as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.demo.teller import Teller
from safelight.plans import queries as plans
from safelight.young_person import actions, queries
from safelight.young_person.models import YoungPersonPlan

# Lines of the example that stand on the young person's copy.
CURFEW, ACTIVITIES = "P3.4.6", "P3.10.1"
FOR_HER = (CURFEW, ACTIVITIES)


def begin(t: Teller, child: Child, by: str) -> None:
    """She and her worker write it: her words beside two lines of the plan, an aunt she trusts, and it is signed."""
    worker, now = t.person(by), clock.now()
    plan = plans.get(worker, child.pk)
    young = actions.start(by=worker, plan=plan, now=now)
    telephone = t.telephone()
    aunt = children.add_person_around(
        by=worker,
        child=child,
        name="Delyth Talbot",
        relation="Aunt",
        kind="family",
        tie="strong",
        telephone=telephone,
    )
    children.mark_safe(by=worker, person=aunt, safe="safe", telephone_safe="safe")
    chosen = actions.NewHelper(called="Auntie", person_id=aunt.pk, telephone=telephone, when_text="any time")
    helper = actions.add_helper(by=worker, young=young, new=chosen, trusted=True, now=now)
    note = t.once("Known to the school for years; nothing in the record speaks against her.")
    actions.look_at_helper(by=t.person("helena"), helper=helper, outcome="safe", note=note, now=now)
    rows = {row.source_code: row for row in plans.actions_of(plan)}
    goals = {
        CURFEW: (
            "curfew",
            "I will endeavour to communicate with my auntie immediately whenever circumstances prevent punctuality.",
        ),
        ACTIVITIES: ("other", "I go to dance on Tuesdays. My worker gets me there and back."),
    }
    for code, (kind, words) in goals.items():
        made = actions.pair(by=worker, young=young, part="goal", action_id=rows[code].pk, kind=kind, now=now)
        _say(t, young, by, str(made.pk), words)
    help_ = actions.pair(by=worker, young=young, part="help", action_id=rows[ACTIVITIES].pk, kind="", now=now)
    _say(t, young, by, str(help_.pk), "We pay for dance and take you there.")
    said = {
        "worries": "We worry when we do not know where you are. We worry that older people use you.",
        "good": "You are kind and funny. You look after your friends.",
        "not_followed": "If a part does not work, tell us and we change it. If you may be in danger, we ask for help.",
        "how_long": "This plan lasts until the summer. We look at it together each month.",
    }
    for passage in queries.passages(young):
        if passage.part in said:
            _say(t, young, by, str(passage.pk), said[passage.part])
    goal = next(one for one in queries.passages(_fresh(t, young, by)) if one.kind == "curfew")
    _say(t, young, by, str(goal.pk), "I’m home by nine. If I’m late, my auntie texts me. Then she rings.")
    signers = ["young_person", "worker"]
    signed_on = clock.london_day(now)
    actions.sign(by=worker, young=_fresh(t, young, by), signed_by=signers, signed_on=signed_on, now=now)


def in_welsh(t: Teller, child: Child, by: str) -> None:
    """One goal is put into Welsh, and its English changed afterwards: the Welsh waits to be looked at again."""
    young = queries.get(t.person(by), child.pk)
    actions.choose_language(by=t.person(by), young=young, language="both", now=clock.now())
    goal = next(one for one in queries.passages(young) if one.kind == "curfew")
    _say(t, young, by, str(goal.pk), "Rydw i adref erbyn naw.", welsh=True)
    _say(t, young, by, str(goal.pk), "I’m home by nine, or ten on Fridays. If I’m late, my auntie texts me.")


def _say(t: Teller, young: YoungPersonPlan, by: str, passage_id: str, words: str, *, welsh: bool = False) -> None:
    passage = queries.passage_for(_fresh(t, young, by), passage_id)
    actions.write(by=t.person(by), passage=passage, text=words, version=passage.version, now=clock.now(), welsh=welsh)


def _fresh(t: Teller, young: YoungPersonPlan, by: str) -> YoungPersonPlan:
    return queries.get(t.person(by), young.child_id)
