"""Who signs in to the site of a browser test; called by ``site.run``, in a process of its own."""

from datetime import date

from django.contrib.sessions.models import Session

from safelight.access import actions
from safelight.access.models import User
from safelight.children import actions as children
from safelight.core import clock
from safelight.toolkits import actions as toolkits
from safelight.toolkits.models import Definition
from tests.factories import PASSWORD, make_agency, make_child, make_partnership, make_team, make_user

MASH = "01632 960140"
NIGHTS = "01632 960141"


def administrator(email: str, password: str) -> str:
    """An empty partnership and its administrator; gives back the administrator's id."""
    user = actions.begin(area="Kestrel Bay", name="Ada Fictional", email=email, password=password)
    return str(user.pk)


def team() -> dict[str, str]:
    """A partnership on the Portsmouth toolkit, once on a site: a worker, a colleague and their manager.

    Gives back their three e-mail addresses and the password of all.
    """
    partnership = make_partnership(
        "Kestrel Bay",
        mash_telephone=MASH,
        mash_hours="weekdays 9:00 to 17:00",
        out_of_hours_telephone=NIGHTS,
        numbers_confirmed_on=clock.today(),
    )
    toolkits.adopt_first(
        partnership=partnership,
        definition=Definition.objects.get(definition_id="portsmouth-2016"),
        from_date=date(2020, 1, 1),
        now=clock.now(),
    )
    here = make_team(make_agency(partnership, "school", "Kestrel Bay Academy"), "Safeguarding")
    manager = make_user("manager", team=here, name="Grace Obi", job_title="Head of safeguarding")
    worker = make_user(team=here, line_manager=manager, name="Priya Nair", job_title="Designated safeguarding lead")
    colleague = make_user(team=here, line_manager=manager, name="Sam Hale", job_title="Youth worker")
    return {"worker": worker.email, "colleague": colleague.email, "manager": manager.email, "password": PASSWORD}


def child(worker: str, colleague: str, given_name: str) -> str:
    """A child with whom two people work, given by their e-mail addresses; gives back the child's id."""
    first, second = (User.objects.get(email=email) for email in (worker, colleague))
    made = make_child(by=first, given_name=given_name, family_name="Marlowe")
    children.add_involvement(by=first, child=made, user=second, role="Youth worker")
    return str(made.pk)


def end_sessions() -> int:
    """Ends every session, as time does; how many there were."""
    return Session.objects.all().delete()[0]
