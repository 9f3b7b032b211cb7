"""Habits of the source that a person would otherwise have to look for."""

import ast
import re
import tomllib
from collections.abc import Iterator

from tests.architecture.tree import ROOT, parsed, short, sources, tracked, tracked_text

LONGEST = 600
CODE = {".py", ".html", ".scss", ".js", ".mjs", ".sh", ".sql"}

# Hooks of Django that its own documentation describes.
DESCRIBED_BY_DJANGO = {"add_arguments", "handle", "ready"}

# Where packages may come from, as the lock files name it.
PUBLIC_REGISTRIES = {"pypi.org", "files.pythonhosted.org", "registry.npmjs.org"}

MACHINE_PATH = re.compile(r"(?<![\w.:\-])/(?:root|work|home/\w+|Users/\w+)/[\w.]|\.\./shared\b|(?<![\w])[.]library/")
PRIVATE_HOST = re.compile(
    r"(?:https?|ftp|ssh|git)://(?:[^/\s\"'@]*@)?"
    r"(?:10\.\d|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[\w.-]+\.(?:internal|local|lan|corp|intranet)\b)"
    r"|\bfile:///\w"
)


def test_no_file_is_longer_than_one_purpose_needs() -> None:
    long = []
    for path, text in tracked_text():
        if path.suffix not in CODE and path.parent.name != "script":
            continue
        if "migrations" in path.parts or (lines := text.count("\n")) <= LONGEST:
            continue
        long.append(f"{short(path)}: {lines} lines")
    assert not long


def test_nothing_names_a_path_or_a_host_of_one_machine() -> None:
    wrong = []
    for path, text in tracked_text():
        for number, line in enumerate(text.splitlines(), 1):
            for pattern in (MACHINE_PATH, PRIVATE_HOST):
                if found := pattern.search(line):
                    wrong.append(f"{short(path)}:{number}: {found.group()}")
    assert not wrong


def test_the_patterns_for_paths_and_hosts_catch_what_they_are_for() -> None:
    # Put together here, so that this file holds no such path or host either.
    for parts in (
        ("open('", "root", "x')"),
        ("see ", "home", "ann", "notes"),
        ("..", "shared", "b"),
        ("at ", "work", "a"),
    ):
        line = "/".join(parts)
        assert MACHINE_PATH.search(line), line
    for line in (
        "/".join(("/children", "work", "")),
        "/".join(("https://example.org", "root", "x")),
        "/".join(("docs", "work", "plan.md")),
    ):
        assert not MACHINE_PATH.search(line), line
    for parts in (("http", "10.1.2.3/simple"), ("https", "mirror.corp/npm"), ("file", "/opt/wheels")):
        line = "://".join(parts)
        assert PRIVATE_HOST.search(line), line
    for line in ("http://127.0.0.1:8000", "https://pypi.org/simple", "http://localhost:8000"):
        assert not PRIVATE_HOST.search(line), line


def test_lock_files_name_only_public_registries() -> None:
    wrong = set()
    for name, keys in (("uv.lock", "url|registry|index"), ("package-lock.json", '"resolved"')):
        path = ROOT / name
        if path not in tracked():
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if not re.search(keys, line):
                continue
            wrong |= {f"{name}: {host}" for host in re.findall(r"https?://([^/\"\s]+)", line)}
    assert not {host for host in wrong if host.split(": ")[1] not in PUBLIC_REGISTRIES}


def dependencies() -> Iterator[str]:
    """Every requirement of pyproject.toml, as it is written there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    yield from project["project"]["dependencies"]
    for extra in project["project"].get("optional-dependencies", {}).values():
        yield from extra
    for group in project["dependency-groups"].values():
        yield from (entry for entry in group if isinstance(entry, str))


def test_each_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    wrong = []
    for requirement in dependencies():
        number = next(n for n, line in enumerate(lines) if f'"{requirement}"' in line)
        beside = "#" in lines[number].split(f'"{requirement}"')[1]
        if not beside and not lines[number - 1].strip().startswith("#"):
            wrong.append(requirement)
    assert not wrong


def described_methods(module: ast.Module) -> set[str]:
    """The methods that some class of this file describes: a protocol or a base says it for all that follow it."""
    return {
        method.name
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(method)
    }


def undocumented(body: list[ast.stmt], described: set[str], inside: str = "") -> Iterator[tuple[int, str]]:
    """The public classes, functions and methods without a docstring: line and name."""
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_") or node.name in DESCRIBED_BY_DJANGO or (inside and node.name in described):
            continue
        decorators = {ast.unparse(decorator).split("(")[0].split(".")[-1] for decorator in node.decorator_list}
        if decorators & {"overload", "setter"}:
            continue
        described_by_django = isinstance(node, ast.ClassDef) and node.name in {"Meta", "Command"}
        if not described_by_django and ast.get_docstring(node) is None:
            yield node.lineno, inside + node.name
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node.body, described, f"{inside}{node.name}.")


def test_everything_public_says_what_it_means() -> None:
    wrong = []
    for path in sources():
        module = parsed(path)
        for line, name in undocumented(module.body, described_methods(module)):
            wrong.append(f"{short(path)}:{line} {name}")
    assert not wrong
