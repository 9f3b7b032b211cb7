"""Which room adds what to the joined views: each lower room defines the shape, the upper rooms fill it here."""

from uuid import UUID

from safelight.access.models import User
from safelight.assessments import events
from safelight.children import chronology
from safelight.children import queries as children
from safelight.duties import gate, registry
from safelight.duties.types import ChildFacts
from safelight.ratings import actions as rating_actions
from safelight.ratings import providers as ratings


def register() -> None:
    """Register every provider. Called once, when Django has loaded all rooms."""
    gate.register(_facts_for)
    registry.register(ratings.duties)
    chronology.register(ratings.chronology)
    events.on_withdrawn(rating_actions.assessment_withdrawn)


def _facts_for(user: User, child_id: UUID) -> ChildFacts:
    return children.facts([children.get(user, child_id)])[0]
