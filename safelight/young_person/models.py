"""The young person's plan: passages in their words, each goal paired with an action of the plan, and who helps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, VersionedPartnershipRow
from safelight.young_person.kinds import CHOICES, PARTS, Part


class Language(models.TextChoices):
    """The language that the young person wants to read it in."""

    ENGLISH = "en", _("English")
    WELSH = "cy", _("Cymraeg (Welsh)")
    BOTH = "both", _("English and Welsh")


class YoungPersonPlan(VersionedPartnershipRow):
    """One young person's plan beside one plan. ``number`` is its version: 1, and one more after each signing.

    ``first_reading_age`` is what the whole of it read like when there was first enough to measure.
    """

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="young_person_plans")
    plan = models.OneToOneField("plans.Plan", on_delete=models.PROTECT, related_name="young_person_plan")
    number = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=4, choices=Language.choices, default=Language.ENGLISH)
    first_reading_age = models.FloatField(null=True, blank=True)
    started_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()


class Passage(VersionedPartnershipRow):
    """Some words of the plan. A goal, and what adults will do to help, stands beside the action that it comes from.

    ``beside`` is the fingerprint of the action's words when the two of them last looked at both. ``welsh_of`` is that
    of the English words which ``welsh`` translates.
    """

    young_plan = models.ForeignKey(YoungPersonPlan, on_delete=models.PROTECT, related_name="passages")
    part = models.CharField(max_length=12, choices=[(part.value, label) for part, label in PARTS.items()])
    position = models.PositiveIntegerField()
    action = models.ForeignKey("plans.Action", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=16, choices=CHOICES, blank=True)
    words = models.TextField(blank=True)
    welsh = models.TextField(blank=True)
    welsh_of = models.CharField(max_length=64, blank=True)
    beside = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["young_plan", "part", "action"],
                condition=models.Q(removed_at__isnull=True, action__isnull=False),
                name="young_person_an_action_once",
            ),
            models.CheckConstraint(
                condition=models.Q(part__in=[Part.GOAL, Part.HELP], action__isnull=False)
                | ~models.Q(part__in=[Part.GOAL, Part.HELP]) & models.Q(action__isnull=True),
                name="young_person_goals_come_from_the_plan",
            ),
        ]


class PassageEdit(FinalPartnershipRow):
    """Words that gave way to others, or that met words saved before them: they stay readable (BE-08)."""

    class Kind(models.TextChoices):
        """What became of the words."""

        REPLACED = "replaced", _("Replaced")
        PUT_ASIDE = "put_aside", _("Put aside: somebody else had saved first")

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="edits")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField(blank=True)
    welsh = models.BooleanField(default=False)
    version = models.PositiveIntegerField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Helper(VersionedPartnershipRow):
    """Somebody who helps, as the young person calls them. Only helpers may be named in the plan.

    From the people around the child, from those who work with them, or somebody whom the young person named: then
    they stand on a print only once a coordinator or manager has looked (``HelperCheck``).
    """

    young_plan = models.ForeignKey(YoungPersonPlan, on_delete=models.PROTECT, related_name="helpers")
    person = models.ForeignKey(
        "children.PersonAround", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    called = models.CharField(max_length=80)
    telephone = models.CharField(max_length=60, blank=True)
    when_text = models.CharField(max_length=80, blank=True)
    trusted = models.BooleanField(default=False)
    trusted_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-trusted", "added_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(called=""), name="young_person_helper_has_a_name"),
            models.UniqueConstraint(
                fields=["young_plan"],
                condition=models.Q(trusted=True, removed_at__isnull=True),
                name="young_person_one_trusted_adult",
            ),
        ]


class HelperCheck(FinalPartnershipRow):
    """A coordinator or manager looked, unseen by the young person, at whom they chose (HZ-32)."""

    class Outcome(models.TextChoices):
        """What they found."""

        SAFE = "safe", _("Nothing speaks against it")
        UNSAFE = "unsafe", _("Not safe: talk with the young person first")

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="checks")
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    note = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(note=""), name="young_person_check_says_why")]


class NoName(FinalPartnershipRow):
    """A word with a capital that somebody said is nobody's name, such as that of a game."""

    young_plan = models.ForeignKey(YoungPersonPlan, on_delete=models.PROTECT, related_name="no_names")
    words = models.CharField(max_length=80)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Signing(FinalPartnershipRow):
    """One version as it was read together and signed: its words for good, by whom, and when."""

    young_plan = models.ForeignKey(YoungPersonPlan, on_delete=models.PROTECT, related_name="signings")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    signed_by = models.JSONField(default=list)  # [{"who": "young_person", "name": "…"}]
    signed_on = models.DateField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["young_plan", "number"], name="young_person_signed_once"),
        ]
