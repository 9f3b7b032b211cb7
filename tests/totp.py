"""Codes of an authenticator app, worked out here apart from the code under test (RFC 6238)."""

import base64
import hashlib
import hmac
import struct
import time


def code(secret: str, steps: int = 0) -> str:
    """The six digits that an app with ``secret`` shows now, or ``steps`` half minutes later."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
