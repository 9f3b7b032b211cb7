"""Who takes part in a subject access request on the site of a browser test; called by ``site.run``."""

from safelight.access.models import User
from safelight.access.roles import Role
from safelight.children import actions as children
from safelight.core import clock
from safelight.governance import actions
from tests.browser.people import team
from tests.factories import PASSWORD, make_child, make_user


def asked() -> dict[str, str]:
    """A child with a little in the record, her worker's manager, and an information officer with a schedule."""
    emails = team()
    worker = User.objects.get(email=emails["worker"])
    officer = make_user(
        Role.INFORMATION_OFFICER, agency=worker.agency, name="Iris Penhale", job_title="Information officer"
    )
    child = make_child(by=worker, given_name="Tegan", family_name="Marlowe")
    children.add_person_around(
        by=worker, child=child, name="Dean Harker", kind="risk", tie="control", telephone="01632 960203"
    )
    children.log_contact(
        by=worker, child=child, kind="visit", words="Tegan saw DEAN’S car by the arches, at the market stall."
    )
    children.record_disclosure(
        by=worker, child=child, said_at=clock.now(), words="He waits for me.", present="Nobody else"
    )
    actions.adopt_schedule(by=officer, schedule_id="example-schedule", from_date=clock.today())
    return {
        "manager": emails["manager"],
        "officer": officer.email,
        "child": str(child.pk),
        "password": PASSWORD,
    }
