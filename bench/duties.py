"""What is due, for a whole partnership: My work, and every duty about every child, as records grow.

    script/bench duties
    script/bench duties --children 2000     fewer children
    script/bench duties --only sqlite       one database

Each database gets children in bulk who are shared among workers (twenty each), and for each child a history of
promises: one open, and as many closed ones as ten years bring (``--closed``). The rows of children are those of
``bench.bulk``, which a test holds against the actions; the promises are made there too. Three times are taken:

* My work of one worker, from the address to the page, by Django's test client (aim: 200 ms);
* what is due about every child of the partnership, in blocks, as an overview reads it (aim: 2 s on PostgreSQL);
* both again with the closed history, beside the same without: flat means at most half as much again.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.pages import _on_server

ROOT = Path(__file__).resolve().parents[1]
CHILDREN, EACH_WORKER, CLOSED = 100_000, 20, 40
DATABASES = ("sqlite", "postgresql")
AIM_MY_WORK, AIM_ALL = 200.0, 2_000.0
BLOCK = 5_000
TIMES = 12
FLAT = 1.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--children", type=int, default=CHILDREN, help=f"how many children ({CHILDREN:,})")
    parser.add_argument("--closed", type=int, default=CLOSED, help=f"closed promises of each child ({CLOSED})")
    parser.add_argument("--only", choices=DATABASES, help="one database")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(_measure(options.children, options.closed)))
        return 0
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start.")
    print(
        f"{options.children:,} children, {EACH_WORKER} to a worker; {options.closed} closed promises of each child.\n"
    )
    names = DATABASES if options.only is None else (options.only,)
    well = [_report(name, _run(name, options.children, options.closed)) for name in names]
    return 0 if all(well) else 1


def _run(name: str, children: int, closed: int) -> dict[str, Any]:
    """Measure on one database, in a process of its own, on data that are thrown away."""
    began = False
    with tempfile.TemporaryDirectory(prefix="safelight-bench-") as folder:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SAFELIGHT_")}
        environment |= {"SAFELIGHT_DATA": folder, "DJANGO_SETTINGS_MODULE": "safelight.config.settings"}
        environment.pop("DATABASE_URL", None)
        postgres = str(ROOT / "script/postgres")
        if name == "postgresql":
            began = subprocess.run([postgres, "status"], check=False, capture_output=True).returncode != 0
            started = subprocess.run([postgres, "start"], check=True, capture_output=True, text=True)
            environment["DATABASE_URL"] = environment["SAFELIGHT_BENCH_SERVER"] = started.stdout.split()[-1]
        asked = ["--measure", "--children", str(children), "--closed", str(closed)]
        try:
            done = subprocess.run(
                [sys.executable, "-m", "bench.duties", *asked],
                check=True,
                stdout=subprocess.PIPE,
                env=environment,
                cwd=ROOT,
                text=True,
            )
        finally:
            if began:
                subprocess.run([postgres, "stop"], check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measure(children: int, closed: int) -> dict[str, Any]:
    import dj_database_url
    import django
    from django.conf import settings

    server = os.environ.get("SAFELIGHT_BENCH_SERVER")
    own = f"safelight_bench_{os.getpid()}"
    if server:
        settings.DATABASES["default"] = dj_database_url.parse(server, conn_max_age=60) | {"NAME": own}
        _on_server(server, f'CREATE DATABASE "{own}"')
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR_REQUIRED = False
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    django.setup()

    from django.core.management import call_command
    from django.db import connection

    try:
        call_command("migrate", verbosity=0)
        return _measured(children, closed)
    finally:
        connection.close()
        if server:
            _on_server(server, f'DROP DATABASE "{own}"')


def _measured(children: int, closed: int) -> dict[str, Any]:
    from datetime import timedelta

    from bench import bulk
    from safelight.access import actions as access
    from safelight.access.models import Agency
    from safelight.access.roles import Role
    from safelight.core import clock

    partnership = access.create_partnership(name="Bench", area="Bench", jurisdiction="england")
    agency = Agency.objects.create(partnership=partnership, name="Bench Council", kind=Agency.Kind.SOCIAL_CARE)
    born_before = clock.today() - timedelta(days=12 * 365)
    workers = [bulk.worker(partnership, agency, number) for number in range(-(-children // EACH_WORKER))]
    bulk.load(bulk.planned(children, born_before=born_before), by=workers[0])
    bulk.share_out(partnership, workers, EACH_WORKER)
    assert Role.PRACTITIONER in workers[0].roles
    bulk.promises(partnership, closed=0, open_ones=1)
    found: dict[str, Any] = {"without": _times(partnership, workers[0])}
    bulk.promises(partnership, closed=closed, open_ones=0)
    found["with"] = _times(partnership, workers[0])
    return found


def _times(partnership: Any, worker: Any) -> dict[str, float]:
    from django.db import connection
    from django.test import Client

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its own autovacuum does within a minute
    client = Client(SERVER_NAME="localhost")
    client.force_login(worker)

    def page() -> None:
        answer = client.get("/")
        if answer.status_code != 200:
            raise RuntimeError(f"My work answered {answer.status_code}")

    return {"my work": _best(page, TIMES), "everything due": _best(lambda: _everything(partnership), 3)}


def _everything(partnership: Any) -> int:
    """How many duties are open about every child, read in blocks so that no list grows without end."""
    from safelight.children import queries
    from safelight.children.models import Child
    from safelight.core import clock
    from safelight.duties import registry

    now, found = clock.now(), 0
    children = Child.objects.filter(partnership=partnership).order_by("pk")
    block: list[Any] = []
    for child in children.only(*queries.NAMED).iterator(chunk_size=BLOCK):
        block.append(child)
        if len(block) == BLOCK:
            found += len(registry.all_duties(queries.facts(block), now))
            block = []
    return found + len(registry.all_duties(queries.facts(block), now))


def _best(do: Callable[[], object], times: int) -> float:
    """The quickest of several times, in milliseconds, since machines are shared."""
    do()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)


def _report(name: str, found: dict[str, Any]) -> bool:
    print(f"{name}:{'without history':>30}{'with history':>16}{'times':>8}")
    well = True
    aims = {"my work": AIM_MY_WORK, "everything due": AIM_ALL if name == "postgresql" else None}
    for what, aim in aims.items():
        few, many = found["without"][what], found["with"][what]
        flat = many / few <= FLAT
        held = aim is None or many <= aim
        well = well and flat and held
        said = ("" if held else f"  OVER {aim:,.0f} ms") + ("  flat" if flat else "  NOT FLAT")
        print(f"  {what:<20}{few:>12,.1f} ms{many:>13,.1f} ms{many / few:>8.2f}{said}")
    print()
    return well


if __name__ == "__main__":
    raise SystemExit(main())
