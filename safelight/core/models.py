"""The base of every table."""

import uuid
from typing import Any

from django.db import models

from safelight.core.errors import Stale, WrongState


class Row(models.Model):
    """A row with a UUID key, so that an address tells nothing and rows can be made anywhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class FinalRow(Row):
    """A row that is written once: a decision, a snapshot, an entry. Saving it again is refused."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; a row that stands is never changed."""
        if not self._state.adding:
            raise WrongState(f"a {self._meta.verbose_name} is never changed once it is written")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: what was decided is kept."""
        raise WrongState(f"a {self._meta.verbose_name} is never deleted")


class VersionedRow(Row):
    """A row that several people may edit: each save names the version it was read at (BE-08)."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def save_over(self, expected: int, *fields: str) -> None:
        """Write ``fields`` if the stored version is still ``expected``; else raise ``Stale`` and write nothing."""
        values = {name: getattr(self, name) for name in fields}
        written = (
            type(self)._default_manager.filter(pk=self.pk, version=expected).update(**values, version=expected + 1)
        )
        if not written:
            current = type(self)._default_manager.get(pk=self.pk)
            raise Stale(
                "Somebody else saved this first.",
                version=current.version,
                current={name: getattr(current, name) for name in fields},
            )
        self.version = expected + 1
