"""The demo's outbox: each message is a file in a folder, and a page shows them."""

from dataclasses import dataclass
from pathlib import Path

from safelight.core import clock
from safelight.delivery.outgoing import Outgoing, as_email
from safelight.delivery.transports.errors import Refused

SENDER = "safelight@demo.invalid"


@dataclass(frozen=True)
class Folder:
    """Writes each message to ``place``; nothing leaves the machine."""

    place: Path
    name: str = "folder"
    takes_files: bool = True
    keeps_words: bool = True

    def send(self, outgoing: Outgoing) -> str:
        """Write it. An address at ``refused.invalid`` is refused, so that the demo can show what happens then."""
        if outgoing.to.endswith("@refused.invalid"):
            raise Refused
        self.place.mkdir(parents=True, exist_ok=True)
        name = outgoing.message_id.strip("<>").partition("@")[0]
        path = self.place / f"{name}.eml"
        path.touch(mode=0o600)
        path.write_bytes(as_email(outgoing, sender=SENDER, at=clock.now()).as_bytes())
        return ""
