"""What a person chose about reminders, what was done once, and when the machine's own work was last done."""

from typing import ClassVar

from django.db import models

from safelight.access.models import FinalPartnershipRow, PartnershipRow
from safelight.core.models import Row


class OwnReminders(PartnershipRow):
    """What one person chose: without a row they get the digest and have no calendar feed.

    The feed's secret is kept as a keyed hash alone; null where there is none.
    """

    user = models.OneToOneField("access.User", on_delete=models.CASCADE, related_name="+")
    digest = models.BooleanField(default=True)
    calendar_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)  # none is no secret
    calendar_made_at = models.DateTimeField(null=True, blank=True)


class Run(FinalPartnershipRow):
    """Something that is done once for its ``key``, such as a person's digest of one day, and was.

    The constraint is what keeps it to once, also in two processes on two machines.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partnership", "kind", "key"], name="reminders_done_once"),
        ]


class Heartbeat(Row):
    """When one part of what runs by itself was last well. The same for every partnership; holds nothing of a record."""

    part = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
