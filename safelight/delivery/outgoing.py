"""An e-mail as bytes that a mail server takes, and what is true of each: neutral, plain, and found again by its id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime


@dataclass(frozen=True)
class File:
    """A file that goes with a message. ``name`` names nobody."""

    name: str
    content: bytes
    content_type: str = "application/pdf"


@dataclass(frozen=True)
class Outgoing:
    """What a transport is given to carry."""

    to: str
    subject: str
    body: str
    message_id: str
    files: Sequence[File] = ()


def as_email(outgoing: Outgoing, *, sender: str, at: datetime) -> EmailMessage:
    """The message with its headers. No name stands in any of them, and replies from machines are not asked for."""
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = outgoing.to
    made["Subject"] = outgoing.subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = outgoing.message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(outgoing.body)
    for file in outgoing.files:
        kind, _slash, what = file.content_type.partition("/")
        made.add_attachment(file.content, maintype=kind, subtype=what, filename=file.name)
    return made
