"""Reading about attached files. Whoever sees a child by break-glass alone sees none of its files."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from safelight.access import permissions
from safelight.access.models import User
from safelight.access.roles import Permission
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.errors import NotFound
from safelight.files.choices import State
from safelight.files.models import AttachedFile, PoliceWord


def child_for(user: User, child_id: UUID | str) -> Child:
    """The child, for whoever may see what is attached; else ``NotFound``."""
    child = children.get(user, child_id)
    children.check_full_sight(user, child)
    return child


def files_of(child: Child) -> QuerySet[AttachedFile]:
    """Everything attached to this child's record, sealed and removed among it, newest first."""
    return AttachedFile.objects.filter(child=child).select_related("by", "sealed_by").order_by("-at", "pk")


def file_for(user: User, child_id: UUID | str, file_id: UUID | str) -> AttachedFile:
    """One entry of a child whom ``user`` sees, else ``NotFound``."""
    found = files_of(child_for(user, child_id)).filter(pk=file_id).first()
    if found is None:
        raise NotFound("file")
    return found


def kept_file_for(user: User, child_id: UUID | str, file_id: UUID | str) -> AttachedFile:
    """One file that may be downloaded, for whoever may; one that is sealed looks absent to everybody (HZ-11)."""
    permissions.check(user, Permission.PRINT)
    found = file_for(user, child_id, file_id)
    if found.state != State.KEPT:
        raise NotFound("file")
    return found


def sealed_file_for(user: User, child_id: UUID | str, file_id: UUID | str) -> AttachedFile:
    """A sealed file's entry, never the file, for whoever records what police said."""
    permissions.check(user, Permission.OPEN_SEALED)
    found = file_for(user, child_id, file_id)
    if found.state == State.KEPT:
        raise NotFound("file")
    return found


def police_words(file: AttachedFile) -> QuerySet[PoliceWord]:
    """What police said, oldest first."""
    return PoliceWord.objects.filter(file=file).select_related("by").order_by("at", "pk")


def sealed_of(child_ids: Collection[UUID]) -> list[tuple[AttachedFile, bool]]:
    """The sealed files of these children, each with whether it is recorded what police said."""
    spoke = PoliceWord.objects.filter(file=OuterRef("pk"))
    found = AttachedFile.objects.filter(child_id__in=child_ids, state=State.SEALED)
    return [(each, each.spoke) for each in found.annotate(spoke=Exists(spoke)).order_by("sealed_at", "pk")]


def has_sealed(child_id: UUID) -> bool:
    """Whether a sealed file of this child still lies here: then the record may not be disposed of."""
    return AttachedFile.objects.filter(child_id=child_id, state=State.SEALED).exists()


def sealed_now() -> list[dict[str, str]]:
    """What is sealed or removed, as plain values that survive a restore: give them to ``actions.seal_again``."""
    found = AttachedFile.objects.exclude(state=State.KEPT)
    return [
        {"id": str(each.pk), "state": each.state, "by": str(each.sealed_by_id), "at": each.sealed_at.isoformat()}
        for each in found
        if each.sealed_at is not None
    ]
