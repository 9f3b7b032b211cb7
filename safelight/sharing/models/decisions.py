"""Decisions to share something of a child with somebody, and decisions not to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import FinalPartnershipRow


class Basis(models.TextChoices):
    """The legal ground on which something is shared. Consent is asked apart: most sharing does not rest on it."""

    SAFEGUARDING = "safeguarding", _("To safeguard a child: the law asks agencies to work together")
    VITAL = "vital", _("To protect somebody’s life or body")
    CRIME = "crime", _("To prevent, find out or prosecute a crime")
    COURT = "court", _("A court or a law says that it has to be shared")
    CONSENT = "consent", _("They agreed, and could have said no")


class Consent(models.TextChoices):
    """Whether the child, or who decides for the child, agreed."""

    GIVEN = "given", _("Agreed")
    REFUSED = "refused", _("Did not agree")
    NOT_ASKED = "not_asked", _("Was not asked")


class How(models.TextChoices):
    """How it is sent."""

    LINK = "link", _("A link by e-mail, and its code in another way")
    LOCKED = "locked", _("A locked file by e-mail, and its passphrase in another way")
    PRINTED = "printed", _("On paper, by hand or by post")
    IN_PERSON = "in_person", _("In person: read together or handed over")
    TELEPHONE = "telephone", _("By telephone")
    OTHER = "other", _("In another way")


class SharingDecision(FinalPartnershipRow):
    """One decision about one recipient: who, what, why, on what ground, and how; or that it is not shared (SH-01).

    ``answers`` holds the six questions (SH-02) by their code, each true or false. ``consent_why`` says why not, where
    nobody agreed. ``advice`` is who was asked, or that nobody was; ``told`` who was told of the sharing, or why not;
    ``safety`` what was thought of everybody's safety (SH-05).
    """

    child = models.ForeignKey("children.Child", on_delete=models.PROTECT, related_name="sharing_decisions")
    share = models.BooleanField()
    recipient = models.CharField(max_length=200)
    what = models.TextField()
    why = models.TextField()
    basis = models.CharField(max_length=20, choices=Basis.choices, blank=True)
    consent = models.CharField(max_length=10, choices=Consent.choices)
    consent_why = models.TextField(blank=True)
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    answers = models.JSONField(default=dict)
    advice = models.TextField()
    told = models.TextField()
    safety = models.TextField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(recipient="") & ~models.Q(what="") & ~models.Q(why="") & ~models.Q(safety=""),
                name="sharing_decision_says_who_what_why",
            ),
            models.CheckConstraint(
                condition=models.Q(share=False) | (~models.Q(basis="") & ~models.Q(how="")),
                name="sharing_decision_to_share_has_a_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(consent="given") | ~models.Q(consent_why=""),
                name="sharing_decision_consent_or_why_not",
            ),
        ]
        indexes = [models.Index(fields=["child", "at"], name="sharing_decisions_by_child")]
