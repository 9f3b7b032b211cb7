"""Links and their codes: what stands in the address, and what is kept of it."""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "safelight.delivery.links"
_ID_BYTES, _SECRET_BYTES = 16, 24
CODE_DIGITS = 6


def new_token(partnership_id: UUID) -> str:
    """What stands in a link's address: the partnership's id, so that its rows can be looked at, and a secret."""
    return urlsafe_b64encode(partnership_id.bytes + secrets.token_bytes(_SECRET_BYTES)).decode()


def partnership_of(token: str) -> UUID | None:
    """The partnership that a token names; None for what is no token."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii"))
    except (ValueError, binascii.Error):
        return None
    return UUID(bytes=raw[:_ID_BYTES]) if len(raw) == _ID_BYTES + _SECRET_BYTES else None


def new_code() -> str:
    """Six digits, to be told in another way than the link."""
    return "".join(str(secrets.randbelow(10)) for _ in range(CODE_DIGITS))


def hash_of_token(token: str) -> str:
    """What is kept of a token."""
    return salted_hmac(SALT, token, algorithm="sha256").hexdigest()


def hash_of_code(token: str, code: str) -> str:
    """What is kept of a code: another for each link. Spaces and hyphens that somebody typed don't count."""
    typed = "".join(character for character in code if character.isdigit())
    return salted_hmac(SALT, f"{token}\0{typed}", algorithm="sha256").hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two hashes are the same, in a time that tells nothing."""
    return constant_time_compare(one, other)


def address(token: str) -> str:
    """The whole address, as it stands in an e-mail."""
    return settings.ADDRESS.rstrip("/") + reverse("delivery:link", args=[token])
