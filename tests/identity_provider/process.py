"""Starts and ends the provider."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.identity_provider.provider import CLIENT, SECRET

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 60  # seconds


class IdentityProvider:
    """A provider on a port of its own, for the people that are given; see ``provider`` for what is said of each."""

    def __init__(self, folder: Path, port: int, redirects: list[str], people: dict[str, dict[str, Any]]) -> None:
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.given = {"folder": str(folder), "redirects": redirects, "people": people}
        self._process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """What Safelight is given to know this provider."""
        return {
            "SAFELIGHT_OIDC_SERVER_URL": self.url,
            "SAFELIGHT_OIDC_NAME": "Kestrel Bay Council",
            "SAFELIGHT_OIDC_CLIENT_ID": CLIENT,
            "SAFELIGHT_OIDC_CLIENT_SECRET": SECRET,
        }

    def start(self) -> None:
        """Make a signing key, start the provider and wait until it answers."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self.folder / "key.pem").write_bytes(pem)
        own = {name: value for name, value in os.environ.items() if not name.startswith(("SAFELIGHT_", "DATABASE_URL"))}
        own.update(
            DJANGO_SETTINGS_MODULE="tests.identity_provider.provider",
            PROVIDER=json.dumps(self.given),
            PYTHONPATH=str(ROOT),
            OAUTHLIB_INSECURE_TRANSPORT="1",  # loopback alone
        )
        with (self.folder / "provider.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "tests.identity_provider.serve"),
                    *("--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "2"),
                    *("--no-control-socket", "--log-level", "warning"),
                ],
                cwd=ROOT,
                env=own,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        limit = time.monotonic() + START_LIMIT
        while not self._answers():
            assert self._process.poll() is None and time.monotonic() < limit, (self.folder / "provider.log").read_text()
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/.well-known/openid-configuration", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(timeout=20)
            self._process = None
