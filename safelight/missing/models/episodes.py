"""Missing episodes: what is known of each, and every correction of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow, PartnershipRow, VersionedPartnershipRow
from safelight.missing.states import EpisodeState


class Episode(VersionedPartnershipRow):
    """A child is missing from a moment, until somebody has seen them in person (MS-01, HZ-34).

    ``missing_from`` and ``until`` are when it happened, ``reported_at`` is when we were told. ``told_by`` told us,
    ``reported_by`` took the report. A telephone call never ends an episode: ``seen_by`` names who saw the child.
    """

    class State(models.TextChoices):
        """Where it stands."""

        MISSING = EpisodeState.MISSING.value, _("Missing")
        RETURNED = EpisodeState.RETURNED.value, _("Returned")
        CLOSED = EpisodeState.CLOSED.value, _("Closed")
        ENTERED_IN_ERROR = EpisodeState.ENTERED_IN_ERROR.value, _("Entered in error")

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+")
    missing_from = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    told_by = models.CharField(max_length=300, blank=True)
    last_seen = models.TextField(blank=True)
    circumstances = models.TextField(blank=True)
    police_reference = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.MISSING)
    until = models.DateTimeField(null=True, blank=True)
    seen_by = models.CharField(max_length=300, blank=True)
    return_recorded_at = models.DateTimeField(null=True, blank=True)
    return_recorded_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    found_where = models.CharField(max_length=300, blank=True)
    found_with = models.TextField(blank=True)
    harm = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    error_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["missing_from", "pk"]
        indexes = [models.Index(fields=["child", "missing_from"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("missing_from")),
                name="missing_return_is_after_the_start",
            ),
            models.CheckConstraint(
                condition=models.Q(state="entered_in_error")
                | models.Q(state="missing", until__isnull=True)
                | (models.Q(state__in=["returned", "closed"], until__isnull=False) & ~models.Q(seen_by="")),
                name="missing_until_somebody_saw_the_child",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="entered_in_error") | ~models.Q(error_reason=""),
                name="missing_error_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(state="missing"), name="missing_one_open_episode_of_a_child"
            ),
        ]


class FurtherReport(FinalPartnershipRow):
    """Somebody else reported the same child while the episode stood: kept beside it, so that nothing said is lost."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="further_reports")
    missing_from = models.DateTimeField()
    told_by = models.CharField(max_length=300, blank=True)
    last_seen = models.TextField(blank=True)
    circumstances = models.TextField(blank=True)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class EpisodeCorrection(FinalPartnershipRow):
    """The times of an episode were corrected: what stood before, what stands since, and why."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="corrections")
    from_before = models.DateTimeField()
    from_after = models.DateTimeField()
    until_before = models.DateTimeField(null=True, blank=True)
    until_after = models.DateTimeField(null=True, blank=True)
    why = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class EpisodeMerge(FinalPartnershipRow):
    """Two episodes were one: ``other`` went into ``kept``. What both were before stands here, so it can be undone."""

    kept = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="merges")
    other = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="merged_into")
    kept_before = models.JSONField()
    other_before = models.JSONField()
    kept_after = models.JSONField()
    why = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class MergeUndone(FinalPartnershipRow):
    """A merge was taken back: both episodes stand again as they did."""

    merge = models.OneToOneField(EpisodeMerge, on_delete=models.PROTECT, related_name="undone")
    why = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class KeptForm(PartnershipRow):
    """What somebody typed into a form of this room that could not be saved as it was: shown to them again, and gone
    once it is saved (nothing typed is lost)."""

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    body = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["child", "by", "form"], name="missing_one_kept_form_each")]
