"""Server time of the pages that are opened most, with 100 and with 100,000 children, on SQLite and PostgreSQL.

    script/bench pages
    script/bench pages --many 20000      fewer children
    script/bench pages --only sqlite     one database
    script/bench pages --meeting         only the saves of a large meeting

Each database gets the demo (whose children are made through the actions: theirs are the child page and the step that
are timed) and is filled up with children in bulk. Pages are asked for in this process through Django's test client:
address, session, sight, audit entry of the view, database and template are in the time; the network and the web server
are not. Beside them, in the same run and with the same middleware, a bare Django page lists 25 names. A page is flat
when it takes as many queries with many children as with few, and at most twice the time. That is judged by the quickest
of all times, since machines are shared and other programs make the middle (p50) and the slow end (p95) longer.
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
from importlib.metadata import version
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench import meetings

ROOT = Path(__file__).resolve().parents[1]
FEW, MANY = 100, 100_000
WARM, TIMED = 8, 60
DATABASES = ("sqlite", "postgresql")
FLAT = 2.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=MANY, help=f"how many children the second time ({MANY:,})")
    parser.add_argument("--only", choices=DATABASES, help="one database")
    parser.add_argument("--meeting", action="store_true", help="only a meeting with 40 actions and 15 people")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(0 if options.meeting else options.many)))
        return 0
    print(f"Python {platform.python_version()}, Django {version('django')}, Jinja {version('jinja2')},")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; DEBUG off, one process, one thread.")
    print(f"Each page {WARM} times to warm up, then {TIMED} times; milliseconds of wall time.\n")
    flat = True
    for name in DATABASES if options.only is None else (options.only,):
        found = run(name, options.many, meeting=options.meeting)
        if not options.meeting:
            flat = report(name, found, options.many) and flat
        flat = meetings.report(found["meeting"]) and flat
    return 0 if flat else 1


def run(name: str, many: int, *, meeting: bool = False) -> dict[str, Any]:
    """Measure on one database, in a process of its own, on data that are thrown away."""
    began = False
    with tempfile.TemporaryDirectory(prefix="safelight-bench-") as folder:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SAFELIGHT_")}
        environment |= {"SAFELIGHT_DATA": folder, "DJANGO_SETTINGS_MODULE": "safelight.config.settings"}
        environment.pop("DATABASE_URL", None)
        if name == "postgresql":
            began = (
                subprocess.run([ROOT / "script/postgres", "status"], check=False, capture_output=True).returncode != 0
            )
            address = subprocess.run(
                [ROOT / "script/postgres", "start"], check=True, capture_output=True, text=True
            ).stdout.split()[-1]
            environment["DATABASE_URL"] = environment["SAFELIGHT_BENCH_SERVER"] = address
        try:
            done = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "bench.pages",
                    "--measure",
                    "--many",
                    str(many),
                    *(["--meeting"] if meeting else []),
                ],
                check=True,
                stdout=subprocess.PIPE,
                env=environment,
                cwd=ROOT,
                text=True,
            )
        finally:
            if began:
                subprocess.run([ROOT / "script/postgres", "stop"], check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(many: int) -> dict[str, object]:
    """Make the demo, fill up to 100 and to ``many`` children, and time each page at both sizes."""
    import dj_database_url
    import django
    from django.conf import settings

    server = os.environ.get("SAFELIGHT_BENCH_SERVER")
    own = f"safelight_bench_{os.getpid()}"
    if server:
        settings.DATABASES["default"] = dj_database_url.parse(server, conn_max_age=60) | {"NAME": own}
        _on_server(server, f'CREATE DATABASE "{own}"')
    settings.ROOT_URLCONF = "bench.bare"
    # Twenty passwords are hashed for the demo and none is timed.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    django.setup()

    from django.core.management import call_command
    from django.db import connection

    try:
        call_command("migrate", verbosity=0)
        return _measured(many)
    finally:
        connection.close()
        if server:
            _on_server(server, f'DROP DATABASE "{own}"')


def _on_server(server: str, statement: str) -> None:
    import dj_database_url
    import psycopg

    found = dj_database_url.parse(server)
    with psycopg.connect(host=found["HOST"], user=found["USER"], dbname=found["NAME"], autocommit=True) as connection:
        connection.execute(statement)


def _measured(many: int) -> dict[str, object]:
    from django.db import connection
    from django.urls import reverse

    from bench import bulk
    from safelight.access.models import User
    from safelight.assessments.models import Assessment
    from safelight.children.models import Child
    from safelight.core import clock
    from safelight.demo import actions

    began = time.monotonic()
    partnership = actions.seed().partnership
    seeding = time.monotonic() - began
    people = {user.email.split(".")[0]: user for user in User.objects.filter(partnership=partnership)}
    kayla = Child.objects.get(given_name="Kayla", family_name="Denholm")
    jaden = Assessment.objects.get(child__family_name="Osei", state="draft")
    pages = {
        "child page": ("rhian", reverse("overview:child", args=[kayla.pk])),
        "assessment step 3, matrix": ("priya", reverse("assessments:risk_factors", args=[jaden.child_id, jaden.pk])),
        "list, practitioner": ("rhian", reverse("children:list")),
        "list, coordinator": ("nadia", reverse("children:list")),
        "bare list of 25 names": ("rhian", "/bare/"),
    }
    found: dict[str, object] = {"version": _database_version(), "seeding": seeding}
    found["meeting"] = meetings.saves(child=kayla, by=people["rhian"])
    for size in (FEW, many) if many else ():
        there = Child.objects.filter(partnership=partnership).count()
        bulk.load(
            bulk.planned(size - there, born_before=clock.today().replace(year=clock.today().year - 12), start=there),
            by=people["marcus"],
        )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as its own autovacuum does within a minute
        found[str(size)] = {name: _timed(people[who], address) for name, (who, address) in pages.items()}
    return found


def _timed(user: object, address: str) -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)  # type: ignore[arg-type]
    for _ in range(WARM):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = len(captured)
    times = []
    for _ in range(TIMED):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    hundredths = quantiles(times, n=100)
    return {"queries": queries, "best": min(times), "p50": hundredths[49], "p95": hundredths[94]}


def _database_version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        told = str(cursor.fetchone()[0])
    return " ".join(told.split()[:2]) if connection.vendor == "postgresql" else f"SQLite {told}"


def report(name: str, found: dict[str, object], many: int) -> bool:
    """Print one database's figures; whether every page is flat."""
    setting = {
        "sqlite": "one file, write-ahead log, synchronous full, as installed",
        "postgresql": "own cluster through a socket, fsync off, ANALYZE after loading",
    }[name]
    print(f"{found['version']} ({setting}); the demo took {found['seeding']:.0f} s")
    heads = f"{'queries':>8}{'best':>8}{'p50':>8}{'p95':>8}"
    print(f"  {'':<26}{f'{FEW:,} children':>32}   {f'{many:,} children':>32}")
    print(f"  {'':<26}{heads}   {heads}   {'times':>6}")
    few, more = found[str(FEW)], found[str(many)]
    assert isinstance(few, dict) and isinstance(more, dict)
    all_flat = True
    for page, then in few.items():
        now = more[page]
        ratio = now["best"] / then["best"]
        flat = ratio <= FLAT and now["queries"] == then["queries"]
        all_flat = all_flat and flat
        shown = [
            f"{each['queries']:>8}{each['best']:>8.1f}{each['p50']:>8.1f}{each['p95']:>8.1f}" for each in (then, now)
        ]
        print(f"  {page:<26}{'   '.join(shown)}   {ratio:>6.2f}  {'flat' if flat else 'NOT FLAT'}")
    print()
    return all_flat


if __name__ == "__main__":
    raise SystemExit(main())
