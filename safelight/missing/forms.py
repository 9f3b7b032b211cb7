"""Forms of this room; what has to be filled in is the actions' to say."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from safelight.children.forms import PlainForm, area_field, choice_field, text_field
from safelight.missing.fields import SureMomentField, asks_which
from safelight.missing.models import AlertAsked, ContactAttempt
from safelight.missing.words import NEUTRAL

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
_NOW = _("Leave empty for now.")


class MissingForm(PlainForm):
    """A form of this room: it asks which of two moments is meant where the clock showed a time twice (HZ-43)."""

    def asks_which(self, name: str) -> bool:
        """Whether the time in these boxes came twice."""
        return asks_which(self, name)

    def typed(self) -> dict[str, str]:
        """What was typed, as it can be kept."""
        return {key: str(value) for key, value in self.data.items() if key not in ("csrfmiddlewaretoken", "about")}


def yes(value: str) -> bool | None:
    """The answer to a question of yes or no; None where nobody answered."""
    return {"yes": True, "no": False}.get(value)


class ReturnForm(MissingForm):
    """Somebody saw the child."""

    until = SureMomentField(label=_("When the child was seen"), required=False)
    seen_in_person = choice_field(
        _("How do you know?"),
        [
            ("person", _("Somebody saw the child in person")),
            ("call", _("By a call, a message or something that somebody said")),
        ],
    )
    seen_by = text_field(_("Who saw the child"), help_text=_("Name and role."))
    found_where = text_field(_("Where"))
    found_with = area_field(_("Who was with them"))
    harm = area_field(_("Any harm, and who looked at it"), help_text=_("Injuries, being frightened, new things."))


class PastForm(ReturnForm):
    """A whole episode that was over before anybody entered it."""

    field_order = ("missing_from", "until", "seen_in_person", "seen_by")
    missing_from = SureMomentField(label=_("Missing from"), required=False)
    told_by = text_field(_("Who reported it"), help_text=_("Name, and who they are to the child."))
    circumstances = area_field(_("What happened"))


class CorrectForm(MissingForm):
    """Other times."""

    missing_from = SureMomentField(label=_("Missing from"), required=False)
    until = SureMomentField(
        label=_("Seen in person"),
        required=False,
        help_text=_("Empty these boxes if the return was none: the child then counts as missing."),
    )
    why = area_field(_("Why the times change, and how you know"))


class WhyForm(MissingForm):
    """A reason."""

    why = area_field(_("Why"))


class JoinForm(MissingForm):
    """Two episodes were one."""

    other = choice_field(_("Which episode was the same time away?"), [])
    why = area_field(_("How you know that the child had not come back in between"))

    def __init__(self, choices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = list(choices)  # type: ignore[attr-defined]


class ReferenceForm(MissingForm):
    """The number that police gave."""

    police_reference = text_field(_("Police reference"), help_text=_("As they gave it, such as 0412 of 22 November."))


class AttemptForm(MissingForm):
    """What was tried."""

    how = choice_field(_("How"), ContactAttempt.How.choices)
    with_whom = text_field(_("Whom you tried to reach"), help_text=_("The child, or who they are to the child."))
    answered = choice_field(_("Was there an answer?"), YES_NO)
    words = area_field(_("What was said"))
    tried_at = SureMomentField(label=_("When"), required=False, help_text=_NOW)


class SightingForm(MissingForm):
    """The child was seen."""

    where = text_field(_("Where"))
    who = text_field(_("Who saw the child"))
    words = area_field(_("What they saw: clothes, who was there, a car"))
    police_told = text_field(_("Who at the police was told"))
    seen_at = SureMomentField(label=_("When"), required=False, help_text=_NOW)


class WordForm(MissingForm):
    """Word was sent."""

    text = choice_field(_("The text that was sent"), list(NEUTRAL.items()))
    sent_by = text_field(_("Who sent it"), help_text=_("The person whom the child trusts."))
    sent_at = SureMomentField(label=_("When"), required=False, help_text=_NOW)


class AlertForm(MissingForm):
    """Others were asked to look out."""

    whom = choice_field(_("Who was asked"), AlertAsked.Whom.choices)
    who = text_field(_("The person or desk that took it"))
    answer = area_field(_("What they answered"))
    asked_at = SureMomentField(label=_("When"), required=False, help_text=_NOW)


class PublicityForm(MissingForm):
    """Whether the public is told."""

    publish = choice_field(_("Is the public told?"), YES_NO)
    decided_by = text_field(_("Who decided it"), help_text=_("Name and role."))
    why = area_field(_("Why, and what was thought of the child’s safety afterwards"))


class OfferForm(MissingForm):
    """The interview was offered."""

    offered_by = text_field(_("Who offered it"), help_text=_("Name and role."))
    trusted = area_field(_("How you know that the child trusts them"))
    independent = choice_field(_("Are they independent of those who look after the child?"), YES_NO)
    not_independent_why = area_field(_("If not: why nobody independent could offer it"))
    offered_at = SureMomentField(label=_("When"), required=False, help_text=_NOW)


class AcceptForm(MissingForm):
    """The child said yes."""

    accepted_at = SureMomentField(label=_("When"), required=False, help_text=_NOW)


class DeclineForm(MissingForm):
    """The child said no, for now."""

    declined_words = area_field(_("In their own words, if they said why"))
    declined_at = SureMomentField(label=_("When"), required=False, help_text=_NOW)


RECOMMENDATIONS = 4


class CompleteForm(MissingForm):
    """It was held."""

    interviewer = text_field(_("Who held it"), help_text=_("Name and role."))
    where = text_field(_("Where"), help_text=_("As much as is needed."))
    child_words = area_field(_("In the child’s own words"), help_text=_("Or that they chose to say nothing."))
    account = area_field(_("What you learned"), help_text=_("Apart from the child’s own words."))
    pushes_and_pulls = area_field(_("What pushed or pulled the child away"))
    completed_at = SureMomentField(label=_("When"), required=False, help_text=_NOW)
    recommendation_1 = text_field(_("First recommendation"), help_text=_("Each becomes an action of the plan."))
    recommendation_2 = text_field(_("Second recommendation"))
    recommendation_3 = text_field(_("Third recommendation"))
    recommendation_4 = text_field(_("Fourth recommendation"))

    def recommendations(self) -> list[str]:
        """Those that were written."""
        return [self.cleaned_data[f"recommendation_{number}"] for number in range(1, RECOMMENDATIONS + 1)]


class FollowForm(MissingForm):
    """A recommendation becomes an action, or needs none."""

    outcome = choice_field(_("Make it an action for this outcome of the plan"), [])
    why_none = area_field(_("Or: what was done instead, or why nothing is needed"))

    def __init__(self, choices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = list(choices)  # type: ignore[attr-defined]
