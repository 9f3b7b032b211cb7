"""A young person with a plan on which two lines are for her copy; called by ``site.run``, in a process of its own."""

from safelight.access.models import User
from safelight.assessments import actions as assessments
from safelight.children import actions as children
from safelight.children.models import PersonAround
from safelight.core import clock
from safelight.plans import actions as plans
from safelight.ratings import actions as ratings
from tests.factories import make_child


def planned(worker: str) -> str:
    """The young person's id. Aunty Bea is safe; Dazza Quillfeather poses a risk, and a row for the police names him."""
    by, now = User.objects.get(email=worker), clock.now()
    child = make_child(by=by, given_name="Kayla", family_name="Denholm")
    bea = children.add_person_around(
        by=by, child=child, name="Aunty Bea", kind="family", tie="strong", relation="aunt", telephone="01632 960311"
    )
    marks = dict.fromkeys(("safe", "telephone_safe", "email_safe", "address_safe"), "safe")
    PersonAround.objects.filter(pk=bea.pk).update(**marks)
    children.add_person_around(by=by, child=child, name="Dazza Quillfeather", kind="risk", tie="control")
    draft = assessments.start(by=by, child=child, now=now)
    values = {"indicator.M6.answer": "present", "child_words": "It’s just lifts.", "parents_words_missing": "Not yet."}
    assessments.save_step(by=by, assessment=draft, values=values, version=draft.version, now=now)
    ratings.save_own_view(by=by, assessment=draft, level="high", reason="He follows her.", now=now)
    level = ratings.Answers("high", "He follows her.", "not-yet-known", "not_known", "", "yes", "More help is needed.")
    plan = plans.draft_from(by=by, decision=ratings.decide(by=by, assessment=draft, answers=level, now=now), now=now)
    for text, copies in (
        ("Bea is the first person to ring: a text at 15 minutes late, a call, police after 15 more.", ["child"]),
        ("Kayla tells Bea where she is going, with whom and when she will be back, before leaving.", ["child"]),
        ("Police visit Dazza Quillfeather at Harbour Kebab.", ["professionals"]),
    ):
        row = {"text": text, "who": "Bea", "copies_for": copies}
        plans.add_action(by=by, plan=plan, outcome=1, values=row, now=now)
    return str(child.pk)
