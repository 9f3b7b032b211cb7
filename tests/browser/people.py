"""Who signs in to the site of a browser test; called by ``site.run``, in a process of its own."""

from safelight.access import actions


def administrator(email: str, password: str) -> str:
    """An empty partnership and its administrator; gives back the administrator's id."""
    user = actions.begin(area="Kestrel Bay", name="Ada Fictional", email=email, password=password)
    return str(user.pk)
