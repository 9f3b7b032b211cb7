"""Finding the demo, and how to sign in to it."""

from dataclasses import dataclass

from safelight.access import queries as access
from safelight.access.models import Partnership
from safelight.demo import area


@dataclass(frozen=True)
class SignIn:
    """Somebody to sign in as, and what they show best."""

    email: str
    who: str
    shows: str


# Who shows what, in the order in which somebody new would look.
SHOWN: tuple[tuple[str, str], ...] = (
    ("rhian", "work of a social worker; Kayla Denholm"),
    ("priya", "a school’s safeguarding lead: start here; an assessment half done; Jaden Osei"),
    ("tomasz", "what waits for a manager"),
    ("joel", "a plan in force; Marnie Talbot-Reyes"),
    ("nadia", "the coordinator’s view of the area"),
)


def email_of(name: str) -> str:
    """The invented address of somebody of the area."""
    return f"{name.lower().replace(' ', '.')}@{area.DOMAIN}"


def demo_partnership() -> Partnership | None:
    """The demo of this installation, if it was made."""
    return access.partnerships().filter(is_demo=True).first()


def sign_ins() -> list[SignIn]:
    """The sign-ins to try first, and the administrator’s. All have the same password."""
    people = {person.key: person for person in area.PEOPLE}
    found = [SignIn(people[key].email, f"{people[key].name}, {people[key].post}", shows) for key, shows in SHOWN]
    name, post = area.ADMINISTRATOR
    return [*found, SignIn(email_of(name), f"{name}, {post}", "settings and people; sees no child")]
