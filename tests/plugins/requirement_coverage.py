"""Records which requirements and hazards each test names, and how the test ended.

A test names what it shows with ``@pytest.mark.req("RA-03")`` and the hazards whose control it holds with
``@pytest.mark.hazard("HZ-01")``. An id that the lists in ``docs/`` do not have stops the run: a slip of the
pen would otherwise show nothing and look like coverage.

With ``SAFELIGHT_COVERAGE`` set to a file's path the outcomes are written there at the end, as
``{"tests": [{"test": node id, "ids": [...], "outcome": "passed" | "failed" | "skipped"}]}``;
``script/requirements`` adds the files up.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTS = {"req": ROOT / "docs" / "requirements.txt", "hazard": ROOT / "docs" / "hazards.txt"}
PROPERTY = "safelight_ids"


def known_ids(path: Path) -> set[str]:
    """The ids that a list in ``docs/`` names: the first word of each line that is not blank or a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


def marked_ids(item: pytest.Item) -> Iterator[tuple[str, str]]:
    """Each marker kind and id that stands on a test, its class or its module."""
    for kind in LISTS:
        for marker in item.iter_markers(kind):
            for name in marker.args:
                yield kind, str(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuses ids that are not in the lists, and gives each test's ids to its report."""
    known = {kind: known_ids(path) for kind, path in LISTS.items()}
    unknown = []
    for item in items:
        ids = list(marked_ids(item))
        unknown += [f"{item.nodeid}: {name}" for kind, name in ids if name not in known[kind]]
        # User properties travel with the report, also from the worker processes of pytest-xdist.
        item.user_properties.append((PROPERTY, sorted({name for _, name in ids})))
    if unknown:
        raise pytest.UsageError("these markers name no id of docs/:\n  " + "\n  ".join(unknown))


class Recorder:
    """Keeps the worst outcome of each test's set-up, call and tear-down, and writes them at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes: dict[str, dict[str, object]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Takes one phase of one test; a failure in any phase counts as the test's."""
        ids = dict(report.user_properties).get(PROPERTY, [])
        entry = self.outcomes.setdefault(report.nodeid, {"test": report.nodeid, "ids": ids, "outcome": "passed"})
        if report.failed or (report.skipped and entry["outcome"] == "passed"):
            entry["outcome"] = report.outcome

    def pytest_sessionfinish(self) -> None:
        """Writes what was seen."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps({"tests": list(self.outcomes.values())}, indent=1), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Records only where it was asked to, and only in the process that gathers the reports."""
    path = os.environ.get("SAFELIGHT_COVERAGE")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(path)), "safelight-requirement-recorder")
