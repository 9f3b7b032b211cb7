"""One way out for cells: whatever leaves as a spreadsheet is made, made safe and locked in one module (BE-13)."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

pytestmark = pytest.mark.req("BE-13")

MAKERS = {"openpyxl", "csv", "xlsxwriter", "odf", "pandas", "msoffcrypto"}
ONE_WAY_OUT = "safelight/outputs/spreadsheet.py"
# Each of these has a test that opens its file and finds no formula, and one that it leaves only with a passphrase:
# tests/integration/who_may/matrix/test_leaks.py (about a child), tests/integration/oversight/test_log_pages.py.
EXPORTS = {"safelight/oversight/views.py": {"workbook", "locked"}}


def sources() -> list[tuple[str, ast.Module]]:
    return [
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(Path(ROOT, "safelight").rglob("*.py"))
    ]


def imported(tree: ast.Module) -> set[str]:
    """The packages that a module imports anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def used(tree: ast.Module) -> set[str]:
    """What of the spreadsheet's functions a module calls."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        func.attr
        for func in calls
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "spreadsheet"
    }


def test_no_other_module_makes_files_of_cells() -> None:
    makers = {path: imported(tree) & MAKERS for path, tree in sources()}
    assert {path for path, found in makers.items() if found} == {ONE_WAY_OUT}, (
        f"Make it in {ONE_WAY_OUT}: there no cell is taken for a formula, and nothing leaves without a passphrase."
    )


def test_every_export_is_listed_and_locks_what_it_makes() -> None:
    assert {path: found for path, tree in sources() if (found := used(tree))} == EXPORTS, (
        "List it here, and test that its file runs nothing and leaves only with a passphrase."
    )
