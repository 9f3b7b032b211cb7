"""What somebody would leave behind, as counts alone."""

from django.db.models import Exists, OuterRef, Q

from safelight.access.leaving import LeftBehind
from safelight.access.models import User
from safelight.children.models import Child, Involvement


def left_behind(user: User) -> LeftBehind:
    """With how many children somebody works now and how many they lead: an administrator sees no child."""
    works = Exists(Involvement.objects.filter(child=OuterRef("pk"), user=user, until=None))
    works_with = Child.objects.filter(works | Q(lead_worker=user))
    return LeftBehind(works_with.count(), Child.objects.filter(lead_worker=user).count())
