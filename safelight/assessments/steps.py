"""The steps of an assessment, in order. Rooms above add those that follow the toolkit's five."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safelight.access.models import User
from safelight.assessments.models import Assessment


class Status(StrEnum):
    """How far a step has come."""

    NOT_YET = "not yet"
    BEGUN = "begun"
    DONE = "done"
    CANNOT_START = "cannot start"


WORDS = {
    Status.NOT_YET: _("Not yet started"),
    Status.BEGUN: _("In progress"),
    Status.DONE: _("Completed"),
    Status.CANNOT_START: _("Cannot start yet"),
}


@dataclass(frozen=True)
class StepState:
    """A step's status for one assessment, and a word about it, such as how many lines have no answer."""

    status: Status
    note: str = ""


@dataclass(frozen=True)
class Step:
    """A step: its name, the address (takes ``child_id`` and ``assessment_id``), its place, and how far it is.

    One with nothing to fill in is not ``on_the_way``: it stands in the list of steps, and saving leads past it.
    """

    name: str | Promise
    url_name: str
    order: int
    state: Callable[[User, Assessment], StepState]
    on_the_way: bool = True


_steps: dict[str, Step] = {}


def register_step(step: Step) -> None:
    """Add a step; the same address again replaces it."""
    _steps[step.url_name] = step


def steps_for(user: User, assessment: Assessment) -> list[tuple[Step, str, StepState]]:
    """Every step in order, with its address and how far it is; a step without a page yet is left out."""
    found = []
    for step in sorted(_steps.values(), key=lambda step: step.order):
        try:
            address = reverse(step.url_name, kwargs={"child_id": assessment.child_id, "assessment_id": assessment.pk})
        except NoReverseMatch:
            continue
        found.append((step, address, step.state(user, assessment)))
    return found


def address_after(assessment: Assessment, url_name: str) -> str:
    """The address of the next step to fill in after the one named, or of the assessment when it is the last."""
    where = {"child_id": assessment.child_id, "assessment_id": assessment.pk}
    later = sorted((step for step in _steps.values() if step.order > _steps[url_name].order), key=lambda s: s.order)
    for step in (step for step in later if step.on_the_way):
        try:
            return reverse(step.url_name, kwargs=where)
        except NoReverseMatch:
            continue
    return reverse("assessments:assessment", kwargs=where)


def address_of(assessment: Assessment, url_name: str) -> str:
    """The address of a step by its name, such as one that a page asked to come back to; empty for any other name."""
    if url_name not in _steps:
        return ""
    return reverse(url_name, kwargs={"child_id": assessment.child_id, "assessment_id": assessment.pk})
