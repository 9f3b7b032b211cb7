"""What this room adds to the joined views: the chronology, and the quiet look at whom a young person trusts (HZ-32)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children.chronology import ChronologyEntry, EntryKind
from safelight.children.models import Child
from safelight.core.clock import london_day
from safelight.duties import clock
from safelight.duties.types import ChildFacts, Closes, Duty
from safelight.duties.waiting import Waiting
from safelight.young_person import queries

LOOK = "HZ-32"
DAYS_TO_LOOK = 2


def chronology(user: User, child: Child) -> Iterable[ChronologyEntry]:
    """When it was begun, and each signing."""
    here = reverse("young_person:plan", kwargs={"child_id": child.pk})
    found = queries.of_children([child.pk])
    for young in found:
        title = _("The young person’s own plan begun")
        yield ChronologyEntry(young.started_at, EntryKind.PLAN, title, url=here, by_id=young.started_by_id)
    for signed in queries.signed_of(found):
        title = _("Version %(number)s of the young person’s own plan signed") % {"number": signed.number}
        yield ChronologyEntry(signed.at, EntryKind.PLAN, title, url=here, by_id=signed.by_id)


def duties(facts: Sequence[ChildFacts], now: datetime) -> list[Duty]:
    """A look at each helper of whom nobody has said that they are safe, and at the adult trusted most; by a coordinator
    or manager, unseen by the young person. In one query."""
    known = {each.child_id: each for each in facts}
    found = []
    for helper in queries.unchecked(known):
        child_id = helper.young_plan.child_id
        since = helper.trusted_at or helper.added_at
        due = clock.add_working_days(london_day(since), DAYS_TO_LOOK, helper.young_plan.partnership.jurisdiction)
        found.append(
            Duty(
                key=f"young-person-helper.{helper.pk}",
                code=LOOK,
                child_id=child_id,
                title=_("Look quietly at somebody whom the young person trusts"),
                why=_("They chose somebody for their own plan. Make sure that it is nobody who may harm them."),
                closes=Closes.RECORD,
                owner_id=None,
                owner_role="coordinator",
                due_at=clock.end_of_day(due),
                url=reverse("young_person:look", kwargs={"child_id": child_id, "helper_id": helper.pk}),
                act_label=_("Look"),
                since=since,
            )
        )
    return found


def waiting_for(user: User, now: datetime) -> list[Waiting]:
    """The same looks for a coordinator, who has them together and not child by child."""
    if not user.may(Permission.SEE_RAISED) or not user.may(Permission.NAME_CONFLICT):
        return []
    found = []
    for helper in queries.unchecked_seen_by(user):
        since = helper.trusted_at or helper.added_at
        due = clock.add_working_days(london_day(since), DAYS_TO_LOOK, helper.young_plan.partnership.jurisdiction)
        child_id = helper.young_plan.child_id
        found.append(
            Waiting(
                key=f"young-person-helper.{helper.pk}",
                who=_("A young person"),
                title=_("chose somebody for their own plan: look quietly whether they are safe"),
                why=_("The young person’s page shows nothing of it."),
                due_at=clock.end_of_day(due),
                url=reverse("young_person:look", kwargs={"child_id": child_id, "helper_id": helper.pk}),
                act_label=_("Look"),
            )
        )
    return found
