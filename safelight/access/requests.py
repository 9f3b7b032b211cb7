"""Who is asking."""

from django.http import HttpRequest

from safelight.access.models import User
from safelight.core.errors import NotFound


def signed_in(request: HttpRequest) -> User:
    """The person signed in. Every view behind sign-in has one; anything else looks absent."""
    if not isinstance(request.user, User):
        raise NotFound("nobody is signed in")
    return request.user
