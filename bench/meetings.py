"""A meeting with 40 actions and 15 people: how long the server takes for each save.

Each save is one request through Django's test client, from the address to the answer (a redirect, or the page again):
what somebody waits for who types while others talk. The aim is under 200 ms.
"""

from __future__ import annotations

import time
from statistics import quantiles
from typing import Any

ACTIONS, PEOPLE = 40, 15
AIM = 200.0
TIMES = 20


def saves(*, child: Any, by: Any) -> dict[str, dict[str, float]]:
    """By kind of save: best, middle and slow end in milliseconds, of a meeting about ``child`` that ``by`` chairs."""
    from django.test import Client
    from django.urls import reverse

    from safelight.core import clock
    from safelight.meetings import actions
    from safelight.meetings.models import Case
    from safelight.plans import queries as plans

    rows = _rows(by, child)
    now = clock.now()
    when = actions.When(starts_at=now, place="Library")
    meeting = actions.plan_meeting(by=by, kind="family", children_about=[child], when=when, now=now)
    case = Case.objects.select_related("meeting__partnership", "child").get(meeting=meeting)
    guests = [actions.Guest(part="child"), actions.Guest(name="Dawn", role="mum", part="parent")]
    guests += [actions.Guest(name=f"Guest {number}", role="youth worker") for number in range(PEOPLE - 2)]
    actions.invite(by=by, case=case, guests=guests, now=now)
    actions.open_meeting(by=by, case=case, now=now)
    client = Client(SERVER_NAME="localhost")
    client.force_login(by)
    here = {"child_id": child.pk, "meeting_id": meeting.pk}
    page, about = reverse("meetings:meeting", kwargs=here), {"about": str(child.pk)}

    def row_url(number: int) -> str:
        return reverse("meetings:row", kwargs={**here, "action_id": rows[number % len(rows)].pk})

    def review(number: int) -> tuple[str, dict[str, str]]:
        row = plans.actions_of(rows[0].plan).get(pk=rows[number % len(rows)].pk)
        before = {f"before_{name}": value for name, value in actions.row_values(row).items()}
        typed = {"what": "review", "what_now": "carry_on", "rag": "green", "words": f"Told {number} times."}
        return row_url(number), {**typed, **before}

    kinds: dict[str, Any] = {
        "what somebody said, of a row": lambda n: (
            row_url(n),
            {"what": "say", "speaker": "Guest 3", "said": f"The bus is late, {n}."},
        ),
        "a row reviewed": review,
        "what somebody said": lambda n: (
            page,
            {"what": "said", "said_speaker": "Dawn", "said_words": f"She is home more, {n}."},
        ),
        "level": lambda n: (page, {"what": "level", "level_answer": "right", "level_words": f"For now, {n}."}),
        "VOLT entry": lambda n: (page, {"what": "volt-theme", "volt-theme-volt_words": f"Lifts, {n}"}),
        "next date": lambda n: (page, {"what": "next", **_day(n)}),
    }
    found = {}
    client.post(page, {**about, "what": "mine", "sure": "yes"})
    for name, make in kinds.items():
        taken = []
        for number in range(TIMES):
            url, fields = make(number)
            start = time.perf_counter()
            answer = client.post(url, {**about, **fields})
            taken.append((time.perf_counter() - start) * 1000)
            # What is kept leads on, to a page of the same meeting; a page that asks something has kept nothing.
            if answer.status_code != 302 or str(meeting.pk) not in answer.url:
                raise RuntimeError(f"{name} answered {answer.status_code}")
        hundredths = quantiles(taken, n=100)
        found[name] = {"best": min(taken), "p50": hundredths[49], "p95": hundredths[94]}
    return found


def _day(number: int) -> dict[str, str]:
    return {"next_day-day": str(1 + number % 28), "next_day-month": "1", "next_day-year": "2040"}


def _rows(by: Any, child: Any) -> list[Any]:
    """The rows of a plan with 40 open actions."""
    from safelight.core import clock
    from safelight.plans import actions, queries

    now = clock.now()
    plan = queries.current(child)
    if plan is None:
        plan = actions.begin(by=by, child=child, now=now)
    elif plan.state == "submitted":
        plan = actions.take_back(by=by, plan=plan, now=now)
    elif plan.state == "in_force":
        plan = actions.bring_up_to_date(by=by, plan=plan, now=now)
    open_rows = [row for row in queries.actions_of(plan) if row.state not in queries.ENDED]
    for number in range(ACTIONS - len(open_rows)):
        values = {"text": f"Somebody does thing {number}", "who": "Rhian Castellan, social worker"}
        actions.add_action(by=by, plan=plan, outcome=1 + number % 11, values=values, now=now)
    rows = [row for row in queries.actions_of(plan) if row.state not in queries.ENDED]
    for row in rows:
        row.plan = plan
    return rows


def report(found: dict[str, dict[str, float]]) -> bool:
    """Print the figures; whether the middle of each is under the aim."""
    print(f"  a meeting with {ACTIONS} actions and {PEOPLE} people: each save, {TIMES} times, aim under {AIM:.0f} ms")
    print(f"  {'':<34}{'best':>8}{'p50':>8}{'p95':>8}")
    for name, each in found.items():
        print(f"  {name:<34}{each['best']:>8.1f}{each['p50']:>8.1f}{each['p95']:>8.1f}")
    print()
    return all(each["p50"] < AIM for each in found.values())
