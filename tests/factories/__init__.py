"""Partnerships, people and children for tests, all made through the actions: only states that can be reached."""

from tests.factories.children import make_child, make_concern
from tests.factories.people import PASSWORD, make_agency, make_partnership, make_team, make_user

__all__ = [
    "PASSWORD",
    "make_agency",
    "make_child",
    "make_concern",
    "make_partnership",
    "make_team",
    "make_user",
]
