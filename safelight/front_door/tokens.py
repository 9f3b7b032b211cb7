"""The hidden token of a form: signed, without a session and without a cookie.

It says for which form it was made and when, nothing about who opened it. It keeps out what posts without looking at
the form, and tells what was sent faster than anybody writes. It is no lock: a message without a good token is kept,
and marked. A page elsewhere that makes a browser post here gains nothing that its owner could not post himself,
because the form acts for nobody: no cookie, no account. So no cookie against forged requests is needed.
"""

from datetime import UTC, datetime, timedelta

from django.core import signing

SALT = "safelight.front_door.form"
TOO_QUICK = timedelta(seconds=4)
TOO_OLD = timedelta(hours=24)


def new_token(form: str, now: datetime) -> str:
    """The token of ``form`` (door and kind) as it is shown at ``now``."""
    return signing.Signer(salt=SALT).sign_object([form, int(now.timestamp())])


def age_of(token: str, form: str, now: datetime) -> timedelta | None:
    """How long ago ``form`` was shown; None for a token that is none, or another form's."""
    try:
        told, shown = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if told != form or not isinstance(shown, int):
        return None
    return now - datetime.fromtimestamp(shown, UTC)
