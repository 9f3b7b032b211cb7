"""A moment of which it is certain which one is meant: at 01:30 that comes twice the form asks which (HZ-43)."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from safelight.children.fields import MomentField, MomentWidget, PartsWidget
from safelight.core.clock import LONDON

FIRST, SECOND = "first", "second"


def comes_twice(moment: datetime) -> bool:
    """Whether the clock on the wall in London showed this time twice on that day."""
    local = moment.astimezone(LONDON).replace(tzinfo=LONDON)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


class SureMomentWidget(MomentWidget):
    """A day, a time, and where the time came twice, which one."""

    parts: tuple[str, ...] = (*MomentWidget.parts, "which")  # type: ignore[assignment]  # one box more

    def texts(self, value: Any) -> list[str]:
        """What stands in the boxes for a value."""
        if isinstance(value, datetime):
            which = (SECOND if value.astimezone(LONDON).fold else FIRST) if comes_twice(value) else ""
            return [*super().texts(value), which]
        return super().texts(value)


class SureMomentField(MomentField):
    """A day and a time in London, as a moment in UTC."""

    widget = SureMomentWidget

    def to_python(self, value: Any) -> datetime | None:
        """The moment, or None when all boxes are empty. ``ValidationError`` until it is said which of two is meant."""
        parts = value[:4] if isinstance(value, list) else value
        moment = super().to_python(parts)
        if moment is None:
            return None
        if comes_twice(moment):
            if value[4] not in (FIRST, SECOND):
                raise ValidationError(
                    _("The clocks went back that night, so this time came twice. Choose which."),
                    code="twice",
                )
            moment = moment.replace(fold=int(value[4] == SECOND))
        return moment.astimezone(UTC)


def asks_which(form: Any, name: str) -> bool:
    """Whether the form has to ask which of two moments is meant: what stands in the boxes came twice."""
    bound = form[name]
    widget = bound.field.widget
    if not isinstance(widget, PartsWidget):
        return False
    texts = widget.texts(bound.value())
    try:
        moment = MomentField(required=False).to_python(texts[:4])
    except ValidationError:
        return False
    return moment is not None and comes_twice(moment)
