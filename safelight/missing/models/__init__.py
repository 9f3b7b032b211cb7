"""Tables of the missing: episodes with their corrections, what is done while a child is away, and the interview."""

from safelight.missing.models.away import (
    AlertAsked,
    ContactAttempt,
    PublicityDecision,
    Sighting,
    WhileAway,
    WordSent,
)
from safelight.missing.models.episodes import (
    Episode,
    EpisodeCorrection,
    EpisodeMerge,
    FurtherReport,
    KeptForm,
    MergeUndone,
)
from safelight.missing.models.interviews import Interview, Recommendation, RecommendationFollowed

__all__ = [
    "AlertAsked",
    "ContactAttempt",
    "Episode",
    "EpisodeCorrection",
    "EpisodeMerge",
    "FurtherReport",
    "Interview",
    "KeptForm",
    "MergeUndone",
    "PublicityDecision",
    "Recommendation",
    "RecommendationFollowed",
    "Sighting",
    "WhileAway",
    "WordSent",
]
