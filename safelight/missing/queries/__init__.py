"""Reading missing episodes."""

from safelight.missing.queries.episodes import (
    by_id,
    child_in_sight,
    corrections_of,
    for_child,
    for_children,
    get,
    kept_form,
    live,
    merges_of,
    open_episode,
    open_episodes,
    overlapping,
    visible_episodes,
)

__all__ = [
    "by_id",
    "child_in_sight",
    "corrections_of",
    "for_child",
    "for_children",
    "get",
    "kept_form",
    "live",
    "merges_of",
    "open_episode",
    "open_episodes",
    "overlapping",
    "visible_episodes",
]
