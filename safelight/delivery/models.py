"""The outbox: messages with what is attached to them, and links that open one document with a code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import PartnershipRow
from safelight.delivery.states import Failure, MessageState

MESSAGE_STATES = [
    (MessageState.QUEUED, _("Waiting to be sent")),
    (MessageState.SENT, _("Sent")),
    (MessageState.NOT_DELIVERED, _("Not delivered")),
]
FAILURES = [
    (Failure.REFUSED, _("The address or its server refused it")),
    (Failure.RETURNED, _("It came back")),
    (Failure.UNREACHABLE, _("No mail server could be reached")),
    (Failure.HELD, _("It was held, because the record was put back from a backup")),
    (Failure.WITHDRAWN, _("It was taken back before it went")),
]


class Message(PartnershipRow):
    """An e-mail. Its subject names nobody. Once it has gone its words and what was attached are removed from here.

    ``message_id`` is the header by which a notice of failure finds it; ``outside_id`` is the carrier's own.
    """

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    to = models.EmailField()
    subject = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=15, choices=MESSAGE_STATES, default=MessageState.QUEUED)
    failure = models.CharField(max_length=12, choices=FAILURES, blank=True)
    transport = models.CharField(max_length=10, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    outside_id = models.CharField(max_length=60, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="queued", sent_at__isnull=True, failed_at__isnull=True)
                | models.Q(state="sent", sent_at__isnull=False, failed_at__isnull=True)
                | (models.Q(state="not_delivered", failed_at__isnull=False) & ~models.Q(failure="")),
                name="delivery_state_as_it_happened",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_try_at"], name="delivery_waiting")]


class Attachment(PartnershipRow):
    """A file that goes with a message. Its name names nobody."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=60)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()


class Link(PartnershipRow):
    """A document that somebody without an account opens once they have the link and, from another way, its code.

    Link and code are kept as keyed hashes alone. ``purpose`` says which room made it for which of its rows. The
    document is removed when the link ends. ``tries_left`` counts down with each wrong code.
    """

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    purpose = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    secret_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    file_name = models.CharField(max_length=60)
    content = models.BinaryField()
    made_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject_id"], name="delivery_links_by_subject")]
