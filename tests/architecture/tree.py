"""The source tree as the architecture tests read it."""

import ast
import configparser
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAFELIGHT = ROOT / "safelight"


@cache
def _contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser


def contract(name: str, option: str) -> list[str]:
    """The lines of one option of a contract in ``.importlinter``."""
    return _contracts()[f"importlinter:contract:{name}"][option].split()


def rooms() -> list[str]:
    """The rooms from the top down, as the import contract lists them: the one place where the order stands."""
    return [name.strip("()") for name in contract("rooms", "layers")]


def sources() -> list[Path]:
    """Every Python file of the product but for migrations, which Django writes."""
    return sorted(path for path in SAFELIGHT.rglob("*.py") if "migrations" not in path.parts)


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(path: Path) -> str:
    """A path as a person in the project names it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tracked() -> list[Path]:
    """Every file that git keeps and that stands in the folder now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def tracked_text() -> Iterator[tuple[Path, str]]:
    """Every tracked file that is text, with what it says."""
    for path in tracked():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
