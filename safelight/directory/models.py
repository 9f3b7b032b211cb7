"""What a partnership says of services itself, and when an address was last tried."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safelight.access.models import VersionedPartnershipRow
from safelight.core.models import FinalRow


class LocalService(VersionedPartnershipRow):
    """A service as this partnership knows it. With the code of a shipped one it stands in its place, whole.

    `confirmed_on` is the day on which somebody rang or looked, `confirmed_by` who did. Ages are whole years.
    """

    class Gender(models.TextChoices):
        """Whom it is for, where it is for some only."""

        ANY = "", _("Anyone")
        FEMALE = "female", _("Girls and women")
        MALE = "male", _("Boys and men")

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    about = models.TextField()
    areas = models.JSONField(default=list, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, default=Gender.ANY, blank=True)
    levels = models.JSONField(default=list, blank=True)
    refer = models.JSONField(default=list, blank=True)
    hours = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=300, blank=True)
    how = models.TextField(blank=True)
    closed = models.BooleanField(default=False)
    confirmed_on = models.DateField()
    confirmed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "code"], name="directory_service_once"),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(about=""), name="directory_service_named"),
            models.CheckConstraint(
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_to__isnull=True)
                | models.Q(age_from__lte=models.F("age_to")),
                name="directory_ages_in_order",
            ),
        ]


class AddressTried(FinalRow):
    """One try to open a resource's address. The same for every partnership: addresses are published."""

    class Outcome(models.TextChoices):
        """What came of it."""

        ANSWERS = "answers", _("It answers")
        DEAD = "dead", _("It did not open")

    code = models.SlugField(max_length=60)
    url = models.CharField(max_length=500)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    why = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["code", "at"], name="directory_tried")]
