"""Second factors: codes from an authenticator app, passkeys, recovery codes. allauth does the arithmetic.

allauth's functions find the request through its middleware; each is called from a view alone.
"""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as passkeys
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from safelight.access.models import User
from safelight.core import clock

TOTP = Authenticator.Type.TOTP.value
PASSKEY = Authenticator.Type.WEBAUTHN.value
RECOVERY = Authenticator.Type.RECOVERY_CODES.value

PERIOD = 30  # seconds that each code of the app is shown
NARROW_STEPS = 1  # one code early or late is taken
WIDE_STEPS = 20  # a code of ten minutes either way says that the telephone's clock is wrong


class Adapter(DefaultMFAAdapter):
    """What allauth asks of us: names on the authenticator app, and secrets that a copy of the database hides."""

    def get_totp_issuer(self) -> str:
        """The name that the app shows."""
        return "Safelight"

    def encrypt(self, text: str) -> str:
        """Encrypt with a key made from the secret key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt; what another secret key encrypted becomes a random secret, whose codes nobody has."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return totp.generate_totp_secret()


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    made = [hashlib.sha256(f"safelight.second-factor:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


def _of(user: User, *kinds: str) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user_id=user.pk, type__in=kinds)


def has_any(user: User) -> bool:
    """Whether this person has an authenticator app or a passkey; recovery codes alone are none."""
    return _of(user, TOTP, PASSKEY).exists()


@dataclass(frozen=True)
class Summary:
    """What a person has set up: whether an app, each passkey as (number, name, made, last used), codes left."""

    app: bool
    passkeys: list[dict[str, Any]]
    codes_left: int


def summary(user: User) -> Summary:
    """What this person has set up."""
    found = list(_of(user, TOTP, PASSKEY, RECOVERY).order_by("created_at"))
    codes = next((one for one in found if one.type == RECOVERY), None)
    return Summary(
        app=any(one.type == TOTP for one in found),
        passkeys=[
            {"id": one.pk, "name": one.wrap().name, "made": one.created_at, "used": one.last_used_at}
            for one in found
            if one.type == PASSKEY
        ],
        codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes else 0,
    )


# ── Authenticator app ────────────────────────────────────────────────────────


def new_secret() -> str:
    """A fresh secret for the app, remembered in the session until a code of it was given."""
    secret: str = totp.get_totp_secret(regenerate=True)
    return secret


def waiting_secret() -> str | None:
    """The secret that is being set up in this session."""
    found = context.request.session.get(totp.SECRET_SESSION_KEY)
    return str(found) if found else None


def picture(user: User, secret: str) -> str:
    """The QR picture of a secret, as SVG."""
    adapter = Adapter()
    svg: str = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return svg


def is_code_of(secret: str, code: str) -> bool:
    """Whether the app that has ``secret`` shows this code now, one step early or late included."""
    return _step_of(secret, _digits(code), NARROW_STEPS) is not None


def was_code_of(secret: str, code: str) -> bool:
    """Whether it is a code of ten minutes around, so that the telephone's clock is wrong rather than the code."""
    return _step_of(secret, _digits(code), WIDE_STEPS) is not None


@transaction.atomic
def add_app(user: User, secret: str, code: str) -> None:
    """Set up the authenticator app, in place of an earlier one. The code that showed it works is used up."""
    _of(user, TOTP).delete()
    made = totp.TOTP.activate(user, secret).instance
    made.data["last_step"] = _step_of(secret, _digits(code), NARROW_STEPS)
    made.save(update_fields=["data"])
    totp.clear_totp_secret(context.request)


@transaction.atomic
def check_code(user: User, code: str) -> str:
    """Try a code of the app: "right", "used" (right, but given before), "clock" (of another minute) or "wrong".

    A step that was used, and every one before it, is never taken again (RFC 6238, 5.2).
    """
    mine = _of(user, TOTP).select_for_update().first()
    code = _digits(code)
    if mine is None or len(code) != 6:
        return "wrong"
    secret = Adapter().decrypt(mine.data["secret"])
    step = _step_of(secret, code, NARROW_STEPS)
    if step is None:
        return "wrong" if _step_of(secret, code, WIDE_STEPS) is None else "clock"
    if step <= (mine.data.get("last_step") or 0):
        return "used"
    mine.data["last_step"] = step
    mine.last_used_at = clock.now()
    mine.save(update_fields=["data", "last_used_at"])
    return "right"


def _step_of(secret: str, code: str, around: int) -> int | None:
    """The 30-second step whose code this is, of those ``around`` the present one; the present one first."""
    now = int(time.time()) // PERIOD
    for away in sorted(range(-around, around + 1), key=abs):
        shown = totp.format_hotp_value(totp.hotp_value(secret, now + away))
        if hmac.compare_digest(shown, code):
            return now + away
    return None


def _digits(code: str) -> str:
    return "".join(character for character in code if character.isascii() and character.isdigit())


# ── Passkeys ─────────────────────────────────────────────────────────────────


def passkey_to_make(user: User) -> str:
    """What the browser needs to make a passkey, as JSON."""
    return json.dumps(passkeys.begin_registration(user, passwordless=False), default=dict)


def add_passkey(user: User, name: str, answer: str) -> bool:
    """Keep the passkey that the browser made; False when its answer is not sound."""
    try:
        credential = _given(answer)
        passkeys.parse_registration_response(credential)
        passkeys.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError):
        return False
    passkeys.WebAuthn.add(user, name[:80], credential)
    return True


def passkey_to_ask(user: User) -> str:
    """What the browser needs to ask for one of this person's passkeys, as JSON; empty when there is none."""
    if not _of(user, PASSKEY).exists():
        return ""
    return json.dumps(passkeys.begin_authentication(user), default=dict)


def check_passkey(user: User, answer: str) -> bool:
    """Whether the browser's answer shows one of this person's passkeys."""
    try:
        credential = _given(answer)
        passkeys.parse_authentication_response(credential)
        passkeys.complete_authentication(user, credential).record_usage()
    except (ValidationError, ValueError, TypeError, KeyError):
        return False
    return True


def _given(answer: str) -> dict[str, Any]:
    credential = json.loads(answer)
    if not isinstance(credential, dict) or not isinstance(credential.get("response"), dict):
        raise ValueError("not an answer of a browser")
    return credential


def remove(user: User, *, app: bool = False, passkey_id: str = "") -> bool:
    """Remove the app or one passkey. Recovery codes go with the last of them. Whether there was one."""
    mine = _of(user, TOTP) if app else _of(user, PASSKEY).filter(pk=passkey_id if passkey_id.isdigit() else 0)
    gone = mine.delete()[0]
    if gone and not has_any(user):
        _of(user, RECOVERY).delete()
    return bool(gone)


# ── Recovery codes ───────────────────────────────────────────────────────────


def new_recovery_codes(user: User) -> list[str]:
    """Ten fresh codes, each for one sign-in; earlier ones no longer work."""
    _of(user, RECOVERY).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def own_codes(user: User, codes: list[str]) -> list[str]:
    """Those of ``codes`` that are unused recovery codes of this person."""
    mine = _of(user, RECOVERY).first()
    unused = set(RecoveryCodes(mine).get_unused_codes()) if mine else set()
    return [code for code in codes if code in unused]


def check_recovery_code(user: User, code: str) -> bool:
    """Use up a recovery code; whether it was one."""
    mine = _of(user, RECOVERY).first()
    if mine is None or not RecoveryCodes(mine).validate_code(_digits(code)):
        return False
    Authenticator.objects.get(pk=mine.pk).record_usage()
    return True


def remove_all(user: User) -> int:
    """Remove every second factor of this person; how many there were."""
    return _of(user, TOTP, PASSKEY, RECOVERY).delete()[0]
