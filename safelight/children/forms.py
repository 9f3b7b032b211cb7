"""Forms of the child's pages. They only read what was typed; what may stand in a record is the actions' to say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.choices import ETHNICITIES, KNOWN
from safelight.children.fields import DayField, MomentField, PartsWidget, TimeField
from safelight.children.models import (
    Child,
    ContactNote,
    PersonAround,
    PossibleDuplicate,
    Promise,
    ReachableHours,
    Voice,
)
from safelight.core.errors import Invalid, WrongState


class PlainForm(forms.Form):
    """A form whose ids are its names, drawn by the macros of ``children/fields.html``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def texts(self, name: str) -> list[str]:
        """What stands in the boxes of a day or a moment."""
        bound = self[name]
        widget = bound.field.widget
        assert isinstance(widget, PartsWidget)
        return widget.texts(bound.value())

    def refused(self, error: Invalid | WrongState) -> None:
        """Show what an action refused beside its field, else above the form."""
        found: Mapping[str, str] = error.errors if isinstance(error, Invalid) else {"": str(error)}
        for field, sentence in found.items():
            self.add_error(field if field in self.fields else None, sentence)

    def error_links(self) -> list[dict[str, str]]:
        """The error summary: each sentence with a link to its field."""
        links: list[dict[str, str]] = []
        for name, sentences in self.errors.items():
            target = name
            if name in self.fields and isinstance(self.fields[name].widget, PartsWidget):
                target = f"{name}-day"
            for sentence in sentences:
                entry = {"text": str(sentence)}
                if name in self.fields:
                    entry["href"] = f"#{target}"
                links.append(entry)
        return links


def text_field(label: Any, required: Any = "", **kwargs: Any) -> forms.CharField:
    """A line of text; ``required`` is the sentence that asks for it."""
    errors = {"required": required} if required else {}
    return forms.CharField(label=label, required=bool(required), error_messages=errors, **kwargs)


def area_field(label: Any, required: Any = "", **kwargs: Any) -> forms.CharField:
    """Several lines of text."""
    return text_field(label, required, widget=forms.Textarea, **kwargs)


def choice_field(label: Any, choices: Any, required: Any = "", **kwargs: Any) -> forms.ChoiceField:
    """One of several answers."""
    errors = {"required": required, "invalid_choice": required or _("Choose from the list")}
    return forms.ChoiceField(label=label, choices=choices, required=bool(required), error_messages=errors, **kwargs)


def tick_field(label: Any, **kwargs: Any) -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=False, **kwargs)


class SearchForm(PlainForm):
    """What is known of the child that somebody looks for."""

    name = text_field(_("Name, or what they are called"))
    date_of_birth = DayField(label=_("Date of birth"), required=False)
    identifier = text_field(
        _("Reference or number"),
        help_text=_("Safelight reference, NHS number, unique pupil number, or your own case number"),
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be searched for."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error("name", _("Enter a name, a date of birth or a number"))
        return cleaned


class ChildForm(PlainForm):
    """The child's record, as P's details form has it and more."""

    given_name = text_field(_("Given name"))
    family_name = text_field(_("Family name"))
    known_as = text_field(_("Known as"), help_text=_("What they like to be called, or a nickname"))
    date_of_birth = DayField(label=_("Date of birth"), required=False)
    date_of_birth_verified = tick_field(_("Somebody has seen a document that shows it"))
    estimated_age = forms.IntegerField(
        label=_("Estimated age"),
        required=False,
        help_text=_("In years, if the date of birth is not known"),
        error_messages={"invalid": _("Enter an age in years, such as 14")},
    )
    gender = choice_field(_("Gender"), Child.Gender.choices, _("Choose from the list"))
    ethnicity = choice_field(_("Ethnic group"), ETHNICITIES)
    language = text_field(_("Language"), help_text=_("The language they speak best, and any others"))
    communication_needs = area_field(
        _("Communication needs"), help_text=_("Such as an interpreter, signing, large print, short sentences")
    )
    learning_disability = choice_field(_("Does the child have a learning disability?"), KNOWN)
    address = area_field(_("Address"))
    area = text_field(_("Area"), help_text=_("A part of town that tells two children apart, such as Northgate"))
    telephone = text_field(_("Telephone number"))
    parental_responsibility = area_field(_("Adult with parental responsibility"))
    local_reference = text_field(_("Local reference or CCM number"))
    nhs_number = text_field(_("NHS number"), help_text=_("10 digits"))
    upn = text_field(_("Unique pupil number"), help_text=_("A letter and 12 more characters"))
    social_care_status = choice_field(_("Children’s social care"), Child.SocialCare.choices, _("Choose from the list"))
    social_worker = text_field(_("Name of social worker"))
    social_work_case_number = text_field(_("Social care case number"))
    youth_justice_officer = text_field(_("Name of youth justice officer"))
    lead_professional = text_field(_("Lead professional"))
    school = text_field(_("School or college"))
    other_services = area_field(_("Other services involved"))
    extended_scope_reason = area_field(
        _("If they are 18 to 20: why this toolkit is used"),
        help_text=_("Such as a learning difficulty, a disability or leaving care"),
    )

    def clean_learning_disability(self) -> bool | None:
        """Yes, no, or None when nobody knows."""
        return {"yes": True, "no": False}.get(self.cleaned_data["learning_disability"])


def child_initial(values: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values as ``ChildForm`` shows them."""
    known = {True: "yes", False: "no", None: "not_known"}
    return {**values, "learning_disability": known[values.get("learning_disability")]}


class ConcernForm(PlainForm):
    """A concern, with or without a child."""

    urgent = choice_field(
        _("Is a child in danger now, or has a crime just happened?"),
        [
            ("yes", _("Yes. Choose this also if you have rung already: the next page asks whom you told")),
            ("no", _("No")),
        ],
        _("Say whether a child is in danger now"),
    )
    what = area_field(
        _("What have you seen or heard?"),
        _("Say what you have seen or heard, and what worries you. You need not be certain."),
        help_text=_("A worry is enough; no indicator is needed."),
    )
    when_text = text_field(_("When"))
    where_text = text_field(_("Where, or on which app"))
    source = text_field(_("How you know"), help_text=_("Seen by you, or told by whom"))
    about = area_field(
        _("Who it is about"),
        help_text=_("If the child’s record has not been found: name, nickname, age, school, description"),
    )
    sent_to_coordinator = tick_field(_("Send it to the partnership’s coordinator as well"))
    look_again_on = DayField(
        label=_("Look at it again on"), required=False, help_text=_("Leave empty for two weeks from today")
    )

    def clean_urgent(self) -> bool:
        """Whether it is urgent."""
        return self.cleaned_data["urgent"] == "yes"


class DisclosureForm(PlainForm):
    """What a child told somebody."""

    said_at = MomentField(
        label=_("When the child said it"), error_messages={"required": _("Enter when the child said it")}
    )
    words = area_field(
        _("The child’s own words"),
        _("Write what the child said, in the child’s own words"),
        help_text=_("As they said it. Do not tidy it, and do not add what you think it means."),
    )
    what_was_asked = area_field(
        _("What you asked or said"), help_text=_("Every question, word for word, if there was one")
    )
    present = area_field(_("Who was there"), _("Say who was there. If nobody else was, say so."))
    where_text = text_field(_("Where"))


class ToldForm(PlainForm):
    """Who was told, when, with what reference."""

    who = text_field(_("Who you spoke to"), _("Enter the name of the person you spoke to"))
    told_at = MomentField(label=_("When"), error_messages={"required": _("Enter when they were told")})
    agency_reference = text_field(
        _("Their reference"),
        _("Enter the reference they gave, or “none given”"),
        help_text=_("If they gave none, write “none given”"),
    )
    words = area_field(_("What was agreed"))


class CloseForm(PlainForm):
    """Why a concern is closed."""

    reason = area_field(_("Why it is closed"), _("Say why the concern is closed"))


class VoiceForm(PlainForm):
    """Wishes and feelings, or why they are missing."""

    whose = choice_field(_("Whose words"), Voice.Whose.choices, _("Say whose words these are"))
    words = area_field(_("In their own words"))
    missing_reason = area_field(
        _("If their words are missing, why"), help_text=_("Leave empty if there are words above")
    )
    said_on = DayField(label=_("When"), required=False)
    said_to = text_field(_("Who they said it to"))


class StrengthForm(PlainForm):
    """What is strong, what adds risk, what pushes and pulls."""

    code = choice_field(_("From the list"), [("", _("None of these"))])
    words = area_field(_("In words"))

    def __init__(self, kind: str, choices: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("None of these"))), *choices]


class PersonForm(PlainForm):
    """Somebody around the child."""

    name = text_field(_("Name, or what they are called"), _("Enter a name, or what they are called"))
    relation = text_field(_("Who they are to the child"), help_text=_("Such as mum, friend, youth worker, school"))
    kind = choice_field(_("In the picture"), PersonAround.Kind.choices, _("Say who they are to the child"))
    tie = choice_field(_("How the tie is"), PersonAround.Tie.choices, _("Say how strong the tie is"))
    telephone = text_field(_("Telephone number"))
    email = text_field(_("E-mail address"))
    address = area_field(_("Address"))
    to_know = area_field(_("To know"))
    has_parental_responsibility = tick_field(_("Has parental responsibility"))
    chosen_by_child = tick_field(_("The child chose them as the one to talk to first"))
    contact_for_parents = tick_field(_("The contact for the parents or carers"))


class SafeForm(PlainForm):
    """Whether contact is safe."""

    safe = choice_field(_("Contact with them"), PersonAround.Safe.choices, _("Choose one"))
    telephone_safe = choice_field(_("Their telephone"), PersonAround.Safe.choices, _("Choose one"))
    email_safe = choice_field(_("Their e-mail"), PersonAround.Safe.choices)
    address_safe = choice_field(_("A visit or a letter to them"), PersonAround.Safe.choices)

    def clean(self) -> dict[str, Any]:
        """What was left open is not checked, which counts as unsafe (SH-06)."""
        cleaned = super().clean() or {}
        open_ones = [field for field in ("email_safe", "address_safe") if not cleaned.get(field)]
        return {**cleaned, **dict.fromkeys(open_ones, PersonAround.Safe.NOT_CHECKED.value)}


class HoursForm(PlainForm):
    """Hours in which the child can reach somebody."""

    days = choice_field(_("Days"), ReachableHours.Days.choices, _("Choose the days"))
    start = TimeField(label=_("From"), error_messages={"required": _("Enter a time, such as 15:40")})
    end = TimeField(
        label=_("Until"),
        help_text=_("The same time as “from” means the whole day"),
        error_messages={"required": _("Enter a time, such as 15:40")},
    )


class ContactForm(PlainForm):
    """A visit, a call, a message, a try."""

    kind = choice_field(_("What it was"), ContactNote.Kind.choices, _("Choose what kind of contact it was"))
    happened_at = MomentField(label=_("When"), required=False, help_text=_("Leave empty for now"))
    with_whom = text_field(_("With whom"))
    reached = choice_field(
        _("How you reached them"),
        [],
        help_text=_("Choose it if it was one of these: then you are stopped where it may not be safe."),
    )
    words = area_field(_("What happened"), _("Say what happened"))
    next_way = area_field(
        _("If you did not reach them: what will services try next?"),
        help_text=_("Services have not yet found a way. Nothing closes, and no level falls, because of it."),
    )

    def __init__(self, ways: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reached"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("In another way"))), *ways]


class PromiseForm(PlainForm):
    """A promise to the child."""

    kind = choice_field(_("What it is"), Promise.Kind.choices, _("Choose what it is"))
    words = area_field(_("What the child was told"), _("Write what was promised"))
    due_on = DayField(label=_("By when"), error_messages={"required": _("Enter the day by which it will be kept")})


class PromiseOutcomeForm(PlainForm):
    """How a promise went."""

    outcome = choice_field(_("How it went"), Promise.Outcome.choices, _("Say whether it was kept"))
    words = area_field(_("In a sentence"))


class WorkerForm(PlainForm):
    """A colleague who works with the child."""

    user = choice_field(_("Colleague"), [], _("Choose a colleague"))
    role = text_field(_("As what"), help_text=_("Such as social worker, school nurse, youth worker"))

    def __init__(self, people: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Choose"))), *people]


class TransitionForm(PlainForm):
    """The move to adult services."""

    notes = area_field(_("What is planned"), _("Say what is planned for when they turn 18"))
    adult_contact = area_field(_("Who in adult services, and how to reach them"))


class SettleForm(PlainForm):
    """What two records are."""

    state = choice_field(
        _("These two records are of"),
        [
            (PossibleDuplicate.State.SAME, _("one child")),
            (PossibleDuplicate.State.DIFFERENT, _("two different children")),
        ],
        _("Say whether this is one child or two"),
    )
    words = area_field(_("How you know"), _("Say how you know"))
