"""What is done while a child is away: each row is written once (MS-05)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow
from safelight.missing.models.episodes import Episode


class WhileAway(FinalPartnershipRow):
    """Something that somebody recorded about an episode."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class ContactAttempt(WhileAway):
    """Somebody tried to reach the child, or somebody who may know where they are. An answer is not a return (HZ-34)."""

    class How(models.TextChoices):
        """By which way."""

        CALL = "call", _("Telephone call")
        TEXT = "text", _("Text or message")
        VISIT = "visit", _("Went there")
        ONLINE = "online", _("Online")
        OTHER = "other", _("Another way")

    tried_at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How.choices)
    with_whom = models.CharField(max_length=300)
    answered = models.BooleanField()
    words = models.TextField(blank=True)


class Sighting(WhileAway):
    """Somebody saw, or believes they saw, the child while they were away."""

    seen_at = models.DateTimeField()
    where = models.CharField(max_length=300)
    who = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    police_told = models.CharField(max_length=300, blank=True)


class WordSent(WhileAway):
    """The primary contact sent word that the child is thought of. Its text is one of ours, neutral to any reader."""

    sent_at = models.DateTimeField()
    text = models.TextField()
    sent_by = models.CharField(max_length=300)


class AlertAsked(WhileAway):
    """An alert was asked for: with whom, and what they answered."""

    class Whom(models.TextChoices):
        """Who was asked to look out (C, P, W)."""

        OUTREACH = "outreach", _("Outreach teams")
        OTHER_AREA = "other_area", _("Other areas")
        BORDERS = "borders", _("Ports and borders")
        TRANSPORT = "transport", _("Transport")
        HEALTH = "health", _("Health services")
        OTHER = "other", _("Somebody else")

    whom = models.CharField(max_length=12, choices=Whom.choices)
    who = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)


class PublicityDecision(WhileAway):
    """Whether the public is told that the child is missing: who decided, and why. A later decision replaces it."""

    publish = models.BooleanField()
    decided_by = models.CharField(max_length=300)
    why = models.TextField()
    decided_at = models.DateTimeField()
