"""A child who is missing, for the site of a browser test; called by ``site.run``, in a process of its own."""

from datetime import timedelta

from safelight.access.models import User
from safelight.core import clock
from tests.factories import make_child
from tests.factories.missing import make_episode


def away(worker: str) -> dict[str, str]:
    """A child with whom ``worker`` works, missing for three hours; gives back both ids."""
    by = User.objects.get(email=worker)
    child = make_child(by=by, given_name="Marnie", family_name="Oakshott")
    episode = make_episode(by=by, child=child, missing_from=clock.now() - timedelta(hours=3))
    return {"child": str(child.pk), "episode": str(episode.pk)}
