"""What somebody found out about a colleague's day that stood out in the audit log."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow


class BrowsingReview(FinalPartnershipRow):
    """A manager or coordinator asked about one day of one person, and says what came of it. Never one's own day."""

    class Outcome(models.TextChoices):
        """What came of asking."""

        EXPLAINED = "explained", _("It was part of their work")
        TALKED = "talked", _("It was not, and I talked with them about it")
        TAKEN_FURTHER = "taken_further", _("It was not, and I took it further")

    person = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    rules = models.JSONField()  # what stood out when it was reviewed: a code and a count each
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    words = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="oversight_one_review_a_day"),
            models.CheckConstraint(condition=~models.Q(by=models.F("person")), name="oversight_never_ones_own"),
            models.CheckConstraint(condition=~models.Q(words=""), name="oversight_says_what"),
        ]
