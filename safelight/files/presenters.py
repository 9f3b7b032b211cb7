"""What the pages of attached files show. Of a sealed file nothing but that it is sealed."""

from typing import Any

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children.models import Child
from safelight.files import queries
from safelight.files.choices import State
from safelight.files.models import AttachedFile


def listed(user: User, child: Child) -> list[dict[str, Any]]:
    """The entries of the list, newest first."""
    return [_row(user, each) for each in queries.files_of(child)]


def _row(user: User, file: AttachedFile) -> dict[str, Any]:
    kept = file.state == State.KEPT
    return {
        "id": file.pk,
        "kept": kept,
        "removed": file.state == State.REMOVED,
        "title": file.title if kept else _("Sealed file"),
        "kind": file.get_kind_display() if kept else "",
        "sort": file.extension.upper() if kept else "",
        "size": size(file.size) if kept else "",
        "by": file.by.name_and_role,
        "at": file.at,
        "sealed_by": file.sealed_by.name_and_role if file.sealed_by else "",
        "sealed_at": file.sealed_at,
        "may_download": kept and user.may(Permission.PRINT),
        "may_record": file.state == State.SEALED and user.may(Permission.OPEN_SEALED),
    }


def size(number: int) -> str:
    """A size in words that people use."""
    if number >= 1_000_000:
        return _("%(n)s MB") % {"n": f"{number / 1_000_000:.1f}"}
    return _("%(n)s kB") % {"n": max(1, round(number / 1000))}


def police(file: AttachedFile) -> dict[str, Any]:
    """The page on which somebody records what police said."""
    return {
        "sealed_at": file.sealed_at,
        "sealed_by": file.sealed_by.name_and_role if file.sealed_by else "",
        "removed": file.state == State.REMOVED,
        "words": [
            {
                "outcome": each.get_outcome_display(),
                "who": each.police_name,
                "reference": each.police_reference,
                "told_at": each.told_at,
                "words": each.words,
                "by": each.by.name_and_role,
            }
            for each in queries.police_words(file)
        ],
    }
