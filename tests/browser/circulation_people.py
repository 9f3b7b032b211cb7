"""A child with a plan and a mother who is safe, on the site of a browser test; called by ``site.run``."""

from safelight.access.models import Partnership
from safelight.children import actions as children
from safelight.core import clock
from safelight.plans import actions as plans
from safelight.plans import queries
from safelight.sharing import actions
from safelight.sharing.actions import NewRecipient
from safelight.sharing.copies import CopyKind
from safelight.sharing.models import Copy
from tests.factories import PASSWORD
from tests.integration.assessments.world import NOW, make_world
from tests.integration.outputs.world import Printing


def circulated() -> dict[str, str]:
    """A plan that is to be sent to the mother, a father whom nobody checked, and somebody from outside."""
    with clock.at(NOW):
        world = make_world()
        Partnership.objects.filter(pk=world.partnership.pk).update(is_demo=True)
        plan = Printing(world).plan()
        for row in queries.actions_of(plan)[:2]:
            plans.edit_action(
                by=world.worker, action=row, values={"copies_for": ["parents"]}, version=row.version, now=NOW
            )
    worker, child = type(world.worker).objects.get(pk=world.worker.pk), world.child
    people = [
        children.add_person_around(
            by=worker,
            child=child,
            name=name,
            relation=relation,
            kind="family",
            tie="steady",
            email=f"{relation}@example.org",
            has_parental_responsibility=True,
        )
        for name, relation in (("Maud Denholm", "mother"), ("Piers Denholm", "father"))
    ]
    marks = {"safe": "safe", "telephone_safe": "safe", "email_safe": "safe", "address_safe": "safe"}
    children.mark_safe(by=worker, person=people[0], **marks)
    circulation = actions.prepare_circulation(
        by=worker,
        child=child,
        paper="plan",
        subject_id=plan.pk,
        version_id=None,
        from_at=clock.now(),
        recipients=[
            *(NewRecipient(one.name, one.relation, CopyKind.PARENTS, person_around=one) for one in people),
            NewRecipient("Ivo Lark", "Youth club", CopyKind.PROFESSIONAL, email="ivo@example.org"),
        ],
    )
    return {
        "worker": worker.email,
        "password": PASSWORD,
        "url": f"/children/{child.pk}/circulations/{circulation.pk}/",
    }


def link() -> str:
    """Where the link leads that was sent last."""
    sent = Copy.objects.get(person__relation="mother").sendings.latest("at")
    assert sent.message is not None
    return str(sent.message.body.rstrip().rsplit("/d/", 1)[1].strip("/"))
