"""The audit log: one chain a partnership. Entries hold ids, kinds and counts, never content."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import models

from safelight.core.models import FinalRow


class Kind(models.TextChoices):
    """What sort of thing happened."""

    CHANGE = "change"
    VIEW = "view"
    SEARCH = "search"
    DOWNLOAD = "download"
    REFUSAL = "refusal"
    SIGN_IN = "sign-in"


class Chain(models.Model):
    """The head of one partnership's chain: how long it is and the hash of its last entry."""

    partnership_id = models.UUIDField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)


class Entry(FinalRow):
    """One thing that somebody did, saw or was refused. Ids are text: nothing here joins to what it names."""

    partnership_id = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    child_id = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership_id", "sequence"], name="audit_one_entry_a_place"),
        ]
        indexes = [
            models.Index(fields=["child_id", "at"], name="audit_by_child"),
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
            models.Index(fields=["partnership_id", "at"], name="audit_by_day"),
        ]

    def computed_hash(self) -> str:
        """SHA-256 over every field and the hash of the entry before, in a fixed order."""
        content: dict[str, Any] = {
            "partnership": str(self.partnership_id),
            "sequence": self.sequence,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": self.actor,
            "kind": self.kind,
            "action": self.action,
            "subject": [self.subject_kind, self.subject_id],
            "child": self.child_id,
            "counts": self.counts,
            "previous": self.previous_hash,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
