"""A partnership's own Word files for its forms, and from which day each is used."""

from django.db import models

from safelight.access.models import FinalPartnershipRow


class WordTemplate(FinalPartnershipRow):
    """A Word file that somebody handed in as the paper of a form (BE-14). Versions count up, and none ever changes."""

    form = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "form", "number"], name="outputs_word_templates_in_order")
        ]


class WordTemplateUse(FinalPartnershipRow):
    """From a day on a form is printed on this template, until the next use; without one, on the plain paper."""

    form = models.CharField(max_length=30)
    template = models.ForeignKey(WordTemplate, on_delete=models.PROTECT, related_name="uses", null=True, blank=True)
    from_date = models.DateField()
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["partnership", "form", "from_date"], name="outputs_word_used_from")]
