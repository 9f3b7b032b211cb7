"""The matrix: lines, sections, the prompt of a high line, and the counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.assessments import duties, queries
from safelight.assessments.models import HELD, Answer, Assessment, HighTick
from safelight.assessments.offered import Offered
from safelight.assessments.presenters.words import LEVEL_HEADINGS, LEVEL_NAMES
from safelight.assessments.queries import IndicatorView
from safelight.children import queries as children
from safelight.duties import queries as duty_queries
from safelight.toolkits.schema import SummaryRow, Toolkit
from safelight.ui import formats


class Prompts:
    """The prompts of the high lines of one assessment, for one reader: two queries, however many lines."""

    def __init__(self, assessment: Assessment, user: User) -> None:
        self.assessment, self.user = assessment, user
        self.name = children.short_name(assessment.child)
        self.ticks = {tick.code: tick for tick in queries.high_ticks(assessment)}
        self.closed = (
            {key for key, standing in duty_queries.standings([assessment.child_id]).items() if standing.closed}
            if self.ticks
            else set()
        )

    def of(self, line: IndicatorView) -> dict[str, Any] | None:
        """The prompt of a high line that is held, or that was and whose duty stands; None for any other line.

        One that is only carried forward has been acted on already: it prompts when it is confirmed.
        """
        if line.level != "high":
            return None
        tick = self.ticks.get(line.code)
        closed = tick is not None and duties.key(tick) in self.closed
        if line.held and (tick is not None or not line.carried_forward):
            prompt = self.unsaved
            if tick is not None:
                prompt |= {
                    "duty": self._duty(tick, closed),
                    "record_href": "" if closed else duties.address(tick),
                }
            return prompt
        if not line.held and tick is not None and not closed:
            return self.unsaved | {
                "title": _("This was marked. Its duty still stands."),
                "duty": _(
                    "Unticking a high risk line does not take its duty away. Say in a word why, or make the call."
                ),
                "record_href": duties.address(tick),
                "record": _("Say why"),
            }
        return None

    @property
    def unsaved(self) -> dict[str, Any]:
        """The prompt as it shows before the line is saved."""
        return {
            "title": _("Do not wait for the rest: is %(name)s being harmed now?") % {"name": self.name},
            "danger_number": "999",
            "mash_number": self.user.partnership.mash_telephone,
        }

    def _duty(self, tick: HighTick, closed: bool) -> str:
        if closed:
            return _("What was done about it stands under the child’s duties. If anything has changed, ring again.")
        author = self.assessment.author
        manager = author.line_manager.name if author.line_manager else _("the team’s manager")
        mine = author.pk == self.user.pk
        names = {
            "time": formats.time(tick.first_held_at),
            "date": formats.date(tick.first_held_at),
            "author": author.name,
            "manager": manager,
        }
        if mine and author.line_manager:
            raised = _("A duty was raised at %(time)s on %(date)s for you and for %(manager)s, your manager.")
        elif mine:
            raised = _("A duty was raised at %(time)s on %(date)s for you and for %(manager)s.")
        else:
            raised = _("A duty was raised at %(time)s on %(date)s for %(author)s and for %(manager)s.")
        return " ".join([raised % names, _("It stands if you leave this page or never finish it.")])


def rests_on(view: IndicatorView) -> str:
    """What a line rests on, as one text: what was seen or heard, who it came from, when. No stop stands twice."""
    beside = ", ".join(text for text in (view.source, view.when_text) if text)
    return formats.sentences(view.evidence, beside)


def line(
    view: IndicatorView,
    prompt: Mapping[str, Any] | None,
    *,
    unsaved: Mapping[str, Any] | None = None,
    open_fold: bool = False,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    offered: Sequence[Offered] = (),
) -> dict[str, Any]:
    """One line for the macro ``indicator_line``. ``typed`` and ``errors`` are by field."""

    def shown(part: str, kept: str) -> str:
        return (typed or {}).get(f"indicator.{view.code}.{part}", kept)

    wrong = {
        key: (errors or {}).get(f"indicator.{view.code}.{part}", "")
        for key, part in (
            ("answer", "answer"),
            ("evidence", "evidence"),
            ("source", "source"),
            ("when", "when_text"),
        )
    }
    return {
        "code": view.code,
        "level": view.level,
        "label": view.label,
        "today": view.today,
        "answer": shown("answer", view.answer) or "not_asked",
        "evidence": shown("evidence", view.evidence),
        "source": shown("source", view.source),
        "when": shown("when_text", view.when_text),
        "meaning": view.meaning,
        "ask": view.ask,
        "harm": view.harm,
        "carried": view.carried_forward and bool(view.answer),
        "harm_prompt": prompt,
        "harm_unsaved": unsaved,
        "open": open_fold,
        "offered": offered,
        "errors": {key: text for key, text in wrong.items() if text},
    }


SHOW = ("all", "not_asked", "held")


def sections(
    assessment: Assessment,
    lines: Sequence[IndicatorView],
    prompts: Prompts,
    *,
    show: str = "all",
    open_code: str = "",
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    marked: Mapping[str, Sequence[str]] | None = None,
    offered: Mapping[str, Sequence[Offered]] | None = None,
) -> list[dict[str, Any]]:
    """The three sections of the matrix, each with the lines that ``show`` leaves.

    ``marked`` has, by level, the codes of lines that were marked "not known" together and can be taken back;
    ``offered``, by code, the evidence that other rooms offer.
    """
    tallies = queries.counts(lines)
    found = []
    for level in queries.LEVELS:
        here = [view for view in lines if view.level == level]
        together = set((marked or {}).get(level, ()))
        name = f"{level}_summary"
        found.append(
            {
                "key": level,
                "name": LEVEL_NAMES[level],
                "heading": LEVEL_HEADINGS[level],
                "href": f"#{level}",
                "total": tallies[level]["lines"],
                "answered": tallies[level]["lines"] - tallies[level]["not_asked"],
                "rest": tallies[level]["not_asked"],
                "marked": sum(view.code in together and view.answer == Answer.NOT_KNOWN for view in here),
                "lines": [
                    line(
                        view,
                        prompts.of(view),
                        unsaved=prompts.unsaved if level == "high" else None,
                        open_fold=view.code == open_code,
                        typed=typed,
                        errors=errors,
                        offered=(offered or {}).get(view.code, ()),
                    )
                    for view in here
                    if _shown(view, show, errors or {})
                ],
                "summary": {
                    "name": name,
                    "text": (typed or {}).get(name, getattr(assessment, name)),
                    "carried": name in assessment.carried_fields,
                    "label": {
                        "low": _("Summary of low indicators"),
                        "medium": _("Summary of medium indicators"),
                        "high": _("Summary of high indicators"),
                    }[level],
                    "add": {
                        "low": _("Add another low indicator, not on the list"),
                        "medium": _("Add another medium indicator, not on the list"),
                        "high": _("Add another high indicator, not on the list"),
                    }[level],
                },
            }
        )
    return found


def _shown(view: IndicatorView, show: str, errors: Mapping[str, str]) -> bool:
    if any(name.startswith(f"indicator.{view.code}.") for name in errors):
        return True
    return {"not_asked": not view.answer, "held": view.held}.get(show, True)


def tally(lines: Sequence[IndicatorView]) -> dict[str, int]:
    """The numbers of the bar beneath the matrix and, by level, how many lines have an answer."""
    found = queries.counts(lines)
    every = found["all"]
    return {
        "answered": every["lines"] - every["not_asked"],
        "total": every["lines"],
        **{answer: every[answer] for answer in (*Answer.values, "not_asked")},
        "held": every["present"] + every["suspected"],
        **{level: found[level]["lines"] - found[level]["not_asked"] for level in queries.LEVELS},
    }


def next_not_asked(lines: Sequence[IndicatorView]) -> str:
    """The place on the page of the first line that nobody has asked about; empty when there is none."""
    return next((f"#line-{view.code}" for view in lines if not view.answer), "")


def filters(tally: Mapping[str, int], chosen: str, back: str = "") -> list[dict[str, Any]]:
    """The links that show all lines, those not asked yet, or those held; ``count`` names the number that follows.

    ``back`` is the step that saving leads back to, kept from one link to the next.
    """
    words = {"all": _("all"), "not_asked": _("not asked yet"), "held": _("present or suspected")}
    counts = {"all": "total", "not_asked": "not_asked", "held": "held"}
    more = f"&back={back}" if back else ""
    return [
        {
            "text": words[name],
            "count": counts[name],
            "number": tally[counts[name]],
            "href": f"?show={name}{more}",
            "current": name == chosen,
        }
        for name in SHOW
    ]


# From what rules a row of the summary form out to what ticks it.
_CERTAINTY = (Answer.NOT_PRESENT.value, "", Answer.NOT_KNOWN.value, Answer.SUSPECTED.value, Answer.PRESENT.value)


def form_rows(kit: Toolkit, lines: Sequence[IndicatorView]) -> list[dict[str, Any]]:
    """The summary form with each row's answer, so that the five can be told apart (RA-16); only present ticks it.

    A row of several lines has the surest of them, one that needs another indicator is no surer than the surest other.
    """
    answers = {line.code: line.answer for line in lines}
    groups = []
    for group in kit.summary_form.groups:
        rows = [
            {"label": row.label, "today": kit.today_of(row), "answer": _row_answer(row, answers) or "not_asked"}
            for row in group.rows
        ]
        others = [
            {"label": line.label, "answer": line.answer or "not_asked"}
            for line in lines
            if line.is_other and line.level == group.level
        ]
        groups.append({"heading": group.heading, "rows": rows, "others": others})
    return groups


def _row_answer(row: SummaryRow, answers: Mapping[str, str]) -> str:
    own = max((answers.get(code, "") for code in row.ticked_by), key=_CERTAINTY.index)
    if not row.with_another:
        return own
    beside = [answer for code, answer in answers.items() if code not in row.ticked_by]
    return min(own, max(beside, key=_CERTAINTY.index, default=""), key=_CERTAINTY.index)


def harm_and_risk(lines: Sequence[IndicatorView]) -> tuple[list[IndicatorView], list[IndicatorView]]:
    """The held lines, signs that harm has happened apart from signs of risk (BE-16)."""
    held = [view for view in lines if view.answer in HELD]
    return [view for view in held if view.harm], [view for view in held if not view.harm]
