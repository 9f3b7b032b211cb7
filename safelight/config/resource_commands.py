"""What `safelight resources check` does."""

import sys

from safelight.core import clock, web
from safelight.directory.actions import Opener, try_addresses

WAIT_SECONDS = 10
OFFLINE = 1


def open_address(url: str) -> str:
    """Nothing where the address opened, else why it did not. Raises ``OSError`` where no connection was made."""
    status, _nothing = web.get(url, seconds=WAIT_SECONDS)
    # Sites that refuse machines are there all the same.
    return "" if status < 400 or status in (401, 403, 405, 429) else f"answered {status}"


def check(opener: Opener = open_address) -> int:
    """Try every address and say what came of it. The answer is 1 where nothing could be reached at all."""
    opened, dead, reached = try_addresses(opener=opener, now=clock.now())
    if not reached:
        sys.stdout.write("not run: offline. No address could be reached, so none is called dead.\n")
        return OFFLINE
    sys.stdout.write(f"{opened} opened, {dead} did not.\n")
    return 0
