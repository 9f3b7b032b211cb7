"""A child with a network, and a short paper of which each kind of copy says something of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from safelight.access.models import User
from safelight.children import actions as children
from safelight.children.models import Child, PersonAround
from safelight.outputs import pdf
from safelight.outputs.content import Document, Paragraph, Section
from safelight.sharing import actions, papers
from safelight.sharing.actions import NewRecipient
from safelight.sharing.copies import CopyKind
from safelight.sharing.models import Circulation, Copy
from safelight.sharing.papers import Block, LeftOut, Paper, Rendered, Subject
from tests.factories.children import make_child
from tests.factories.people import make_agency, make_partnership, make_team, make_user

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
SUBJECT = uuid4()


def words(kind: str) -> str:
    """What one kind of copy says."""
    return f"These words are for {kind} alone."


def _render(user: User, child: Child, subject_id: UUID, version_id: UUID | None, copy_kind: CopyKind) -> Rendered:
    said = f"{words(copy_kind)} Copy {papers.copy_number()}."
    document = Document(title="Document", sections=(Section((Paragraph(said),)),))
    left_out = [LeftOut("The address", "Nobody chose it.")]
    return Rendered(pdf.render(document), left_out, [Block("Note", (words(copy_kind),))])


NOTE = Paper("test-note", "A note", _render, lambda _user, _child: Subject(SUBJECT, None, MONDAY, "The note"))


@dataclass
class Circle:
    """Who is around a child: a mother who is safe, a father whom nobody checked, a colleague, somebody from outside."""

    partnership_fields: dict[str, Any] = field(default_factory=lambda: {"is_demo": True})
    sender: User = field(init=False)
    colleague: User = field(init=False)
    manager: User = field(init=False)
    stranger: User = field(init=False)
    child: Child = field(init=False)
    mother: PersonAround = field(init=False)
    father: PersonAround = field(init=False)

    def __post_init__(self) -> None:
        papers.register(NOTE)
        partnership = make_partnership(**self.partnership_fields)
        team = make_team(make_agency(partnership, "social_care", "Kestrel Bay Children’s Services"))
        self.manager = make_user("manager", team=team, name="Tomasz Wray")
        self.sender = make_user(team=team, line_manager=self.manager, name="Rhian Castellan")
        self.colleague = make_user(team=team, line_manager=self.manager, name="Amina Farrow")
        self.stranger = make_user(agency=make_agency(partnership, "school", "Saltings Academy"), name="Tess Holloway")
        self.child = make_child(by=self.sender, given_name="Rowan", family_name="Marlowe", telephone="07700 900111")
        children.add_involvement(by=self.sender, child=self.child, user=self.colleague)
        self.mother = self.person("Maud Marlowe", "mother", email="maud@example.org", telephone="07700 900222")
        self.father = self.person("Piers Marlowe", "father", email="piers@example.org", telephone="07700 900333")
        self.mark(self.mother, "safe")

    def person(self, name: str, relation: str, kind: str = "family", **values: Any) -> PersonAround:
        """Somebody in the child's life; a parent unless said otherwise."""
        values.setdefault("has_parental_responsibility", kind == "family")
        return children.add_person_around(
            by=self.sender, child=self.child, name=name, relation=relation, kind=kind, tie="steady", **values
        )

    def mark(self, person: PersonAround, safe: str, **ways: str) -> PersonAround:
        """Say whether somebody, and each way of reaching them, is safe."""
        given = {"telephone_safe": safe, "email_safe": safe, "address_safe": safe, **ways}
        return children.mark_safe(by=self.sender, person=person, safe=safe, **given)

    def to(self, person: PersonAround) -> NewRecipient:
        """A parent as a recipient."""
        return NewRecipient(person.name, person.relation, CopyKind.PARENTS, person_around=person)

    @property
    def own(self) -> NewRecipient:
        """The child as a recipient."""
        return NewRecipient("Rowan Marlowe", "", CopyKind.CHILD, email="rowan@example.org", phone=self.child.telephone)

    def work(self, user: User) -> NewRecipient:
        """A professional with an account."""
        return NewRecipient(user.name, user.job_title, CopyKind.PROFESSIONAL, user=user)

    @property
    def outside(self) -> NewRecipient:
        """A professional without one, whom the record does not know."""
        return NewRecipient("Ivo Lark", "Youth club", CopyKind.PROFESSIONAL, email="ivo@example.org", phone="0100")

    def circulate(self, *recipients: NewRecipient, **values: Any) -> Circulation:
        """The note, to be sent to these: by default to everybody."""
        everybody: Sequence[NewRecipient] = recipients or (
            self.own,
            self.to(self.mother),
            self.to(self.father),
            self.work(self.colleague),
            self.outside,
        )
        given = {"paper": NOTE.kind, "subject_id": SUBJECT, "version_id": None, "from_at": MONDAY, **values}
        return actions.prepare_circulation(by=self.sender, child=self.child, recipients=everybody, **given)

    def copy(self, recipient: NewRecipient) -> Copy:
        """One copy that is ready to go."""
        return self.circulate(recipient).copies.get()

    def send(self, copy: Copy, channel: str = "link", code_by: str = "in_person") -> actions.Sent:
        """Send it."""
        return actions.send_copy(by=self.sender, copy=Copy.objects.get(pk=copy.pk), channel=channel, code_by=code_by)

    def decision(self, **values: Any) -> actions.NewDecision:
        """A decision to share that holds; ``values`` change it."""
        given: dict[str, Any] = {
            "share": True,
            "recipient": "Ivo Lark, youth club",
            "what": "What the plan asks of the club.",
            "why": "He sees Rowan on Thursdays.",
            "basis": "safeguarding",
            "consent": "refused",
            "consent_why": "Rowan fears the club will close to him.",
            "how": "link",
            "answers": dict.fromkeys(actions.QUESTIONS, True),
            "advice": "The safeguarding lead, today.",
            "told": "Rowan and his mother.",
            "safety": "The club keeps the door list to itself.",
        }
        return actions.NewDecision(**{**given, **values})
