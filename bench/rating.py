"""Times the rating rules beside two general rule engines, and the command beside JSON in and out alone.

    script/bench rating

Everything runs in one process and on one core, but for the memory of the command, which is a process of its own. The
peers get the same rules (the decision table and its floors), loaded or compiled once, and the counts ready made, which
spares them work that ours does: ours starts from stored answers. Times are of the processor, the best of several runs,
since machines are shared; the cases are made from a fixed seed.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from safelight.toolkits.rate.command import rate
from safelight.toolkits.rate.toolkits import Toolkits
from safelight.toolkits.rating.bulk import levels_in_bulk
from safelight.toolkits.rating.rules import Rules

TOOLKIT = "portsmouth-2016"
SEED = 20161
DISTINCT = 20_000
LINES = 100_000
FEW, MANY = 1_000, 1_000_000
BULK = 2_000_000
PEER_CASES = {"zen": 5_000, "cel": 50_000}

CEL_RULES = """
high >= 1 ? "high"
: medium >= 1 || low >= 5 ? "medium"
: low == 0 ? "none"
: (age >= 0 && age < 13) || learning_disability == 1 ? "medium"
: "low"
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the cases, to see that it runs")
    quick = parser.parse_args().quick
    share = 10 if quick else 1
    toolkits = Toolkits()
    rules = toolkits[TOOLKIT]
    names = ("zen-engine", "common-expression-language", "numpy", "orjson")
    print("versions: Python", platform.python_version(), *(f"· {name} {version(name)}" for name in names))
    print(f"{os.cpu_count()} cores, one used\n")
    reached = [*bench_bulk(rules, BULK // share), *bench_command(rules, toolkits, LINES // share, MANY // share)]
    print("\naims")
    for aim, good in reached:
        print(f"  {'reached    ' if good else 'NOT reached'}  {aim}")
    return 0


def best(times: int, work: Callable[[], Any]) -> float:
    """The shortest processor time of several runs, in seconds."""
    shortest = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        shortest = min(shortest, time.process_time() - start)
    return shortest


# Levels in bulk


def bench_bulk(rules: Rules, size: int) -> Iterable[tuple[str, bool]]:
    """Levels from stored answers beside the peers."""
    import cel
    import zen

    random_numbers = np.random.default_rng(SEED)
    draws = random_numbers.random((DISTINCT, len(rules.indicators)))
    bits = np.array(list(rules.bits.values()), dtype=np.uint64)
    masks = ((draws < random_numbers.choice([0.01, 0.03, 0.08], size=(DISTINCT, 1))) * bits).sum(
        axis=1, dtype=np.uint64
    )
    ages = random_numbers.integers(-1, 18, DISTINCT).astype(np.int16)
    disabilities = random_numbers.integers(-1, 2, DISTINCT).astype(np.int16)

    groups = {group: np.uint64(mask) for group, mask in rules.group_masks.items()}
    cases = [
        {
            **{group: (int(mask) & int(its)).bit_count() for group, its in groups.items()},
            "age": int(age),
            "learning_disability": int(disability),
        }
        for mask, age, disability in zip(masks, ages, disabilities, strict=True)
    ]
    levels = levels_in_bulk(rules, {"present": masks}, age=ages, learning_disability=disabilities)
    expected = [rules.rating.levels[level] for level in levels]

    program = cel.compile(CEL_RULES)
    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(zen_table())))
    expression = zen.compile_expression(ZEN_EXPRESSION)
    peers: dict[str, tuple[Callable[[dict[str, int]], str], int]] = {
        "zen-engine, decision table": (lambda case: str(decision.evaluate(case)["result"]["level"]), PEER_CASES["zen"]),
        "zen-engine, compiled expression": (lambda case: str(expression.evaluate(case)), PEER_CASES["cel"]),
        "common-expression-language, compiled": (program.execute, PEER_CASES["cel"]),
    }
    for name, (ask, _) in peers.items():
        wrong = [case for case, level in zip(cases[:2_000], expected, strict=False) if ask(case) != level]
        if wrong:
            raise SystemExit(f"{name} disagrees, for example on {wrong[0]}")

    times = size // DISTINCT
    many, many_ages, many_disabilities = (np.tile(each, times) for each in (masks, ages, disabilities))
    print(f"levels in bulk, cases a second (band and floors; all agree on the same {DISTINCT:,} cases)")
    speeds: dict[str, float] = {}
    for name, (ask, number) in peers.items():
        asked = list(islice(cycle(cases), number))
        speeds[name] = number / best(5, lambda ask=ask, asked=asked: [ask(case) for case in asked])  # type: ignore[misc]
    ours = len(many) / best(
        5, lambda: levels_in_bulk(rules, {"present": many}, age=many_ages, learning_disability=many_disabilities)
    )
    for name, speed in speeds.items():
        print(f"  {name:40} {speed:>14,.0f}   ours is {ours / speed:,.1f} times as fast")
    print(f"  {'ours, from bit masks of answers':40} {ours:>14,.0f}")
    table, _, compiled = speeds.values()
    yield "levels in bulk at 500 times zen-engine (decision table)", ours >= 500 * table
    yield "levels in bulk at 5 times the compiled CEL", ours >= 5 * compiled


ZEN_EXPRESSION = (
    'high >= 1 ? "high" : (medium >= 1 or low >= 5) ? "medium" : low == 0 ? "none"'
    ' : ((age >= 0 and age < 13) or learning_disability == 1) ? "medium" : "low"'
)


def zen_table() -> dict[str, Any]:
    """The same rules as zen-engine's own kind of definition: one decision table, first match."""
    rows = [
        {"high": ">= 1", "level": '"high"'},
        {"medium": ">= 1", "level": '"medium"'},
        {"low": ">= 5", "level": '"medium"'},
        {"low": "== 0", "level": '"none"'},
        {"age": "[0..12]", "level": '"medium"'},
        {"learning_disability": "== 1", "level": '"medium"'},
        {"level": '"low"'},
    ]
    fields = ("high", "medium", "low", "age", "learning_disability")
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "table",
                "name": "table",
                "type": "decisionTableNode",
                "position": {"x": 1, "y": 0},
                "content": {
                    "hitPolicy": "first",
                    "inputs": [{"id": name, "name": name, "field": name, "type": "expression"} for name in fields],
                    "outputs": [{"id": "level", "name": "level", "field": "level", "type": "expression"}],
                    "rules": [
                        {"_id": str(place), **dict.fromkeys(fields, ""), **row} for place, row in enumerate(rows)
                    ],
                },
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "2", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }


# The command


def bench_command(rules: Rules, toolkits: Toolkits, size: int, many: int) -> Iterable[tuple[str, bool]]:
    """The command from JSON Lines to JSON Lines beside JSON in and out alone, and its memory."""
    lines = [orjson.dumps(case) + b"\n" for case in made_cases(rules, DISTINCT)]
    with tempfile.TemporaryDirectory(prefix="safelight-bench-") as folder:
        cases, results = Path(folder, "cases.jsonl"), Path(folder, "results.jsonl")
        write_lines(cases, lines, size)

        def run_ours() -> None:
            with cases.open("rb") as source, results.open("wb") as target:
                if rate(source, target, io.StringIO(), toolkits) != 0:
                    raise SystemExit("the command refused a case")

        gc.disable()  # As the command itself does; for all alike.
        run_ours()
        with results.open("rb") as done:
            rated = [orjson.loads(line) for line in islice(done, DISTINCT)]
        came_in, went_out = cases.stat().st_size / size, results.stat().st_size / size
        print("\nthe command, JSON Lines to JSON Lines with the full result")
        print(f"  (a case has {came_in:.0f} bytes, its result {went_out:.0f})")
        ours = best(4, run_ours)
        with_orjson = best(4, lambda: json_alone(cases, results, rated, orjson.loads, orjson.dumps))
        with_stdlib = best(2, lambda: json_alone(cases, results, rated, json.loads, dumps_stdlib))
        gc.enable()
        print(f"  {'safelight rate':40} {size / ours:>14,.0f} cases a second")
        for name, alone in (("orjson", with_orjson), ("Python's json", with_stdlib)):
            speed = f"{size / alone:>14,.0f} cases a second"
            print(f"  {f'the same JSON alone, {name}':40} {speed}   ours takes {ours / alone:.2f} times as long")
        few_memory, _ = memory_of(cases, lines, FEW)
        many_memory, seconds = memory_of(cases, lines, many)
        print("\nmemory of the command at its peak")
        print(f"  {FEW:>9,} cases {few_memory:>6.0f} MB")
        print(f"  {many:>9,} cases {many_memory:>6.0f} MB   (in {seconds:.1f} s by the clock)")
    yield "the command within 3 times of Python's own JSON in and out alone", ours <= 3 * with_stdlib
    yield "the command within 3 times of orjson in and out alone (the library that it uses)", ours <= 3 * with_orjson
    yield f"{many:,} cases within a tenth of the memory of {FEW:,}", many_memory <= few_memory * 1.1


def made_cases(rules: Rules, number: int) -> Iterable[dict[str, Any]]:
    """Cases as a partnership might hold them: some short, some with every indicator answered."""
    chance = random.Random(SEED)
    codes = list(rules.indicators)
    words = list(rules.rating.answers)
    yes_no = [True, False, None]
    for _ in range(number):
        weights = chance.choice([(1, 1, 10, 10), (2, 1, 3, 3), (1, 1, 40, 10)])
        asked = sorted(chance.sample(codes, chance.choice([3, 8, 40])), key=codes.index)
        case: dict[str, Any] = {
            "toolkit": TOOLKIT,
            "date": f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "date_of_birth": f"{chance.randint(2009, 2016)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "learning_disability": chance.choice(yes_no),
            "open_to_social_care": chance.choice(yes_no),
            "extended_scope_reason": None,
            "factors": sorted(chance.sample(rules.factors, chance.randint(0, 4))),
            "answers": {code: chance.choices(words, weights)[0] for code in asked},
        }
        if chance.random() < 0.1:
            level = chance.choice(rules.rating.groups)
            case["other_indicators"] = [{"code": "X1", "level": level, "label": "Something else", "answer": "present"}]
        yield case


def write_lines(path: Path, lines: list[bytes], number: int) -> None:
    with path.open("wb") as target:
        target.writelines(islice(cycle(lines), number))


def dumps_stdlib(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def json_alone(
    cases: Path, results: Path, rated: list[Any], loads: Callable[[bytes], Any], dumps: Callable[[Any], bytes]
) -> None:
    """Reads the same cases and writes the same results, with nothing between."""
    with cases.open("rb") as source, results.open("wb") as target:
        for line, result in zip(source, cycle(rated), strict=False):
            loads(line)
            target.write(dumps(result) + b"\n")


MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""Run by a small process of its own: a process counts the memory of the one that started it as its own at first."""


def memory_of(path: Path, lines: list[bytes], number: int) -> tuple[float, float]:
    """Peak memory in megabytes of the command on so many lines, and how long it took."""
    write_lines(path, lines, number)
    start = time.perf_counter()
    command = [sys.executable, "-m", "safelight.config.cli", "rate", str(path)]
    measured = subprocess.run([sys.executable, "-S", "-c", MEASURE, *command], capture_output=True, check=True)
    kilobytes, status = map(int, measured.stdout.split())
    if status:
        raise SystemExit("the command refused a case")
    return kilobytes / 1024, time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
