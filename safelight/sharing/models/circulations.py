"""Copies of a paper about a child: who is to have which, how each went, and what came back."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, VersionedPartnershipRow
from safelight.sharing import copies
from safelight.sharing.copies import Channel, CopyKind
from safelight.sharing.models.decisions import SharingDecision

COPY_KINDS = [
    (CopyKind.CHILD, _("The young person’s copy")),
    (CopyKind.PARENTS, _("Parents’ or carers’ copy")),
    (CopyKind.PROFESSIONAL, _("Professionals’ copy")),
    (CopyKind.MASH, _("MASH’s copy")),
    (CopyKind.POLICE, _("Police’s copy")),
]
CHANNELS = [
    (Channel.LINK, _("A link by e-mail, and its code in another way")),
    (Channel.LOCKED, _("A locked file by e-mail, and its passphrase in another way")),
    (Channel.PRINTED, _("On paper, by post or left for them")),
    (Channel.IN_PERSON, _("In person: read together or handed over")),
]


class Circulation(FinalPartnershipRow):
    """One paper about a child that is to reach several people: the plan, its minutes, the young person's plan.

    ``paper`` is the code under which the paper's room registered it; ``subject_id`` and ``version_id`` are that
    room's own. ``from_at`` is the moment from which five working days run. ``meeting_id`` is the meeting it follows.
    """

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="circulations")
    paper = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    version_id = models.UUIDField(null=True, blank=True)
    meeting_id = models.UUIDField(null=True, blank=True)
    from_at = models.DateTimeField()
    prepared_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child", "prepared_at"], name="sharing_circulations_by_child")]

    @property
    def due_by(self) -> datetime:
        """The moment after which whatever has not gone is late; derived, never stored (PL-09)."""
        return copies.due_by(self.from_at, jurisdiction=self.partnership.jurisdiction)


class Copy(VersionedPartnershipRow):
    """One person's copy of it. Its state is worked out from what happened (``copies.stands``), never stored.

    ``reference`` is the copy's number, without meaning and without an order, so that it tells nothing of the others.
    ``sends`` counts how often it was sent. ``decision`` is the decision to share it, or not to.
    """

    circulation = models.ForeignKey(Circulation, on_delete=models.PROTECT, related_name="copies")
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=COPY_KINDS)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    person = models.ForeignKey(
        "children.PersonAround", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    decision = models.ForeignKey(
        SharingDecision, on_delete=models.PROTECT, related_name="copies", null=True, blank=True
    )
    sends = models.PositiveIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    acknowledged_how = models.TextField(blank=True)
    chased_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recalled_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="sharing_copy_number_once"),
            models.UniqueConstraint(
                fields=["circulation", "user"], condition=models.Q(user__isnull=False), name="sharing_copy_user_once"
            ),
            models.UniqueConstraint(
                fields=["circulation", "person"],
                condition=models.Q(person__isnull=False),
                name="sharing_copy_person_once",
            ),
            models.CheckConstraint(
                condition=models.Q(recalled_at__isnull=True, recalled_by__isnull=True)
                | (models.Q(recalled_at__isnull=False, recalled_by__isnull=False) & ~models.Q(recalled_why="")),
                name="sharing_recalled_who_when_why",
            ),
        ]


class Sending(FinalPartnershipRow):
    """One time that a copy went, and exactly what: the log of circulation (PL-09).

    ``sha256`` is of the bytes that went (before any lock). ``left_out`` pairs what was left out with why. What was
    sent by e-mail has a ``message``; what is opened here by a ``link`` has that.
    """

    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="sendings")
    channel = models.CharField(max_length=10, choices=CHANNELS)
    sent_to = models.CharField(max_length=254, blank=True)
    message = models.ForeignKey("delivery.Message", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    link = models.ForeignKey("delivery.Link", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    left_out = models.JSONField(default=list)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class CopyLine(FinalPartnershipRow):
    """That somebody left one line of one copy out, or put it back, and why. What was said last counts (SH-06).

    ``line`` is the key that the paper's room gave it; it holds no words.
    """

    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    line = models.CharField(max_length=60)
    shown = models.BooleanField()
    why = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["copy", "number"], name="sharing_lines_in_order"),
            models.CheckConstraint(condition=~models.Q(why=""), name="sharing_line_says_why"),
        ]
