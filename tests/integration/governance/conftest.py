"""A child with something of everything in the record, a manager who opens requests, an officer who answers them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.children import actions as children
from safelight.children.models import Child, Concern
from safelight.core import clock
from safelight.governance import actions, queries
from safelight.governance.models import Reason, SubjectAccessRequest
from safelight.toolkits import actions as toolkits
from tests.browser import people as record
from tests.factories import make_child, make_user

NOW = datetime(2026, 11, 24, 16, 1, tzinfo=UTC)
REASON = Reason.THIRD_PARTY.value


class Case:
    """One full record, and the people round a request about it."""

    def __init__(self) -> None:
        toolkits.import_definitions(now=NOW)
        emails = record.team()
        self.worker, self.colleague, self.manager = (
            User.objects.get(email=emails[key]) for key in ("worker", "colleague", "manager")
        )
        self.partnership = self.manager.partnership
        self.child = Child.objects.get(pk=record.full_record(emails["worker"], emails["colleague"], emails["manager"]))
        self.other = make_child(by=self.worker, given_name="Kyle", family_name="Marsh")
        self.shared: Concern = children.log_concern(
            by=self.worker,
            what="Rowan Tregear and Kyle’s brother were seen at the arches. Kyle Marsh paid; ring 07700 900123.",
            children=[self.child, self.other],
        )
        children.add_person_around(
            by=self.worker, child=self.child, name="Dean Harker", kind="risk", tie="control", to_know="Waits outside."
        )
        children.log_contact(
            by=self.worker,
            child=self.child,
            kind="visit",
            words="Rowan says DEAN’S car was there again. D.H. had his mate Ollie with him.",
        )
        self.officer = make_user(
            Role.INFORMATION_OFFICER, agency=self.manager.agency, name="Iris Penhale", job_title="Information officer"
        )
        self.second_officer = make_user(Role.INFORMATION_OFFICER, agency=self.manager.agency, name="Hal Unwin")
        self.stranger = make_user(Role.MANAGER, partnership=self.partnership, name="Ann Other")

    def opened(self, **values: object) -> SubjectAccessRequest:
        given: dict[str, object] = {
            "requested_by": "parent",
            "requester_name": "Lorna Tregear",
            "authority": "Birth certificate seen",
            "received_on": clock.today(),
        }
        return actions.open_request(by=self.manager, child=self.child, **{**given, **values})  # type: ignore[arg-type]

    def prepared(self, **values: object) -> SubjectAccessRequest:
        request = self.opened(**values)
        actions.check_identity(by=self.officer, request=request, how="Passport seen")
        actions.record_child_view(by=self.officer, request=request, view="I don’t want her to know about Dean.")
        actions.prepare(by=self.officer, request=request)
        return self.fresh(request)

    def in_review(self, **values: object) -> SubjectAccessRequest:
        request = self.prepared(**values)
        self.accept_all(request)
        actions.send_for_review(by=self.officer, request=request)
        return self.fresh(request)

    def agreed(self) -> SubjectAccessRequest:
        request = self.in_review()
        actions.agree(by=self.manager, request=request, sha256=self.sha256(request))
        return self.fresh(request)

    def accept_all(self, request: SubjectAccessRequest) -> None:
        for group in queries.groups(request):
            actions.decide_group(by=self.officer, request=request, key=group.key, state="accepted", reason=REASON)

    def sha256(self, request: SubjectAccessRequest) -> str:
        return queries.redacted_sha256(queries.entries_of(request))

    def fresh(self, request: SubjectAccessRequest) -> SubjectAccessRequest:
        return SubjectAccessRequest.objects.get(pk=request.pk)


@pytest.fixture
def case(db: None) -> Iterator[Case]:
    with clock.at(NOW):
        yield Case()


def years(number: int) -> timedelta:
    """So many years, and a little more."""
    return timedelta(days=366 * number)
