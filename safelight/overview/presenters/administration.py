"""What waits for an administrator on My work: roles for a second to agree to, and numbers that nobody confirmed."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access import people_queries
from safelight.access.models import User
from safelight.access.roles import Permission, Role
from safelight.duties.waiting import Waiting


def waiting(user: User, now: datetime) -> list[Waiting]:
    """For administrators: offers of others that they can answer, and the numbers on every page if nobody rang them."""
    if not user.may(Permission.MANAGE_USERS):
        return []
    found = [
        Waiting(
            key=f"role-offer:{offer.pk}",
            who=offer.user.name,
            title=_("Agree to a role, or decline it: %(role)s") % {"role": Role(offer.role).label},
            why=_("%(name)s offered it. It is held when a second administrator agrees.")
            % {"name": offer.offered_by.name},
            due_at=None,
            url=reverse("access:people") + "#offers",
            act_label=_("Answer"),
        )
        for offer in people_queries.open_offers(user)
        if user.pk not in (offer.offered_by_id, offer.user_id)
    ]
    if user.partnership.numbers_confirmed_on is None:
        found.append(
            Waiting(
                key="numbers",
                who=user.partnership.area,
                title=_("Ring the numbers that stand on every page, and confirm them"),
                why=_("Nobody has confirmed them. People ring them when a child is in danger."),
                due_at=None,
                url=reverse("access:partnership"),
                act_label=_("Confirm"),
            )
        )
    return found
