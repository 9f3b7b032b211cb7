"""What is done with and around a child while a plan runs. Rows are written once; what became of one is another row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, VersionedPartnershipRow


class Recorded(FinalPartnershipRow):
    """Something about a child that somebody recorded."""

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Alert(Recorded):
    """An alert or marker that another agency keeps for this child (AL-01)."""

    class Kind(models.TextChoices):
        """Where it stands."""

        SEXUAL_HEALTH = "sexual_health", _("Sexual health clinic")
        WALK_IN = "walk_in", _("Walk-in clinic")
        GP = "gp", _("GP")
        EMERGENCY = "emergency", _("Emergency department")
        SCHOOL_NURSE = "school_nurse", _("School nurse’s files")
        MISPER = "misper", _("Police MISPER system")
        ADDRESS = "address", _("Police warning marker on an address")
        CRITICAL = "critical", _("Critical registration of an address or number")
        OTHER = "other", _("Somewhere else")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    where = models.CharField(max_length=300)
    told = models.CharField(max_length=300)
    why = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="support_alert_ends_after_it_begins",
            ),
        ]


class AlertEnded(FinalPartnershipRow):
    """An alert was taken away, and why."""

    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="ended")
    why = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Notice(FinalPartnershipRow):
    """Something came back from an alert. It asks for a look at the level."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="notices")
    came_at = models.DateTimeField()
    from_whom = models.CharField(max_length=300)
    words = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Looked(FinalPartnershipRow):
    """Somebody looked at the level after a notice."""

    class Outcome(models.TextChoices):
        """What they found."""

        RIGHT = "right", _("The level is still right")
        AGAIN = "again", _("A new assessment is needed")

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="looked")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Answer(models.TextChoices):
    """What somebody said when asked to agree."""

    AGREED = "agreed", _("Agreed")
    NOT_AGREED = "not_agreed", _("Did not agree")
    NOT_ASKED = "not_asked", _("Has not been asked")


class Monitoring(Recorded):
    """Watching over a child's telephone, place or posts: who agreed, and why it is proportionate (PL-14)."""

    class What(models.TextChoices):
        """What is watched."""

        TELEPHONE = "telephone", _("Calls and messages")
        PLACE = "place", _("Where they are")
        ONLINE = "online", _("What they do online")
        POST = "post", _("Letters and parcels")
        OTHER = "other", _("Something else")

    what = models.CharField(max_length=12, choices=What.choices)
    how = models.TextField()
    child_answer = models.CharField(max_length=12, choices=Answer.choices)
    child_words = models.TextField(blank=True)
    parents_answer = models.CharField(max_length=12, choices=Answer.choices)
    parents_words = models.TextField(blank=True)
    agreed_by = models.CharField(max_length=300)
    why = models.TextField()
    gentler = models.TextField()
    since = models.DateField()
    review_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(child_answer="agreed") | ~models.Q(child_words=""),
                name="support_monitoring_says_why_without_the_child",
            ),
            models.CheckConstraint(
                condition=models.Q(review_on__gt=models.F("since")), name="support_monitoring_is_reviewed_later"
            ),
        ]


class MonitoringReview(FinalPartnershipRow):
    """The watching was looked at again: it goes on until another day, or has ended."""

    monitoring = models.ForeignKey(Monitoring, on_delete=models.PROTECT, related_name="reviews")
    goes_on = models.BooleanField()
    review_on = models.DateField(null=True, blank=True)
    why = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(goes_on=True, review_on__isnull=False)
                | models.Q(goes_on=False, review_on__isnull=True),
                name="support_monitoring_goes_on_until_a_day",
            ),
        ]


class Restraint(Recorded):
    """Somebody held a child back by force (PL-15)."""

    happened_at = models.DateTimeField()
    where = models.CharField(max_length=300)
    by_whom = models.CharField(max_length=300)
    why = models.TextField()
    injuries = models.TextField(blank=True)
    child_words = models.TextField(blank=True)
    told = models.CharField(max_length=300)


class PlacementReview(Recorded):
    """Whether the placement is right was looked at, after repeated restraint."""

    words = models.TextField()
    child_words = models.TextField(blank=True)


class Move(Recorded):
    """A child was moved away: why, what else was thought of, and what goes on against the exploitation (PL-16)."""

    moved_on = models.DateField()
    away_from = models.CharField(max_length=300)
    to = models.CharField(max_length=300)
    reasons = models.TextField()
    alternatives = models.TextField()
    goes_on = models.TextField()
    child_words = models.TextField(blank=True)
    decided_by = models.CharField(max_length=300)


class Calm(Recorded):
    """What sets off, how it shows, what calms, what then (PL-17). Each saving is a new row; the highest counts."""

    number = models.PositiveIntegerField()
    triggers = models.TextField(blank=True)
    signs = models.TextField(blank=True)
    calms = models.TextField(blank=True)
    then = models.TextField(blank=True)
    made_with = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "number"], name="support_calm_in_order")]


class Work(Recorded):
    """A piece of direct work with a child (PL-18). `action_id` may name the plan's action that it carries out."""

    title = models.CharField(max_length=200)
    purpose = models.TextField()
    lead = models.CharField(max_length=300)
    action = models.ForeignKey("plans.Action", on_delete=models.PROTECT, related_name="+", null=True, blank=True)


class Session(VersionedPartnershipRow):
    """One session of it: planned, held or not held."""

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        NOT_HELD = "not_held", _("Not held")

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="sessions")
    planned_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    words = models.TextField(blank=True)
    child_words = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="planned") | ~models.Q(words=""), name="support_session_says_what_happened"
            ),
        ]


class Evaluation(FinalPartnershipRow):
    """What the work changed, and the report on its impact."""

    work = models.OneToOneField(Work, on_delete=models.PROTECT, related_name="evaluation")
    before = models.TextField()
    after = models.TextField()
    child_words = models.TextField(blank=True)
    report = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
