"""Files attached to a child's record, and what police said about those that were sealed."""

from django.db import models
from django.db.models import Q

from safelight.access.models import FinalPartnershipRow, PartnershipRow, User
from safelight.children.models import Child
from safelight.files.choices import Kind, Outcome, State


class AttachedFile(PartnershipRow):
    """One file. The bytes lie in the data folder under this row's id; what the file was called stands here only."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    original_name = models.CharField("name on the computer it came from", max_length=255)
    extension = models.CharField("sort of file", max_length=5)
    size = models.PositiveIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.KEPT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="attached by")
    at = models.DateTimeField()
    sealed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["child", "-at"], name="files_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.KEPT, sealed_at__isnull=True, sealed_by__isnull=True)
                | Q(state__in=[State.SEALED, State.REMOVED], sealed_at__isnull=False, sealed_by__isnull=False),
                name="files_sealed_says_by_whom",
            ),
        ]


class PoliceWord(FinalPartnershipRow):
    """What police said about a sealed file, and who says so. Written once; a later word is another row."""

    file = models.ForeignKey(AttachedFile, on_delete=models.PROTECT, related_name="police_words")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    police_name = models.CharField(max_length=120)
    police_reference = models.CharField(max_length=60)
    told_at = models.DateTimeField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["file", "-at"], name="files_police_words")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(police_name="") & ~Q(police_reference=""), name="files_police_named_with_reference"
            ),
        ]
