"""Forms of the plan's pages. They only read what was typed; what can't stand in a plan is the actions' to say."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField, MomentField, TimeField
from safelight.children.forms import PlainForm
from safelight.core.clock import LONDON
from safelight.core.errors import Invalid, WrongState
from safelight.plans.actions import Said
from safelight.plans.models import CopyFor, LowRiskPath, Rag, Target, TargetAgreement

Choices = list[tuple[str, str]]


def _text(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, **kwargs)


def _area(label: Any, **kwargs: Any) -> forms.CharField:
    return _text(label, widget=forms.Textarea, **kwargs)


class RowForm(PlainForm):
    """One action. Every field but the text may stay empty: what is missing is pointed out, never demanded."""

    text = _area(_("Action"), help_text=_("One thing, in words that the child could read."))
    owner_id = forms.ChoiceField(
        label=_("Whose work list is it on?"),
        required=False,
        help_text=_("Somebody who works with the child here. Leave it empty for anybody else."),
    )
    who = _text(_("Who by, name and role"))
    when_text = _text(_("When"), help_text=_("In words, such as “every Friday until half term”."))
    due_on = DayField(label=_("By which day"), required=False, help_text=_("For example 4 12 2026"))
    review_at = _text(_("To be reviewed at"))
    measure = _text(_("How will we know it worked?"), help_text=_("For example: home by 21:30 on four Fridays."))
    window_from = MomentField(
        label=_("When it happened, as far as is known"),
        required=False,
        help_text=_("The hours are counted from then. For example 19 11 2026, 22:30."),
    )
    handled_by = _text(_("Who may handle it"), help_text=_("Ask the police. Nobody else should touch it."))
    copies_for = forms.MultipleChoiceField(label=_("On copies for"), choices=CopyFor.choices, required=False)
    kept_from_child = _text(_("Kept from the young person’s copy, because"))
    kept_from_parents = _text(_("Kept from the parents’ or carers’ copy, because"))
    covers = forms.MultipleChoiceField(label=_("What it answers"), required=False)

    def __init__(self, *args: Any, people: Choices, recognised: Choices, evidence: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [("", _("Nobody who signs in here")), *people]  # type: ignore[attr-defined]
        self.fields["covers"].choices = recognised  # type: ignore[attr-defined]
        if not evidence:
            del self.fields["window_from"], self.fields["handled_by"]

    def values(self) -> dict[str, Any]:
        """What was typed, as ``queries.values_of`` gives it."""
        given = dict(self.cleaned_data)
        due_on = given.pop("due_on")
        found = {
            **given,
            "due_on": due_on.isoformat() if due_on else "",
            "kept_from": {"child": given.pop("kept_from_child"), "parents": given.pop("kept_from_parents")},
        }
        found = {name: value for name, value in found.items() if not name.startswith("kept_from_")}
        if "window_from" in found:
            found["window_from"] = found["window_from"].isoformat() if found["window_from"] else ""
        return found


def first_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row as its form shows them first."""
    moment = datetime.fromisoformat(values["window_from"]) if values["window_from"] else None
    return {
        **{name: value for name, value in values.items() if name not in ("kept_from", "due_on", "window_from")},
        "due_on": datetime.fromisoformat(values["due_on"]).date() if values["due_on"] else None,
        "window_from": moment.astimezone(LONDON) if moment else None,
        "kept_from_child": values["kept_from"].get("child", ""),
        "kept_from_parents": values["kept_from"].get("parents", ""),
    }


class NewRowForm(RowForm):
    """An action of our own, and the outcome that it is for."""

    outcome = forms.ChoiceField(label=_("Desired outcome"), error_messages={"required": _("Choose the outcome.")})

    def __init__(self, *args: Any, outcomes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", _("Choose an outcome")), *outcomes]  # type: ignore[attr-defined]


class ChooseForm(PlainForm):
    """The outcome for what is chosen from the toolkit; its own actions have theirs. The codes are posted beside it."""

    outcome = forms.ChoiceField(label=_("For which desired outcome?"), required=False)
    codes = forms.Field(required=False)

    def __init__(self, *args: Any, outcomes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", _("Choose an outcome")), *outcomes]  # type: ignore[attr-defined]


class HeaderForm(PlainForm):
    """The head of the plan, as the source has it (PL-02)."""

    role = _text(_("Your role"))
    meeting_on = DayField(label=_("Date of meeting"), required=False, help_text=_("For example 4 12 2026"))
    meeting_time = TimeField(label=_("Time"), required=False, help_text=_("For example 14:00"))
    made_with = _area(
        _("How the child and the family took part"),
        help_text=_("Who was there, what they asked for, what they agreed. If somebody was not, say why."),
    )


class WhyForm(PlainForm):
    """A reason: why something has no action, why a row is taken out, why the plan ends."""

    why = _area(_("Why?"))


class ProgressForm(PlainForm):
    """How an action is going."""

    state = forms.ChoiceField(label=_("How far is it?"), error_messages={"required": _("Choose how far it is.")})
    rag = forms.ChoiceField(
        label=_("How is it going?"), choices=Rag.choices, required=False, help_text=_("As you see it today.")
    )
    due_on = DayField(
        label=_("A new day, if it changes"), required=False, help_text=_("The day before it stays readable.")
    )
    text = _area(_("In a sentence"), help_text=_("What was done, what changed for the child, what stands in the way."))

    def __init__(self, *args: Any, states: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = states  # type: ignore[attr-defined]


class SubmitForm(PlainForm):
    """Whom to ask."""

    manager = forms.ChoiceField(label=_("Who is asked to agree it?"), required=False)

    def __init__(self, *args: Any, managers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].choices = managers  # type: ignore[attr-defined]


class AnswerForm(PlainForm):
    """What a manager says of the whole. What is said of rows is posted beside it."""

    comment = _area(
        _("What you say of the whole plan"), help_text=_("To return it, say here or on a row what to change.")
    )


def row_comments(posted: Mapping[str, Any], rows: Iterable[str]) -> dict[str, str]:
    """What was typed beside each row."""
    return {row: str(posted.get(f"row-{row}", "")) for row in rows}


class TargetForm(PlainForm):
    """One target for one month, with what each of the two said of it. Nothing is answered for anybody."""

    month = forms.ChoiceField(label=_("For which month?"), error_messages={"required": _("Choose the month.")})
    text = _area(_("The target"), help_text=_("Small and clear, in words that the young person uses."))
    child = forms.ChoiceField(
        label=_("What does the young person say?"), choices=TargetAgreement.Answer.choices, required=False
    )
    child_words = _text(_("The young person’s words, or why they were not asked"))
    parents = forms.ChoiceField(
        label=_("What do the parents or carers say?"), choices=TargetAgreement.Answer.choices, required=False
    )
    parents_words = _text(_("The parents’ or carers’ words, or why they were not asked"))

    def __init__(self, *args: Any, months: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months  # type: ignore[attr-defined]

    def said(self) -> dict[str, Said]:
        """What was said, by whose it is."""
        given = self.cleaned_data
        return {whose: Said(given[whose], given[f"{whose}_words"]) for whose in TargetAgreement.Whose.values}


class AgreementForm(PlainForm):
    """What somebody says of a target now."""

    whose = forms.ChoiceField(
        label=_("Who?"), choices=TargetAgreement.Whose.choices, error_messages={"required": _("Choose who said it.")}
    )
    answer = forms.ChoiceField(
        label=_("What do they say?"),
        choices=TargetAgreement.Answer.choices,
        error_messages={"required": _("Choose what they said.")},
    )
    words = _area(_("Their words, or why they were not asked"))

    def said(self) -> Said:
        """What was said."""
        return Said(self.cleaned_data["answer"], self.cleaned_data["words"])

    def refused(self, error: Invalid | WrongState) -> None:
        """What the action says of the one or the other belongs to the one field that is here."""
        if isinstance(error, Invalid):
            error = Invalid(
                {"words" if name.endswith("_words") else name: words for name, words in error.errors.items()}
            )
        super().refused(error)


class OutcomeForm(PlainForm):
    """How a target went."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Target.Outcome.choices,
        required=False,
    )
    outcome_words = _area(_("What helped, or what got in the way"))


class ConfirmationForm(PlainForm):
    """Which agency confirmed, and who said so for it."""

    agency = forms.ChoiceField(label=_("Which agency?"), error_messages={"required": _("Choose the agency.")})
    person = _text(_("Who said it for the agency, name and role"))

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]


class ReportForm(PlainForm):
    """What a report says, beside what the record has."""

    progress = _area(
        _("How the plan goes"), help_text=_("It begins with what was said of each action. Change it as you need.")
    )
    new_issues = _area(_("What is new"), help_text=_("New people, places, worries or good news since the last report."))


class SendReportForm(PlainForm):
    """Whom a report was sent to."""

    sent_to = _text(_("Whom was it sent to, and how?"), help_text=_("For example: the team, by secure e-mail."))


class LowRiskForm(PlainForm):
    """Who makes the plan at low risk. Neither is chosen for anybody."""

    path = forms.ChoiceField(label=_("Who makes the plan?"), choices=LowRiskPath.Path.choices, required=False)
    why = _area(_("Why?"))
