"""GOV.UK Notify, by its public web interface. Only links go this way: files would rest on another's server."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import jwt

from safelight.delivery.outgoing import Outgoing
from safelight.delivery.transports.errors import Refused, Unreachable

SECONDS = 15
# What the service says of the message itself. Anything else (our key, too many at once, their fault) may be mended.
_FOR_EVER = frozenset({400})
_ID_LENGTH = 36
FAILED = frozenset({"permanent-failure", "temporary-failure", "technical-failure"})


@dataclass(frozen=True)
class Notify:
    """``key`` as the service shows it: a name, the service's id and the secret, with hyphens between.

    ``template`` is the id of a template there whose subject is ``((subject))`` and whose words are ``((body))``.
    """

    address: str
    key: str
    template: str
    name: str = "notify"
    takes_files: bool = False
    keeps_words: bool = False

    def send(self, outgoing: Outgoing) -> str:
        """Ask for it to be sent; the id under which the service knows it."""
        given = {
            "email_address": outgoing.to,
            "template_id": self.template,
            "personalisation": {"subject": outgoing.subject, "body": outgoing.body},
            "reference": outgoing.message_id,
        }
        return str(self._ask("POST", "/v2/notifications/email", given)["id"])

    def failed(self, outside_id: str) -> bool:
        """Whether the service has given up on it."""
        return self._ask("GET", f"/v2/notifications/{outside_id}").get("status") in FAILED

    def _ask(self, method: str, path: str, given: object = None) -> dict[str, object]:
        body = None if given is None else json.dumps(given).encode()
        asked = Request(self.address.rstrip("/") + path, data=body, method=method)  # noqa: S310 our own setting
        asked.add_header("Authorization", f"Bearer {self._token()}")
        asked.add_header("Content-Type", "application/json")
        try:
            with urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310 our own setting  # nosec B310
                found = json.loads(answer.read())
        except HTTPError as error:
            with error:
                raise (Refused if error.code in _FOR_EVER else Unreachable) from None
        except (URLError, HTTPException, OSError, ValueError):
            raise Unreachable from None
        if not isinstance(found, dict):
            raise Unreachable
        return found

    def _token(self) -> str:
        service, secret = self.key[-2 * _ID_LENGTH - 1 : -_ID_LENGTH - 1], self.key[-_ID_LENGTH:]
        return jwt.encode({"iss": service, "iat": int(time.time())}, secret, algorithm="HS256")
