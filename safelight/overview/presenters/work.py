"""Duties as rows, and what My work shows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core.clock import london_day
from safelight.duties import clock
from safelight.duties.clock import Bucket
from safelight.duties.types import Closes, Duty
from safelight.duties.waiting import Waiting
from safelight.overview import queries
from safelight.overview.queries import Unfinished, Work
from safelight.ratings import wording
from safelight.ratings.procedures import AGREE
from safelight.toolkits.rating.suggestion import Citation
from safelight.ui import formats

HEADINGS: dict[Bucket, Any] = {
    Bucket.OVERDUE: lambda: _("Overdue"),
    Bucket.TODAY: lambda: _("Today"),
    Bucket.THIS_WEEK: lambda: _("This week"),
    Bucket.LATER: lambda: _("Later"),
}


def act_url(duty: Duty, came_from: str = "") -> str:
    """The page on which a duty is closed, passed on or set aside."""
    address = reverse("overview:duty", args=[duty.child_id, duty.key])
    return f"{address}?from={came_from}" if came_from else address


def my_work(user: User, work: Work, now: datetime) -> dict[str, Any]:
    """The sections of My work, with how many each holds."""
    names = who_names(work.children.values(), london_day(now))
    sections = []
    groups = queries.grouped(work.due)
    for bucket in Bucket:
        rows = [
            _my_row(user, duty, others, work, names, now)
            for duty, others in groups
            if clock.bucket(duty, now) is bucket
        ]
        if rows:
            sections.append({"id": bucket.value.replace("_", "-"), "heading": HEADINGS[bucket](), "rows": rows})
    answers = [_answer_row(duty, names, now) for duty in work.answers]
    offered = [_offered_row(duty, work, names, now) for duty in work.offered]
    return {
        "today": now,
        "sections": sections,
        "answers": answers,
        "offered": offered,
        "counts": _counts(sections, len(answers), len(offered)),
    }


def load_rows(work: Work) -> list[dict[str, Any]]:
    """For a manager: each worker with how much is due from them, and how much of it is overdue (HZ-22)."""
    return [
        {"name": work.names.get(load.owner_id, ""), "due": load.due, "overdue": load.overdue} for load in work.loads
    ]


def coming_up(work: Work, now: datetime) -> list[dict[str, Any]]:
    """The next four weeks, week by week from Monday, each with its duties; a week without any is left out."""
    names = who_names(work.children.values(), london_day(now))
    weeks: dict[date, list[dict[str, Any]]] = {}
    for duty, others in queries.grouped(work.due):
        assert duty.due_at is not None
        day = clock.last_day_of(duty.due_at)
        row = duty_row(duty, others, work.names, now, came_from="work")
        row["who"] = names[duty.child_id]
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(row)
    return [{"monday": monday, "rows": rows} for monday, rows in sorted(weeks.items())]


def _counts(sections: Sequence[Mapping[str, Any]], answers: int, offered: int) -> list[dict[str, str]]:
    words = {
        "overdue": lambda n: _("%(n)d overdue") % {"n": n},
        "today": lambda n: _("%(n)d today") % {"n": n},
        "this-week": lambda n: _("%(n)d this week") % {"n": n},
        "later": lambda n: _("%(n)d later") % {"n": n},
    }
    found = [{"text": words[one["id"]](len(one["rows"])), "href": f"#{one['id']}"} for one in sections]
    if answers:
        text = ngettext("%(n)d waits for your answer", "%(n)d wait for your answer", answers) % {"n": answers}
        found.append({"text": text, "href": "#answers"})
    if offered:
        found.append({"text": _("%(n)d passed on to you") % {"n": offered}, "href": "#offered"})
    return found


def who_names(found: Iterable[Child], today: date) -> dict[UUID, str]:
    """``Kayla Denholm, 15`` for each child; two of one name and age have their references beside it (HZ-26)."""
    listed = list(found)
    plain = {child.pk: _who(child, today) for child in listed}
    often = Counter(plain.values())
    return {
        child.pk: f"{plain[child.pk]} ({child.reference})" if often[plain[child.pk]] > 1 else plain[child.pk]
        for child in listed
    }


def _who(child: Child, today: date) -> str:
    age = children.age_on(child, today)
    name = children.full_name(child)
    return name if age is None else f"{name}, {age}"


def _my_row(
    user: User, duty: Duty, others: Sequence[Duty], work: Work, names: Mapping[UUID, str], now: datetime
) -> dict[str, Any]:
    row = duty_row(duty, others, work.names, now, came_from="work")
    nobody = _("It is for any manager of the team.") if duty.owner_id is None else ""
    row["who"] = names[duty.child_id]
    row["why"] = " ".join(part for part in (row["why"], nobody, _passed_words(duty, work.names)) if part)
    return row


def _answer_row(duty: Duty, names: Mapping[UUID, str], now: datetime) -> dict[str, Any]:
    row = duty_row(duty, (), {}, now)
    row["who"] = names[duty.child_id]
    label = _("Agree or decline") if duty.code == AGREE else duty.act_label
    row["action"] = {"text": label, "href": duty.url}
    row["more"] = ""
    return row


def unheard(user: User, work: Work, today: date) -> list[dict[str, str]]:
    """For a manager: plans behind which the child's own words are missing."""
    names = who_names(work.children.values(), today)
    return [
        {"text": names[plan.child_id], "href": reverse("plans:child", args=[plan.child_id])}
        for plan in queries.plans_without_voice(user, work.children)
    ]


def waiting_rows(found: Sequence[Waiting], now: datetime) -> list[dict[str, Any]]:
    """What waits in the partnership and is about no child, as rows like those of the duties."""
    rows = []
    for one in found:
        when, note = _when(one.due_at, now)
        rows.append(
            {
                "when": when,
                "when_note": note,
                "overdue": one.due_at is not None and now > one.due_at,
                "who": one.who,
                "what": one.title,
                "must": one.must,
                "why": one.why,
                "action": {"text": one.act_label, "href": one.url},
            }
        )
    return rows


def _when(due_at: datetime | None, now: datetime) -> tuple[str, str]:
    if due_at is None:
        return (_("No set day"), "")
    day, today = clock.last_day_of(due_at), london_day(now)
    time = "" if due_at == clock.end_of_day(day) else formats.time(due_at)
    if day == today:
        return (_("Today"), time if now > due_at or not time else _("by %(time)s") % {"time": time})
    return (formats.short_date(day), time)


def _offered_row(duty: Duty, work: Work, names: Mapping[UUID, str], now: datetime) -> dict[str, Any]:
    row = duty_row(duty, (), {}, now)
    owner = work.names.get(duty.owner_id, "") if duty.owner_id else _("a manager")
    row["who"] = names[duty.child_id]
    row["why"] = _("%(name)s asks you to take it over. Until you do, it is theirs.") % {"name": owner}
    row["action"] = {"text": _("Look and take it over"), "href": act_url(duty, "work")}
    row["more"] = ""
    return row


def duty_row(
    duty: Duty, others: Sequence[Duty], names: Mapping[UUID, str], now: datetime, came_from: str = ""
) -> dict[str, Any]:
    """One duty for ``ui/components.html``: when, what, why, and the one button that closes it.

    ``others`` are answered by the same act. ``more`` is where it can be passed on, if the button leads elsewhere.
    """
    where = clock.bucket(duty, now)
    when, note = when_words(duty, now)
    page = act_url(duty, came_from)
    href = duty.url if duty.closes is Closes.RECORD else page
    return {
        "when": when,
        "when_note": note,
        "overdue": where is Bucket.OVERDUE,
        "what": duty.title,
        "must": duty.must or any(other.must for other in others),
        "why": duty.why,
        "also": [other.title for other in others],
        "action": {"text": duty.act_label or _("Open"), "href": href or page},
        "more": page if href and href != page else "",
    }


def _passed_words(duty: Duty, names: Mapping[UUID, str]) -> str:
    if duty.passed_to_id is None:
        return ""
    return _("Passed on to %(name)s, who has not taken it over yet.") % {"name": names.get(duty.passed_to_id, "")}


def when_words(duty: Duty, now: datetime) -> tuple[str, str]:
    """When a duty is due, as two short texts: ``Yesterday`` and ``06:40``; ``Thursday`` and ``26 Nov``.

    An end of day has no time beside it. A window that has begun says so; what has no clock goes on. What is never
    too late has no day in the past.
    """
    today = london_day(now)
    if duty.never_too_late and duty.due_at is not None and now > duty.due_at:
        return (_("Now"), _("still worth doing"))
    if duty.due_at is None:
        return (_("No set day") if duty.must else _("Goes on"), "")
    day = clock.last_day_of(duty.due_at)
    time = "" if duty.due_at == clock.end_of_day(day) else formats.time(duty.due_at)
    if day == today:
        overdue = now > duty.due_at
        return (_("Today"), time if overdue or not time else _("by %(time)s") % {"time": time})
    if day == today - timedelta(days=1):
        return (_("Yesterday"), time)
    if day < today:
        return (formats.short_date(day), str(day.year) if day.year != today.year else time)
    if duty.aim_from and duty.aim_from < day:
        start = (
            _("From now") if duty.aim_from <= today else _("From %(day)s") % {"day": formats.short_date(duty.aim_from)}
        )
        return (start, _("overdue after %(day)s") % {"day": formats.short_date(day)})
    if day <= today + timedelta(days=7):
        if day == today + timedelta(days=1):
            return (_("Tomorrow"), time)
        return (_weekday(day), time or formats.day_and_month(day))
    return (formats.date(day) if day.year != today.year else formats.short_date(day), "")


def _weekday(day: date) -> str:
    return str(dateformat.format(day, "l"))


def drafts(user: User, unfinished: Unfinished, today: date) -> list[dict[str, Any]]:
    """What was begun and not finished, to go on with."""
    names = who_names((draft.child for draft in unfinished.assessments), today)
    found: list[dict[str, Any]] = [
        {
            "text": _("Assessment: %(who)s") % {"who": names[draft.child_id]},
            "href": reverse("assessments:assessment", args=[draft.child_id, draft.pk]),
            "since": draft.started_at,
        }
        for draft in unfinished.assessments
    ]
    found += [
        {
            "text": _("Concern not logged yet: %(reference)s") % {"reference": concern.reference},
            "href": reverse("children:concern_edit", args=[concern.pk]),
            "since": concern.created_at,
        }
        for concern in queries.draft_concerns(user)
    ]
    names = who_names((plan.child for plan in unfinished.plans), today)
    found += [
        {
            "text": _("Safety plan: %(who)s") % {"who": names[plan.child_id]},
            "href": reverse("plans:child", args=[plan.child_id]),
            "since": plan.started_at,
        }
        for plan in unfinished.plans
    ]
    return sorted(found, key=lambda one: one["since"], reverse=True)


def waiting(unfinished: Unfinished, today: date) -> list[dict[str, Any]]:
    """What this person has sent and somebody else has to answer."""
    decisions, plans = unfinished.decisions, unfinished.sent_plans
    about = {decision.child_id: decision.child for decision in decisions}
    about |= {plan.child_id: plan.child for plan in plans}
    names = who_names(about.values(), today)
    sent = [
        {
            "text": names[plan.child_id],
            "what": _("a plan, with %(who)s since %(at)s")
            % {
                "who": plan.manager.name if plan.manager else _("a manager"),
                "at": formats.date_and_time(plan.submitted_at),
            },
            "href": reverse("plans:child", args=[plan.child_id]),
        }
        for plan in plans
    ]
    return sent + [
        {
            "text": names[decision.child_id],
            "what": _("a lower level, with a manager since %(at)s") % {"at": formats.date_and_time(decision.at)},
            "href": reverse("ratings:decision", args=[decision.child_id, decision.assessment_id]),
        }
        for decision in decisions
    ]


def child_duties(found: Sequence[Duty], names: Mapping[UUID, str], now: datetime) -> list[dict[str, Any]]:
    """All that is due about one child, with whose it is."""
    rows = []
    for duty, others in queries.grouped(found):
        row = duty_row(duty, others, names, now)
        row["why"] = " ".join(
            part for part in (f"{owner_words(duty, names)}.", duty.why, _passed_words(duty, names)) if part
        )
        if row["overdue"]:
            row["when_note"] = _since(duty, now)
            row["when"] = _("Overdue")
        rows.append(row)
    return rows


def _since(duty: Duty, now: datetime) -> str:
    """``since yesterday 06:40``: how long something has been overdue."""
    if duty.due_at is None:
        return ""
    day, today = clock.last_day_of(duty.due_at), london_day(now)
    _when, note = when_words(duty, now)
    if day >= today - timedelta(days=1):
        words = _("since yesterday") if day < today else _("since")
    else:
        words = _("since %(day)s") % {"day": formats.short_date(day)}
    return f"{words} {note}".strip()


def owner_words(duty: Duty, names: Mapping[UUID, str]) -> str:
    """Whose a duty is."""
    if duty.owner_id is not None and duty.owner_id in names:
        return names[duty.owner_id]
    return _("For any manager of the team")


def cites(duty: Duty) -> str:
    """Where a duty stands in the sources: ``Toolkit, Part B1``."""
    return wording.cited([Citation(one.source, one.section) for one in duty.cites if one.source == "P"])
