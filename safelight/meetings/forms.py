"""Forms of the meetings' pages. Each part of the meeting's page is a form of its own; its fields begin with its name,
so that no two on the page are alike. What can't stand in a record is the actions' to say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField, MomentField, TimeField
from safelight.children.forms import PlainForm, area_field, choice_field, text_field, tick_field
from safelight.core.errors import Invalid, WrongState
from safelight.meetings.models import PARTS, TYPES, WHAT_NOW, LevelAnswer, VoltEntry
from safelight.meetings.states import ABOUT_ONE_CHILD, FAMILY_PARTS, WhatNow
from safelight.plans.models import Rag

Choices = list[tuple[str, Any]]


class WhenForm(PlainForm):
    """When and where."""

    starts_at = MomentField(
        label=_("When"), required=False, help_text=_("For example 8 12 2026, 16:30. Choose a time the child can come.")
    )
    lasts = forms.IntegerField(
        label=_("How many minutes"), required=False, error_messages={"invalid": _("Enter how many minutes")}
    )
    place = text_field(_("Where"), help_text=_("Somewhere the child feels safe."))
    link = text_field(
        _("Video link"), help_text=_("Only people who are asked should have it. It is in no calendar file.")
    )
    purpose = area_field(_("What it is for"))

    def clean_starts_at(self) -> Any:
        """A meeting has a day and a time."""
        moment = self.cleaned_data["starts_at"]
        if moment is None:
            raise forms.ValidationError(_("Enter the day and the time"))
        return moment


class PlanForm(WhenForm):
    """A meeting about one child."""

    kind = choice_field(_("What sort of meeting?"), TYPES, _("Choose what sort of meeting it is"))
    chair_id = forms.ChoiceField(label=_("Who chairs it?"), required=False)
    chair_name = text_field(_("Or somebody else"), help_text=_("Name and role"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair_id"].choices = [("", _("Somebody else")), *people]  # type: ignore[attr-defined]


class GeneralPlanForm(PlanForm):
    """A meeting about several children, or none."""

    kind = choice_field(
        _("What sort of meeting?"),
        [(value, label) for value, label in TYPES if value not in {str(kind) for kind in ABOUT_ONE_CHILD}],
        _("Choose what sort of meeting it is"),
    )
    references = area_field(
        _("Which children is it about?"),
        help_text=_("Their references, one on each line, such as SL-7K3Q-93. Leave it empty if it is about none."),
    )


class GuestForm(PlainForm):
    """Somebody who is asked and stands on no list."""

    name = text_field(_("Name"))
    role = text_field(_("Role"))
    agency = text_field(_("Agency"))
    part = choice_field(_("They come as"), PARTS)

    def __init__(self, *args: Any, family: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(value, label) for value, label in PARTS if family or value not in set(map(str, FAMILY_PARTS))]
        self.fields["part"].choices = allowed  # type: ignore[attr-defined]


class PartForm(PlainForm):
    """A part of the meeting's page. ``what`` is its name, with which its fields begin."""

    what = ""

    def is_typed(self) -> bool:
        """Whether anything stands in any of its boxes."""
        return bool(self.typed())

    def typed(self) -> dict[str, str]:
        """What stands in its boxes, by the field, as texts; nothing for an empty one."""
        found = {}
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            parts = value if isinstance(value, (list, tuple)) else [value]
            text = " ".join(str(part).strip() for part in parts if part not in (None, False, "")).strip()
            if text:
                found[name] = text
        return found

    def kept(self) -> "PartForm":
        """As it was typed, with nothing said against it: it was not what was sent."""
        self._errors = ErrorDict()
        return self

    def refused(self, error: Invalid | WrongState) -> None:
        """Show what an action refused beside its field."""
        if isinstance(error, Invalid):
            begins = self.what.partition("-")[0]
            error = Invalid({f"{begins}_{field}" if field else "": text for field, text in error.errors.items()})
        super().refused(error)

    def error_links(self) -> list[dict[str, str]]:
        """As for any form; a part that stands several times on the page has its name before each of its ids."""
        links = super().error_links()
        if self.prefix:
            for link in links:
                if "href" in link:
                    link["href"] = f"#{self.add_prefix(link['href'].removeprefix('#'))}"
        return links

    def values(self) -> dict[str, Any]:
        """What was typed, without the name of the part."""
        begins = self.what.partition("-")[0]
        return {name.removeprefix(f"{begins}_"): value for name, value in self.cleaned_data.items()}


class ChildWordsForm(PartForm):
    """What the child says, or why that is missing."""

    what = "child"
    child_words = area_field(_("In their own words"))
    child_missing_reason = text_field(_("Or why their words are missing"))


class ParentsWordsForm(PartForm):
    """What the parents or carers say."""

    what = "parents"
    parents_words = area_field(_("In their own words"))
    parents_missing_reason = text_field(_("Or why their words are missing"))


class SaidForm(PartForm):
    """What somebody said that is about no row of the plan."""

    what = "said"
    said_speaker = text_field(_("Who is speaking"))
    said_words = text_field(_("What they say"))
    said_police = tick_field(_("Police information, or not for the family"))


class LevelForm(PartForm):
    """Whether the level is still right. It changes no level."""

    what = "level"
    level_answer = choice_field(_("Is the level still right?"), LevelAnswer.choices)
    level_words = area_field(_("Why"), help_text=_("In the words of whoever says so."))


def _noted(name: str, label: Any, hint: Any = "") -> type[PartForm]:
    fields = {"what": name, f"{name}_words": area_field(label, help_text=hint), "__doc__": f"Words about: {name}."}
    return type(f"{name.title()}Form", (PartForm,), fields)


WorkForm = _noted("work", _("What was agreed, and who does it"))
DisruptionForm = _noted(
    "disruption",
    _("What will stop the people who cause harm"),
    _("Which strategies were looked at, which are used, and who leads each."),
)
ContactForm = _noted(
    "contact", _("Whom the child goes to, and whom the parents go to"), _("Name and how to reach them.")
)
OutcomeForm = _noted("outcome", _("What the meeting came to"))


class CorrectionForm(PartForm):
    """What was wrong in a closed meeting."""

    what = "correction"
    correction_words = area_field(_("What was wrong, and what is right"))
    correction_for_family = tick_field(_("It may stand on the family’s copies"))


class DecisionForm(PartForm):
    """A decision that is no row of the plan."""

    what = "decision"
    decision_words = area_field(_("What was decided"))
    decision_who = text_field(_("Who does it"))
    decision_day = DayField(label=_("By which day"), required=False, help_text=_("For example 4 12 2026"))
    decision_police = tick_field(_("Police information, or not for the family"))


class NextForm(PartForm):
    """The date of the next meeting."""

    what = "next"
    next_day = DayField(label=_("Day"), required=False, help_text=_("For example 12 1 2027"))
    next_at = TimeField(label=_("Time"), required=False)
    next_place = text_field(_("Where"))


class VoltForm(PartForm):
    """A victim, offender, location or theme. There is one for each on the page; ``what`` ends with its kind."""

    volt_words = text_field(_("Who, where or what"))
    volt_known = text_field(_("What is known"))
    volt_source = text_field(_("Who says so, in general"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"volt-{kind}", **kwargs)
        self.what, self.kind = f"volt-{kind}", kind


class VoltOutForm(PartForm):
    """Why an entry is taken out; ``what`` ends with the entry's id."""

    volt_out_why = text_field(_("Why it is taken out"))

    def __init__(self, *args: Any, entry: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"volt_out-{entry}", **kwargs)
        self.what, self.entry = f"volt_out-{entry}", entry


PARTS_OF_PAGE: dict[str, type[PartForm]] = {
    form.what: form
    for form in (
        ChildWordsForm,
        ParentsWordsForm,
        SaidForm,
        LevelForm,
        WorkForm,
        DisruptionForm,
        ContactForm,
        OutcomeForm,
        DecisionForm,
        NextForm,
        CorrectionForm,
    )
}
# Parts that are never on a screen which is shown to the room.
HIDDEN_FROM_ROOM = ("disruption", "volt-", "volt_out-")


def page_forms(data: Mapping[str, Any] | None, entries: Iterable[str]) -> dict[str, PartForm]:
    """Every part of the meeting's page by its name: one form of the page holds them all, so that what stands in any
    of them comes with each button. ``entries`` are the ids of what stands in VOLT."""
    found: dict[str, PartForm] = {name: form(data) for name, form in PARTS_OF_PAGE.items()}
    found |= {f"volt-{kind}": VoltForm(data, kind=kind) for kind in VoltEntry.Kind.values}
    return found | {f"volt_out-{entry}": VoltOutForm(data, entry=entry) for entry in entries}


def is_for_police(form: PlainForm) -> bool:
    """Whether what is typed is ticked as police information."""
    return any(name.endswith("police") and form[name].value() for name in form.fields)


class RowForm(PlainForm):
    """One row of the plan: what is said of it, how it goes, what happens now. Two buttons send it. No colour is chosen
    beforehand: without one the row keeps the colour that it had."""

    speaker = text_field(_("Who is speaking"))
    said = text_field(_("What they say"))
    police = tick_field(_("Police information, or not for the family"))
    rag = choice_field(_("How is it going?"), Rag.choices)
    what_now = choice_field(_("What now"), WHAT_NOW)
    due_on = DayField(label=_("New date"), required=False, help_text=_("For example 12 1 2027. Empty: as it is."))
    words = area_field(_("In a sentence"), help_text=_("What was done, what changes, and why."))
    before_rag = forms.CharField(required=False)
    before_state = forms.CharField(required=False)
    before_due_on = forms.CharField(required=False)

    def is_typed(self) -> bool:
        """Whether anything stands in its boxes that would be lost."""
        given = self.cleaned_data
        typed = (given["said"], given["words"], given["due_on"], given["rag"], given["police"])
        return any(typed) or given["what_now"] not in ("", WhatNow.CARRY_ON)

    def before(self) -> dict[str, str]:
        """The row as it was when the page was opened."""
        given = self.cleaned_data
        return {name: given[f"before_{name}"] for name in ("rag", "state", "due_on")}


class WhyForm(PlainForm):
    """A reason why a meeting is called off."""

    why = area_field(_("Why does it not take place?"))
