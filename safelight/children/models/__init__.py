"""The child's record and what is recorded about a child."""

from safelight.children.models.concerns import AgencyTold, Concern, ConcernChild, Disclosure
from safelight.children.models.people import PersonAround, ReachableHours
from safelight.children.models.record import (
    RAISED,
    Child,
    ChildEdit,
    Involvement,
    Level,
    NameKey,
    PossibleDuplicate,
)
from safelight.children.models.safety import Channel, ContactHaltDecision, WarningNote, WarningReview
from safelight.children.models.sight import (
    ConflictExclusion,
    GlassBroken,
    GlassReview,
    Restriction,
    RestrictionPerson,
)
from safelight.children.models.work import ContactNote, Promise, Strength, Voice

__all__ = [
    "RAISED",
    "AgencyTold",
    "Channel",
    "Child",
    "ChildEdit",
    "Concern",
    "ConcernChild",
    "ConflictExclusion",
    "ContactHaltDecision",
    "ContactNote",
    "Disclosure",
    "GlassBroken",
    "GlassReview",
    "Involvement",
    "Level",
    "NameKey",
    "PersonAround",
    "PossibleDuplicate",
    "Promise",
    "ReachableHours",
    "Restriction",
    "RestrictionPerson",
    "Strength",
    "Voice",
    "WarningNote",
    "WarningReview",
]
