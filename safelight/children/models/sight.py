"""Exceptions to who sees a child: restricted to named people, opened by break-glass, kept from somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow
from safelight.children.models.record import Child


class Restriction(PartnershipRow):
    """While it stands (``until`` is empty) only the people named see the child: a colleague's relative, say.

    ``review_on`` is the day by which a manager looks again whether it is still needed. It is lifted by a manager
    other than the one who made it, with a reason.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="restrictions")
    reason = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    review_on = models.DateField()
    reviewed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(until__isnull=True), name="children_restricted_once_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="children_restricted_says_why"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True, lifted_by__isnull=True, lifted_reason="")
                | (models.Q(until__isnull=False, lifted_by__isnull=False) & ~models.Q(lifted_reason="")),
                name="children_lifted_who_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by__isnull=True) | ~models.Q(lifted_by=models.F("by")),
                name="children_nobody_lifts_their_own",
            ),
        ]
        indexes = [models.Index(fields=["child", "until"], name="children_restricted_child")]


class RestrictionPerson(PartnershipRow):
    """Somebody who sees a restricted child, until they are taken off the list."""

    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name_plural = "restriction people"
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "user"],
                condition=models.Q(until__isnull=True),
                name="children_named_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True, removed_by__isnull=True)
                | models.Q(until__isnull=False, removed_by__isnull=False),
                name="children_named_until_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["user", "restriction", "until"], name="children_named_by_user")]


class GlassBroken(PartnershipRow):
    """Somebody who is not involved opened a child's record in an emergency, with a reason, for a set time.

    Nothing ends it: from ``until`` on (or from ``ended_early_at``) it simply gives no sight any more.
    """

    class Category(models.TextChoices):
        """Why it could not wait."""

        DANGER = "danger", _("A child may be in danger now")
        MISSING = "missing", _("A child is missing, or has just come back")
        AGENCY_ASKS = "agency_asks", _("Police, health or MASH need to know now")
        OUT_OF_HOURS = "out_of_hours", _("Their own workers can’t be reached, and it can’t wait")
        OTHER = "other", _("Another reason that can’t wait")

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="glass_broken")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=Category.choices)
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_early_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "glass broken"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="children_glass_says_why"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="children_glass_ends"),
            models.CheckConstraint(
                condition=models.Q(ended_early_at__isnull=True) | models.Q(ended_early_at__gte=models.F("since")),
                name="children_glass_ended_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "child", "until"], name="children_glass_by_user"),
            models.Index(fields=["child", "since"], name="children_glass_by_child"),
        ]


class GlassReview(FinalPartnershipRow):
    """A manager looked at one opening by break-glass and says whether it was right. Never the one who opened it."""

    class Outcome(models.TextChoices):
        """What the manager found."""

        APPROPRIATE = "appropriate", _("It was appropriate")
        NOT_APPROPRIATE = "not_appropriate", _("It was not appropriate")

    glass = models.OneToOneField(GlassBroken, on_delete=models.PROTECT, related_name="review")
    # Copied, so that the database itself can hold the rule of four eyes.
    broken_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    what_was_done = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(by=models.F("broken_by")), name="children_nobody_reviews_their_own"
            ),
            models.CheckConstraint(condition=~models.Q(what_was_done=""), name="children_glass_review_says_what"),
        ]


class ConflictExclusion(PartnershipRow):
    """Somebody is, or knows, the suspect: they and everybody whom they manage see nothing of this child (OV-05).

    What would be theirs goes to the independent reviewer. They are not told, and nothing on their pages tells them.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="exclusions")
    person = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    independent_reviewer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "person"],
                condition=models.Q(until__isnull=True),
                name="children_excluded_once_at_a_time",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="children_excluded_says_why"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("by")) & ~models.Q(person=models.F("independent_reviewer")),
                name="children_excluded_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True, ended_by__isnull=True, ended_reason="")
                | (models.Q(until__isnull=False, ended_by__isnull=False) & ~models.Q(ended_reason="")),
                name="children_exclusion_ended_who_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True) | ~models.Q(ended_by=models.F("person")),
                name="children_nobody_ends_their_own_exclusion",
            ),
        ]
        indexes = [models.Index(fields=["child", "person", "until"], name="children_excluded_child")]
