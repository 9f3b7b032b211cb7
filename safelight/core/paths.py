"""Where the files that come with Safelight are found."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def definitions() -> Path:
    """The folder of definitions: ``SAFELIGHT_DEFINITIONS`` when it is set, otherwise the one beside the code."""
    return Path(os.environ.get("SAFELIGHT_DEFINITIONS") or ROOT / "definitions")
