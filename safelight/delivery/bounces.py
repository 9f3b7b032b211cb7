"""Reading a notice that an e-mail did not arrive (RFC 3464). Pure: bytes in, which messages failed out."""

from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message as Email
from email.policy import default

_RETURNED = frozenset({"message/rfc822", "text/rfc822-headers"})


def failed_ids(content: bytes) -> list[str]:
    """The ``Message-ID`` of each message of ours that this notice says has failed for good.

    Empty for a notice of delay, an out-of-office reply, or anything that is no such notice: a word in somebody's
    answer never counts as a failure.
    """
    notice = message_from_bytes(content, policy=default)
    parts = list(notice.walk())
    if not any(_says_failed(part) for part in parts if part.get_content_type() == "message/delivery-status"):
        return []
    return list(dict.fromkeys(_ids(parts)))


def _says_failed(status: Email) -> bool:
    groups = status.get_payload()
    if not isinstance(groups, list):
        return False
    return any(str(group.get("Action", "")).strip().lower() == "failed" for group in groups if isinstance(group, Email))


def _ids(parts: Sequence[Email]) -> Iterator[str]:
    for part in parts:
        if part.get_content_type() not in _RETURNED:
            continue
        payload = part.get_payload()
        if isinstance(payload, list):
            returned = [inner for inner in payload if isinstance(inner, Email)]
        else:
            returned = [message_from_bytes(str(payload).encode("utf-8", "replace"), policy=default)]
        for inner in returned:
            found = str(inner.get("Message-ID", "")).strip()
            if found:
                yield found
