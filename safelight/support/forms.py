"""Forms of this room; what has to be filled in is the actions' to say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safelight.children.fields import DayField, MomentField
from safelight.children.forms import PlainForm, area_field, choice_field, text_field
from safelight.support.models import Alert, Answer, Looked, Monitoring, Session

SESSIONS_AT_ONCE = 6


class AlertForm(PlainForm):
    """An alert placed with somebody."""

    kind = choice_field(_("Where it stands"), Alert.Kind.choices)
    where = text_field(_("Which one"), help_text=_("Such as the clinic’s name. No address of the child."))
    told = text_field(_("Who there was told"), help_text=_("Name and role."))
    why = area_field(_("What they are to look out for, and whom to ring"))
    since = DayField(label=_("Since"), required=False)
    until = DayField(label=_("Until"), required=False, help_text=_("Leave empty if it stands until somebody ends it."))


class EndForm(PlainForm):
    """An alert is taken away."""

    why = area_field(_("Why it was taken away"))


class NoticeForm(PlainForm):
    """Something came back."""

    from_whom = text_field(_("Who told you"), help_text=_("Name and role."))
    words = area_field(_("What they told you"))
    came_at = MomentField(label=_("When"), required=False, help_text=_("Leave empty for now"))


class LookForm(PlainForm):
    """The level was looked at."""

    outcome = choice_field(_("What you found"), Looked.Outcome.choices)
    words = area_field(_("Why"))


class MonitoringForm(PlainForm):
    """Watching over a child."""

    what = choice_field(_("What is watched over"), Monitoring.What.choices)
    how = area_field(_("How, and by whom"))
    child_answer = choice_field(_("What the young person said"), Answer.choices)
    child_words = area_field(_("In their own words, or why they have not been asked"))
    parents_answer = choice_field(_("What the parents or carers said"), Answer.choices)
    parents_words = area_field(_("In their own words"))
    agreed_by = text_field(_("Who decided it"), help_text=_("Name and role."))
    why = area_field(_("What danger it guards against, and why it is not too much"))
    gentler = area_field(_("What less intrusive ways you thought of"))
    since = DayField(label=_("From"), required=False)
    review_on = DayField(label=_("Ask again whether it is needed on"), required=False)


class MonitoringReviewForm(PlainForm):
    """Whether it goes on."""

    goes_on = choice_field(_("Is it still needed?"), [("yes", _("Yes, it goes on")), ("no", _("No, it has ended"))])
    why = area_field(_("Why"))
    review_on = DayField(label=_("If it goes on: ask again on"), required=False)


class RestraintForm(PlainForm):
    """A child was held back by force."""

    happened_at = MomentField(label=_("When"), required=False)
    where = text_field(_("Where"))
    by_whom = text_field(_("Who held the child"), help_text=_("Name and role."))
    why = area_field(_("What danger there was, and what was tried first"))
    injuries = area_field(_("Injuries, and who looked at them"))
    child_words = area_field(_("What the child says of it"))
    told = text_field(_("Who was told"), help_text=_("Such as the social worker and the parents."))


class PlacementForm(PlainForm):
    """The placement was looked at."""

    words = area_field(_("What was decided about the placement, and by whom"))
    child_words = area_field(_("What the child wants"))


class MoveForm(PlainForm):
    """A child was moved away."""

    moved_on = DayField(label=_("When"), required=False)
    away_from = text_field(_("Where from"))
    to = text_field(
        _("Where to"), help_text=_("As much as those who see this record need. No address that must stay secret.")
    )
    reasons = area_field(_("Why"))
    alternatives = area_field(_("What else was thought of, and why it was not chosen"))
    goes_on = area_field(_("What goes on against those who exploit the child"))
    child_words = area_field(_("What the child wanted"))
    decided_by = text_field(_("Who decided it"), help_text=_("Name and role."))


class CalmForm(PlainForm):
    """What sets off, and what calms."""

    triggers = area_field(
        _("What sets things off"), help_text=_("Times, places, messages, people, being hungry or tired.")
    )
    signs = area_field(_("How you can tell that it is building up"))
    calms = area_field(_("What calms"), help_text=_("In the young person’s own words if you can."))
    then = area_field(_("If it does not calm: what then, and whom to ring"))
    made_with = text_field(_("Made with"), help_text=_("Such as the young person and her aunt."))


class WorkForm(PlainForm):
    """A piece of direct work."""

    title = text_field(_("What it is called"), help_text=_("Such as healthy relationships, or staying safe online."))
    purpose = area_field(_("What it is about, and what it should change"))
    lead = text_field(_("Who leads it"), help_text=_("Name and role. One person, whom the young person gets on with."))
    action = choice_field(_("The action of the plan that it carries out"), [])

    def __init__(self, actions: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("None"))), *actions]
        for number in range(1, SESSIONS_AT_ONCE + 1):
            self.fields[f"session_{number}"] = DayField(
                label=_("Session %(number)s") % {"number": number}, required=False
            )

    @property
    def days(self) -> list[str]:
        """The names of the sessions' fields."""
        return [f"session_{number}" for number in range(1, SESSIONS_AT_ONCE + 1)]

    def dates(self) -> list[date]:
        """The days that were entered."""
        return [self.cleaned_data[name] for name in self.days if self.cleaned_data.get(name)]


class SessionForm(PlainForm):
    """How a session went."""

    state = choice_field(_("Was it held?"), [(Session.State.HELD, _("Yes")), (Session.State.NOT_HELD, _("No"))])
    words = area_field(
        _("What happened"), help_text=_("If it was not held: what gets in the way, and what services try next.")
    )
    child_words = area_field(_("What the young person says of it"))


class NewSessionForm(PlainForm):
    """One more session."""

    planned_on = DayField(label=_("Day of the session"), required=False)


class EvaluationForm(PlainForm):
    """What the work changed."""

    before = area_field(_("How things were before"))
    after = area_field(_("How they are now, and how you know"))
    child_words = area_field(_("What the young person says it changed"))
    report = area_field(_("What worked, what did not, what is next"))
