"""Definitions as they were imported, and which of them a partnership has adopted from when."""

from typing import ClassVar

from django.db import models

from safelight.access.models import FinalPartnershipRow
from safelight.core.models import FinalRow


class Definition(FinalRow):
    """One definition file as it was read: never changed, so that an assessment keeps what it was made with (RT-04).

    `content` is the file's data as JSON text, in the file's order. The same file for every partnership. One that is
    not `shipped` was handed in by people: only the partnerships with an `AuthoredTemplate` of it have it.
    """

    definition_id = models.SlugField(max_length=100)
    version = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    content = models.TextField()
    shipped = models.BooleanField(default=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["definition_id", "version", "sha256"], name="toolkits_definition_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} version {self.version}"


class Adoption(FinalPartnershipRow):
    """A partnership uses a definition from a day on, until the next adoption of the same kind.

    `kind` is what it is used as, not always what the file is: a toolkit is also adopted as a plan template.
    `by` is null only where the system set up a new partnership.
    """

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    from_date = models.DateField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "kind", "from_date"], name="toolkits_adopted_from"),
        ]

    def __str__(self) -> str:
        return f"{self.definition} from {self.from_date}"


class AuthoredTemplate(FinalPartnershipRow):
    """A plan template that somebody of a partnership handed in as a file."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partnership", "definition"], name="toolkits_template_authored_once"),
        ]

    def __str__(self) -> str:
        return f"{self.definition}, handed in"
