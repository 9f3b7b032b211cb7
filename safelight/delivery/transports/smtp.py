"""A mail server that we hand messages to."""

import smtplib
import ssl
from dataclasses import dataclass
from email.utils import parseaddr

from safelight.core import clock
from safelight.delivery.outgoing import Outgoing, as_email
from safelight.delivery.transports.errors import Refused, Unreachable

SECONDS = 15  # somebody may be waiting for the page
_FOR_EVER = range(500, 600)


@dataclass(frozen=True)
class Smtp:
    """``encrypted``: nothing is said before the connection is encrypted (STARTTLS), and the certificate is checked."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    encrypted: bool = True
    name: str = "smtp"
    takes_files: bool = True
    keeps_words: bool = False

    def send(self, outgoing: Outgoing) -> str:
        """Hand it to the server. Its answer of the 500s is for ever; anything else may be better later."""
        message = as_email(outgoing, sender=self.sender, at=clock.now())
        try:
            with smtplib.SMTP(self.host, self.port, timeout=SECONDS) as server:
                if self.encrypted:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                asked = ["NOTIFY=FAILURE"] if server.has_extn("dsn") else []
                server.send_message(message, parseaddr(self.sender)[1], [outgoing.to], rcpt_options=asked)
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            raise (Refused if code in _FOR_EVER else Unreachable) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
            raise (Refused if refused.smtp_code in _FOR_EVER else Unreachable) from None
        except (smtplib.SMTPException, OSError):
            # Our own sign-in or connection: mended by whoever runs this, so it is tried again.
            raise Unreachable from None
        return ""
