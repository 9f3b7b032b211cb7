"""Messages from people without an account, and the door through which they come."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, VersionedPartnershipRow
from safelight.front_door.choices import Kind, Way
from safelight.front_door.hours import OfficeHours


class FrontDoor(VersionedPartnershipRow):
    """A partnership's ways in: whether messages are taken, the word in the address, and when they are read."""

    code = models.SlugField(max_length=40, unique=True)
    is_open = models.BooleanField(default=False)
    opens_at = models.TimeField(default=time(9))
    closes_at = models.TimeField(default=time(17))
    # Where "exit this page" leads: a page that nobody wonders about.
    exit_url = models.URLField(default="https://www.bbc.co.uk/weather")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership"], name="front_door_one_door"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="front_door_closes_after_it_opens"
            ),
        ]

    @property
    def hours(self) -> OfficeHours:
        """The office hours in which messages are read."""
        return OfficeHours(self.opens_at, self.closes_at, self.partnership.jurisdiction)


class Message(VersionedPartnershipRow):
    """What somebody without an account sent in, in their own words. Never joined to a child's record by itself."""

    class State(models.TextChoices):
        """See ``STEPS``: from which state to which."""

        RECEIVED = "received", _("Not read yet")
        PERHAPS_SPAM = "perhaps_spam", _("Perhaps spam, not read yet")
        READ = "read", _("Read")
        LOGGED = "logged", _("Logged as a concern")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    doubts = models.JSONField(default=list, blank=True)
    received_at = models.DateTimeField()
    words = models.TextField()
    about_whom = models.CharField(max_length=10, blank=True)
    name = models.TextField(blank=True)
    age = models.TextField(blank=True)
    where_text = models.TextField(blank=True)
    safe_way = models.CharField(max_length=20, blank=True)
    safe_contact = models.TextField(blank=True)
    safe_when = models.TextField(blank=True)
    not_to_know = models.TextField(blank=True)
    # The same words came twice while the first was unread: they stand together, and only the first is due.
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, related_name="repeats", null=True, blank=True)
    fingerprint = models.CharField(max_length=64)
    read_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    concern = models.ForeignKey(
        "children.Concern", on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    closed_reason = models.TextField(blank=True)
    closed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="front_door_reference_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["received", "perhaps_spam"], read_by__isnull=True, read_at__isnull=True)
                | (
                    ~models.Q(state__in=["received", "perhaps_spam"])
                    & models.Q(read_by__isnull=False, read_at__isnull=False)
                ),
                name="front_door_read_by_whom_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed")
                | (~models.Q(closed_reason="") & models.Q(closed_by__isnull=False, closed_at__isnull=False)),
                name="front_door_closed_who_when_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="logged") | models.Q(concern__isnull=False),
                name="front_door_logged_has_concern",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "received_at"], name="front_door_by_state")]


UNREAD = (Message.State.RECEIVED, Message.State.PERHAPS_SPAM)

# Every step that a message can take. A closed one can still be logged: closing it may have been a mistake.
STEPS: dict[Message.State, frozenset[Message.State]] = {
    Message.State.RECEIVED: frozenset({Message.State.READ}),
    Message.State.PERHAPS_SPAM: frozenset({Message.State.READ}),
    Message.State.READ: frozenset({Message.State.LOGGED, Message.State.ANSWERED, Message.State.CLOSED}),
    Message.State.ANSWERED: frozenset({Message.State.LOGGED, Message.State.ANSWERED, Message.State.CLOSED}),
    Message.State.LOGGED: frozenset(),
    Message.State.CLOSED: frozenset({Message.State.LOGGED}),
}


class Reply(FinalPartnershipRow):
    """That somebody was answered: how, when, by whom. Against their wishes only with a reason."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="replies")
    way = models.CharField(max_length=20, choices=Way.choices)
    wished = models.BooleanField()
    reason = models.TextField(blank=True)
    words = models.TextField()
    replied_at = models.DateTimeField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wished=True) | ~models.Q(reason=""), name="front_door_unwished_with_a_reason"
            ),
        ]
