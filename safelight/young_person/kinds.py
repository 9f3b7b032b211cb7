"""The kinds of goals that young people's plans have (N, example of a safety plan), as data. No database.

Each kind has questions that the two of them may talk about, and a way to begin. They are offered, never filled in.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What a goal is about."""

    GETTING_HOME = "getting_home"
    CURFEW = "curfew"
    PHONE = "phone"
    TELLING = "telling"
    ALCOHOL = "alcohol"
    CONFLICT = "conflict"
    FAMILY = "family"
    TRUSTED_ADULTS = "trusted_adults"
    OTHER = "other"


@dataclass(frozen=True)
class KindOfGoal:
    """What a kind is called, what to talk about, and how the words could begin."""

    label: Any
    talk_about: Any
    begin: Any


KINDS: dict[Kind, KindOfGoal] = {
    Kind.GETTING_HOME: KindOfGoal(
        _("Getting home and lifts"),
        _("How do you get home? Who can you ring for a lift? What if the plan falls through?"),
        _("I get home by …  If I can’t, I ring … and wait inside."),
    ),
    Kind.CURFEW: KindOfGoal(
        _("When I’m home, and the 15-minute rule"),
        _("What time is fair? After 15 minutes somebody rings. After 15 more they ask the police to find you."),
        _("I’m home by …  If I’m 15 minutes late, … rings me. After 15 more they ask for help to find me."),
    ),
    Kind.PHONE: KindOfGoal(
        _("Answering my phone"),
        _("What do you do when your phone rings and you can’t talk? What if the battery dies?"),
        _("If I can’t talk, I text one word. If my battery is low, I say so first."),
    ),
    Kind.TELLING: KindOfGoal(
        _("Telling where, who and what"),
        _("Where are you going, who with, what will you do? Whom do you tell, and how?"),
        _("Before I go out I tell … where I’m going, who with and what we will do."),
    ),
    Kind.ALCOHOL: KindOfGoal(
        _("Drink and drugs"),
        _("What helps you stay safer? Who stays with you? Nobody will tell you off for ringing."),
        _("If I drink, I stay with a friend I trust and I stop at …"),
    ),
    Kind.CONFLICT: KindOfGoal(
        _("Rows and fights"),
        _("What makes you angry? What calms you? Whom can you go to?"),
        _("When I get angry, I …  I can go to …"),
    ),
    Kind.FAMILY: KindOfGoal(
        _("Seeing and ringing my family"),
        _("Whom do you want to see? What would make it safe? Who is with you?"),
        _("I talk to … on …, and … is with me."),
    ),
    Kind.TRUSTED_ADULTS: KindOfGoal(
        _("Adults I trust"),
        _("Whom would you ring at night? What do you want them to do?"),
        _("I can ring … at any time. They come and get me and do not shout."),
    ),
    Kind.OTHER: KindOfGoal(_("Something else"), _("What else would help you be safe and happy?"), ""),
}
CHOICES = [(kind.value, each.label) for kind, each in KINDS.items()]


class Part(StrEnum):
    """The part of the plan that a passage stands in, in the order of the page."""

    WORRIES = "worries"
    GOOD = "good"
    GOAL = "goal"
    HELP = "help"
    NOT_FOLLOWED = "not_followed"
    HOW_LONG = "how_long"


PARTS: dict[Part, Any] = {
    Part.WORRIES: _("What we are worried about"),
    Part.GOOD: _("What is good"),
    Part.GOAL: _("What we agreed"),
    Part.HELP: _("What adults will do to help you"),
    Part.NOT_FOLLOWED: _("What happens if it does not work out"),
    Part.HOW_LONG: _("How long this plan lasts"),
}
# What one writes once; goals and help are as many as there are.
SINGLE = (Part.WORRIES, Part.GOOD, Part.NOT_FOLLOWED, Part.HOW_LONG)
PAIRED = frozenset({Part.GOAL, Part.HELP})
