"""Two agencies of one partnership, and an offer from the first to the second."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from safelight.access.models import User
from safelight.children import actions as children
from safelight.children.models import Child
from safelight.sharing import actions
from safelight.sharing.actions import Offer, Receiver
from safelight.sharing.models import Referral
from tests.factories.children import make_child
from tests.factories.people import make_agency, make_partnership, make_team, make_user

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@dataclass
class Two:
    """A school that works with a child, and social care that does not yet."""

    sender: User = field(init=False)
    sender_manager: User = field(init=False)
    sender_colleague: User = field(init=False)
    lead: User = field(init=False)
    manager: User = field(init=False)
    practitioner: User = field(init=False)
    child: Child = field(init=False)

    def __post_init__(self) -> None:
        partnership = make_partnership()
        school = make_team(make_agency(partnership, "school", "Saltings Academy"))
        care = make_team(make_agency(partnership, "social_care", "Kestrel Bay Children’s Services"))
        self.sender_manager = make_user("manager", team=school, name="Grace Obi")
        self.sender = make_user(team=school, line_manager=self.sender_manager, name="Tess Holloway")
        self.sender_colleague = make_user(team=school, line_manager=self.sender_manager, name="Sam Hale")
        self.lead = make_user("safeguarding_lead", team=care, name="Freya Lund")
        self.manager = make_user("manager", team=care, name="Tomasz Wray")
        self.practitioner = make_user(team=care, line_manager=self.manager, name="Rhian Castellan")
        self.child = make_child(by=self.sender, given_name="Rowan", family_name="Marlowe")
        children.add_involvement(by=self.sender, child=self.child, user=self.sender_colleague)
        children.nominate_lead_worker(by=self.sender, child=self.child, user=self.sender)

    def to(self, user: User | None = None) -> Receiver:
        """Social care, and perhaps one of its people."""
        agency = self.lead.agency
        assert agency is not None
        return Receiver(agency, user=user)

    def offer(self, *, by: User | None = None, to: Receiver | None = None, **values: Any) -> Referral:
        """Offered by the school to social care: a referral unless said otherwise."""
        given = {"kind": "referral", "name": "Rowan M", "why": "Late home, a new phone.", "asked": "A joint visit."}
        offer = Offer(**{**given, **values})
        return actions.offer(by=by or self.sender, child=self.child, to=to or self.to(), offer=offer)

    def transfer(self, **values: Any) -> Referral:
        """The same as a transfer after which the school keeps nothing."""
        return self.offer(**{"kind": "transfer", "keeps": "nothing", **values})
