"""Partnerships, agencies, teams and people. ``PartnershipRow`` is the base of every table above this room."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from safelight.access.roles import PERMISSIONS, Permission, Role
from safelight.core.models import FinalRow, Row, VersionedRow


class Partnership(Row):
    """The agencies of one area. Nothing is ever seen or joined across partnerships."""

    name = models.CharField(max_length=200)
    area = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)
    jurisdiction = models.CharField(
        max_length=10, choices=[("england", "England"), ("wales", "Wales")], default="england"
    )
    # Local facts shown on every page: MASH, out of hours, and the day on which somebody confirmed them.
    mash_telephone = models.CharField(max_length=40, blank=True)
    mash_hours = models.CharField(max_length=100, blank=True)
    out_of_hours_telephone = models.CharField(max_length=40, blank=True)
    numbers_confirmed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class PartnershipRow(Row):
    """A row that belongs to one partnership."""

    partnership = models.ForeignKey("access.Partnership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class FinalPartnershipRow(FinalRow):
    """A row of one partnership that is written once and never changed."""

    partnership = models.ForeignKey("access.Partnership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class VersionedPartnershipRow(VersionedRow):
    """A row of one partnership that several people may edit; see ``VersionedRow.save_over``."""

    partnership = models.ForeignKey("access.Partnership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Agency(PartnershipRow):
    """A social care department, police force, school, health or voluntary service of the partnership."""

    class Kind(models.TextChoices):
        """What the agency is."""

        SOCIAL_CARE = "social_care", _("Children's social care")
        POLICE = "police", _("Police")
        HEALTH = "health", _("Health")
        SCHOOL = "school", _("School or college")
        YOUTH = "youth", _("Youth or youth justice service")
        VOLUNTARY = "voluntary", _("Voluntary service")
        PARTNERSHIP = "partnership", _("Partnership team or MASH")

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="access_agency_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(PartnershipRow):
    """People of one agency who work together under one manager."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, however it is capitalised."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail address."""
        return self.get(email__iexact=username or "")


class User(PartnershipRow, AbstractBaseUser):
    """A person who signs in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="people", null=True, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="people", null=True, blank=True)
    line_manager = models.ForeignKey("self", on_delete=models.PROTECT, related_name="manages", null=True, blank=True)
    language = models.CharField(max_length=5, default="en-gb")
    keys_on = models.BooleanField(default=True)  # single-letter keys in the matrix can be turned off (WCAG 2.1.4)
    is_active = models.BooleanField(default=True)
    # A password that an administrator handed over: it works until then, and opens nothing but the choice of one's own.
    password_must_change = models.BooleanField(default=False)
    temporary_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(line_manager__isnull=True) | ~models.Q(line_manager=models.F("id")),
                name="access_nobody_manages_themselves",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name_and_role(self) -> str:
        """``Priya Nair, safeguarding lead``: how a person is written on a page or a form."""
        return f"{self.name}, {self.job_title}" if self.job_title else self.name

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held now; read once for the life of this object."""
        return frozenset(Role(holding.role) for holding in self.role_holdings.all())

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """All that the roles allow."""
        return frozenset().union(*(PERMISSIONS[role] for role in self.roles))

    def may(self, permission: Permission) -> bool:
        """Whether any role held allows ``permission``."""
        return self.is_active and permission in self.permissions


class RoleHolding(PartnershipRow):
    """A role that a person holds, who gave it, and who agreed where two must: never themselves."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_holdings")
    role = models.CharField(max_length=30, choices=Role.choices)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="access_role_once"),
            models.CheckConstraint(
                condition=models.Q(given_by__isnull=True) | ~models.Q(given_by=models.F("user")),
                name="access_no_role_from_oneself",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True)
                | (~models.Q(agreed_by=models.F("user")) & ~models.Q(agreed_by=models.F("given_by"))),
                name="access_role_agreed_by_a_second",
            ),
        ]


class RoleOffer(PartnershipRow):
    """A role that one administrator wants to give and a second has to agree to; neither is who would hold it."""

    class Outcome(models.TextChoices):
        """What came of it; empty while it waits."""

        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_offers")
    role = models.CharField(max_length=30, choices=Role.choices)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(outcome=""), name="access_role_offered_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(offered_by=models.F("user")), name="access_no_role_offered_to_oneself"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="agreed")
                | (
                    models.Q(answered_by__isnull=False)
                    & ~models.Q(answered_by=models.F("user"))
                    & ~models.Q(answered_by=models.F("offered_by"))
                ),
                name="access_offer_agreed_by_a_second",
            ),
        ]


class KeptPost(PartnershipRow):
    """What somebody posted after their session had ended: shown to that person, and nobody else, after they
    sign in again, and then removed (nothing typed is lost)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    body = models.JSONField()
    at = models.DateTimeField()


class Count(Row):
    """How often one thing was done by one sender in one window of time (``access/limits.py``).

    ``who`` is a keyed hash, which tells nothing about the sender; the row is removed when its window has ended.
    """

    who = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "starts_at"], name="access_count_once")]
        indexes = [models.Index(fields=["ends_at"], name="access_counts_by_end")]


class SingleSignOnIdentity(PartnershipRow):
    """Which subject of the identity provider a person is, as a keyed hash. Bound at their first single sign-on, so that
    an e-mail address that is given to somebody else there does not open this person's records."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=64, unique=True)


class RememberedDevice(PartnershipRow):
    """A browser in which a person's second factor is not asked for again until a day (``access/remembered.py``).

    ``key`` is the hash of what the browser holds.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
