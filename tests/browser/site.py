"""The real server, on a database of its own, that a browser test may kill and start again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 30  # seconds until a server that does not answer counts as broken

RUN = """
import importlib, json, os, sys
import django
django.setup()
module, name = sys.argv[1].split(":")
result = getattr(importlib.import_module(module), name)(**json.loads(sys.argv[2]))
print(json.dumps(result, default=str))
"""


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Site:
    """Safelight as it is served, with its data in ``data``. Its address stays the same over restarts."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / "server.log"
        self.extra: dict[str, str] = {}  # more of the environment, set before the start
        self._process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """What the server and the commands beside it are given."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("SAFELIGHT_")}
        own.pop("DATABASE_URL", None)
        own.update(
            SAFELIGHT_DATA=str(self.data),
            SAFELIGHT_DEMO="1",
            SAFELIGHT_SECOND_FACTOR="optional",
            DJANGO_SETTINGS_MODULE="safelight.config.settings",
            PYTHONPATH=str(ROOT),
        )
        own.update(self.extra)
        return own

    def manage(self, *arguments: str) -> str:
        """Runs one of Django's commands on this site's database and gives back what it printed."""
        return self._command("manage.py", *arguments)

    def run(self, function: str, **arguments: Any) -> Any:
        """Calls ``module:function`` on this site's database, in a process of its own.

        So a test fills the database through factories and actions: ``site.run("tests.factories.people:worker",
        name="…")``. Arguments and result travel as JSON; ids come back as text.
        """
        printed = self._command("-c", RUN, function, json.dumps(arguments, default=str))
        return json.loads(printed.splitlines()[-1])

    def _command(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments[:2]} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        assert self._process is None, "this site runs already"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "safelight.config.wsgi"),
                    *("--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4"),
                    *("--no-control-socket", "--log-level", "warning"),
                ],
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        limit = time.monotonic() + START_LIMIT
        while not self._answers():
            assert self._process.poll() is None and time.monotonic() < limit, self.log.read_text()
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/alive/", timeout=5).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """Ends the server at once, as a power cut would: nothing is told, nothing is finished."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ends the server in good order; does nothing when it does not run."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        os.killpg(self._process.pid, how)
        self._process.wait(timeout=20)
        self._process = None
