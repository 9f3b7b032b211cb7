"""Identifiers: UUIDs for machines, a short reference without meaning for people."""

import secrets

# Without 0/O, 1/I/L, 5/S, 2/Z and vowels: easy to read out, and no word can arise.
ALPHABET = "346789BCDFGHJKMNPQRTVWXY"


def new_reference() -> str:
    """A reference like ``SL-7K3Q-93``: four random characters, then two digits that check them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(4))
    return f"SL-{body}-{check_digits(body)}"


def new_passphrase() -> str:
    """Sixteen characters in fours, like ``7K3Q-93BD-VXRW-HJ4M``: 73 bits, easy to read out over the telephone."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def check_digits(body: str) -> str:
    """Two digits (mod 97 over the places in the alphabet) that catch a slip in one character or a swap."""
    value = 0
    for character in body:
        value = value * len(ALPHABET) + ALPHABET.index(character)
    return f"{value * 100 % 97:02d}"


def is_reference(text: str) -> bool:
    """Whether ``text`` is a well-formed reference whose check digits are right."""
    parts = text.strip().upper().split("-")
    if len(parts) != 3 or parts[0] != "SL" or len(parts[1]) != 4 or any(c not in ALPHABET for c in parts[1]):
        return False
    return parts[2] == check_digits(parts[1])
