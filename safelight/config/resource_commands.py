"""What `safelight resources check` does."""

import sys
import urllib.error
import urllib.request

from safelight.core import clock
from safelight.directory.actions import Opener, try_addresses

WAIT_SECONDS = 10
OFFLINE = 1


def open_address(url: str) -> str:
    """Nothing where the address opened, else why it did not. Raises ``OSError`` where no connection was made."""
    request = urllib.request.Request(url, headers={"User-Agent": "safelight resources check"})  # noqa: S310 addresses of our own file
    try:
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS):  # noqa: S310  # nosec B310
            return ""
    except urllib.error.HTTPError as error:
        # Sites that refuse machines are there all the same.
        return "" if error.code in (401, 403, 405, 429) else f"answered {error.code}"


def check(opener: Opener = open_address) -> int:
    """Try every address and say what came of it. The answer is 1 where nothing could be reached at all."""
    opened, dead, reached = try_addresses(opener=opener, now=clock.now())
    if not reached:
        sys.stdout.write("not run: offline. No address could be reached, so none is called dead.\n")
        return OFFLINE
    sys.stdout.write(f"{opened} opened, {dead} did not.\n")
    return 0
