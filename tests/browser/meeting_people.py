"""Who meets on the site of a browser test; called by ``site.run``."""

from safelight.access.models import User
from safelight.children import actions as children
from safelight.core import clock
from safelight.plans import actions as plans
from safelight.plans import queries as plan_queries
from tests.browser.people import team
from tests.factories import make_child


def family() -> dict[str, str]:
    """A child with her mum, an aunt and a plan of two rows in force, one of them kept from the parents."""
    emails = team()
    worker, manager, colleague = (User.objects.get(email=emails[key]) for key in ("worker", "manager", "colleague"))
    child = make_child(by=worker, given_name="Kayla", family_name="Denholm", learning_disability=False)
    children.add_involvement(by=worker, child=child, user=colleague)
    for name, relation, parent in (("Dawn Denholm", "mum", True), ("Jo Denholm", "aunt", False)):
        person = children.add_person_around(
            by=worker,
            child=child,
            name=name,
            relation=relation,
            kind="family",
            tie="strong",
            has_parental_responsibility=parent,
        )
        children.mark_safe(
            by=worker, person=person, safe="safe", telephone_safe="safe", email_safe="safe", address_safe="safe"
        )
    plan = plans.begin(by=worker, child=child, now=clock.now())
    for text, copies, kept in (
        ("Dawn or Jo meets Kayla off the 38 on Fridays", ["professionals", "child", "parents"], {}),
        ("Police look at the car by the arcade", ["professionals"], {"parents": "Somebody would be warned."}),
    ):
        values = {"text": text, "who": "Dawn Denholm, mum", "copies_for": copies, "kept_from": kept}
        plans.add_action(by=worker, plan=plan, outcome=4, values=values, now=clock.now())
    plans.submit(by=worker, plan=plan, manager=manager, now=clock.now())
    sent = plan_queries.sent_version(plan)
    assert sent is not None
    plans.agree(by=manager, plan=plan, version_id=sent.pk, comment="", now=clock.now())
    return {**emails, "child": str(child.pk)}
