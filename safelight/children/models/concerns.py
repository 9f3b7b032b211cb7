"""Concerns and disclosures, and who has been told of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, VersionedPartnershipRow
from safelight.children.models.record import Child


class Concern(VersionedPartnershipRow):
    """Something that worries somebody. No indicator is needed, and no child need have been found yet."""

    class State(models.TextChoices):
        """draft → logged → linked to a child | closed with a reason."""

        DRAFT = "draft", _("Draft")
        LOGGED = "logged", _("Logged, no child yet")
        LINKED = "linked", _("About a child")
        CLOSED = "closed", _("Closed")

    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    children: "models.ManyToManyField[Child, ConcernChild]" = models.ManyToManyField(
        Child, through="ConcernChild", related_name="concerns"
    )
    what = models.TextField()
    when_text = models.TextField(blank=True)
    where_text = models.TextField(blank=True)
    source = models.TextField(blank=True)
    # What is known of a child whose record has not been found.
    about = models.TextField(blank=True)
    urgent = models.BooleanField(default=False)
    sent_to_coordinator = models.BooleanField(default=False)
    look_again_on = models.DateField()
    author = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    logged_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)
    closed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="children_concern_ref_once"),
            models.CheckConstraint(
                condition=models.Q(state="draft", logged_at__isnull=True)
                | (~models.Q(state="draft") & models.Q(logged_at__isnull=False)),
                name="children_concern_logged_when",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state="closed", closed_by__isnull=False, closed_at__isnull=False)
                    & ~models.Q(closed_reason="")
                )
                | (~models.Q(state="closed") & models.Q(closed_by__isnull=True, closed_at__isnull=True)),
                name="children_concern_closed_who_when_why",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "state", "created_at"], name="children_concerns_by_state"),
            models.Index(fields=["author", "state"], name="children_concerns_by_author"),
        ]

    def __str__(self) -> str:
        return self.reference


class ConcernChild(FinalPartnershipRow):
    """A child that a concern is about. One concern may be about several; each child's page shows it."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="links")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="concern_links")
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "child"], name="children_concern_child_once"),
        ]


class Disclosure(FinalPartnershipRow):
    """What a child told somebody, in the child's own words, written once and never changed (P B2)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="disclosures")
    said_at = models.DateTimeField()
    words = models.TextField()
    present = models.TextField()
    where_text = models.TextField(blank=True)
    what_was_asked = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child", "said_at"], name="children_disclosures_by_child")]


class AgencyTold(FinalPartnershipRow):
    """The record that an agency was told of a concern or a disclosure: who, when, with what reference (MS-09)."""

    class Agency(models.TextChoices):
        """Who has to be told."""

        POLICE = "police", _("Police")
        MASH = "mash", _("MASH")
        SOCIAL_CARE = "social_care", _("Children's social care")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="told", null=True, blank=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="told", null=True, blank=True)
    agency = models.CharField(max_length=20, choices=Agency.choices)
    who = models.CharField(max_length=200)
    told_at = models.DateTimeField()
    agency_reference = models.CharField(max_length=100)
    note = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(concern__isnull=False, disclosure__isnull=True)
                | models.Q(concern__isnull=True, disclosure__isnull=False),
                name="children_told_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~models.Q(who="") & ~models.Q(agency_reference=""),
                name="children_told_who_and_reference",
            ),
        ]
