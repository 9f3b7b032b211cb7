"""The child, who works with the child, what an edit replaced, and what makes a child findable."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow, VersionedPartnershipRow


class Level(models.TextChoices):
    """A level of risk, lowest first. A child that nobody has decided about has none, which is not Low."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    EXPLOITED = "exploited", _("Exploited")


# The levels at which the partnership's coordinator sees a child.
RAISED = (Level.MEDIUM, Level.HIGH, Level.EXPLOITED)


class Child(VersionedPartnershipRow):
    """A child or young person, as the record stands now; what was replaced is kept in ``ChildEdit``."""

    class Gender(models.TextChoices):
        """How the child describes themselves, as far as anybody has asked."""

        GIRL = "girl", _("Girl or young woman")
        BOY = "boy", _("Boy or young man")
        ANOTHER = "another", _("Describes themselves in another way")
        NOT_KNOWN = "not_known", _("Not known")

    class SocialCare(models.TextChoices):
        """Whether children's social care is involved, and how (P, details form)."""

        LOOKED_AFTER = "looked_after", _("Looked after child")
        CARE_LEAVER = "care_leaver", _("Care leaver")
        CHILD_PROTECTION = "child_protection", _("Child protection plan")
        CHILD_IN_NEED = "child_in_need", _("Child in need")
        OPEN_OTHER = "open_other", _("Open in another way, such as an assessment")
        NONE = "none", _("Not open to social care")
        NOT_KNOWN = "not_known", _("Not known")

    reference = models.CharField(max_length=20)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    known_as = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    date_of_birth_verified = models.BooleanField(default=False)
    estimated_age = models.PositiveSmallIntegerField(null=True, blank=True)
    estimated_on = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=20, choices=Gender.choices, default=Gender.NOT_KNOWN)
    ethnicity = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=200, blank=True)
    communication_needs = models.TextField(blank=True)
    # None is "not known", which is not the same as no.
    learning_disability = models.BooleanField(null=True, blank=True)
    address = models.TextField(blank=True)
    area = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    # Whether the child can be reached on it safely: a phone may have been given by somebody who does harm (SH-04).
    telephone_safe = models.CharField(
        max_length=12,
        choices=[("safe", _("Safe")), ("unsafe", _("Unsafe")), ("not_checked", _("Not checked"))],
        default="not_checked",
    )
    telephone_checked_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    telephone_checked_on = models.DateField(null=True, blank=True)
    parental_responsibility = models.TextField(blank=True)
    local_reference = models.CharField(max_length=60, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    social_care_status = models.CharField(max_length=20, choices=SocialCare.choices, default=SocialCare.NOT_KNOWN)
    social_worker = models.CharField(max_length=200, blank=True)
    social_work_case_number = models.CharField(max_length=60, blank=True)
    youth_justice_officer = models.CharField(max_length=200, blank=True)
    lead_professional = models.CharField(max_length=200, blank=True)
    school = models.CharField(max_length=200, blank=True)
    other_services = models.TextField(blank=True)
    extended_scope_reason = models.TextField(blank=True)
    lead_worker = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="leads_for", null=True, blank=True
    )
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    twin_of = models.ForeignKey("self", on_delete=models.PROTECT, related_name="twins", null=True, blank=True)
    # Copied from the last decision by ``actions.set_level`` alone, so that lists and sight need no other room.
    decided_level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    acting_level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    level_decided_on = models.DateField(null=True, blank=True)
    # Turning 18 (CH-11): what is planned, with whom, and the manager who looked at age and plan (RT-07).
    transition_started_on = models.DateField(null=True, blank=True)
    transition_notes = models.TextField(blank=True)
    transition_adult_contact = models.TextField(blank=True)
    transition_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    onward_plan_checked_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    onward_plan_checked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="children_reference_once"),
            models.CheckConstraint(
                condition=~models.Q(given_name="") | ~models.Q(family_name="") | ~models.Q(known_as=""),
                name="children_has_some_name",
            ),
            models.CheckConstraint(
                condition=models.Q(estimated_age__isnull=True, estimated_on__isnull=True)
                | models.Q(estimated_age__isnull=False, estimated_on__isnull=False),
                name="children_estimate_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(onward_plan_checked_by__isnull=True, onward_plan_checked_at__isnull=True)
                | models.Q(onward_plan_checked_by__isnull=False, onward_plan_checked_at__isnull=False),
                name="children_onward_plan_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(onward_plan_checked_by__isnull=True)
                | models.Q(transition_by__isnull=True)
                | ~models.Q(onward_plan_checked_by=models.F("transition_by")),
                name="children_nobody_checks_their_own_onward_plan",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "family_name", "given_name", "id"], name="children_by_name"),
            models.Index(
                fields=["partnership", "acting_level", "family_name", "given_name", "id"],
                name="children_by_acting_level",
            ),
            models.Index(
                fields=["partnership", "decided_level"],
                name="children_by_decided_level",
            ),
            models.Index(fields=["partnership", "date_of_birth"], name="children_by_birth"),
            models.Index(fields=["partnership", "nhs_number"], name="children_by_nhs_number"),
            models.Index(fields=["partnership", "upn"], name="children_by_upn"),
            models.Index(fields=["partnership", "local_reference"], name="children_by_local_ref"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def open_to_social_care(self) -> bool | None:
        """Whether children's social care has an open case; None when nobody knows."""
        if self.social_care_status == self.SocialCare.NOT_KNOWN:
            return None
        return self.social_care_status != self.SocialCare.NONE


class ChildEdit(FinalPartnershipRow):
    """One field that an edit replaced. Where two people wrote at once, what was not chosen stays readable too."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="edits")
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    not_chosen = models.TextField(blank=True)
    after_conflict = models.BooleanField(default=False)
    # The version of the record that this edit made: what stood at an older version can be worked out from it.
    version = models.PositiveIntegerField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["child", "at"], name="children_edits_by_child")]


class Involvement(PartnershipRow):
    """Somebody who works with the child, from a day until a day: it is what lets them see the record."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="involvements")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="involvements")
    role = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Who answers for what this person still had to do, from the day they left: their manager, until somebody takes it.
    answered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "user"],
                condition=models.Q(until__isnull=True),
                name="children_involved_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="children_involved_until_after_since",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "child", "until"], name="children_involved_user_child"),
            models.Index(fields=["child", "user", "until"], name="children_involved_child_user"),
        ]


class NameKey(PartnershipRow):
    """One way in which a child's name can be found: by sound, by spelling, by a short form."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "key"], name="children_name_key_once"),
        ]
        indexes = [models.Index(fields=["partnership", "key", "child"], name="children_by_name_key")]


class PossibleDuplicate(PartnershipRow):
    """Two records that may be of one child: for the coordinator alone, who says what they are."""

    class State(models.TextChoices):
        """What the coordinator has said."""

        OPEN = "open", _("To look at")
        SAME = "same", _("Looks like the same child")
        DIFFERENT = "different", _("Two different children")

    new = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    why = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(blank=True)
    found_at = models.DateTimeField()
    settled_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["new", "other"], name="children_duplicate_pair_once"),
            models.CheckConstraint(
                condition=models.Q(settled_by__isnull=True, settled_at__isnull=True)
                | models.Q(settled_by__isnull=False, settled_at__isnull=False),
                name="children_duplicate_who_and_when",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "found_at"], name="children_duplicates_open")]
