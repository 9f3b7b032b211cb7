"""Codes of an authenticator app, worked out here apart from the code under test (RFC 6238)."""

import base64
import hashlib
import hmac
import struct
import time

STEP = 30  # seconds that a code stands
ENOUGH = 4  # seconds that a busy machine may take until the code is looked at


def code(secret: str, steps: int = 0) -> str:
    """The six digits that an app with ``secret`` shows now, or ``steps`` half minutes later.

    Where the next half minute is about to begin, it waits for it, as people do.
    """
    if (rest := STEP - time.time() % STEP) < ENOUGH:
        time.sleep(rest)
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // STEP + steps), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
