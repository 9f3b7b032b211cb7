"""For each address, the identifiers that it names of one child's record or of one partnership: real ones, not guesses.

A new address needs a line here; the test that finds none says so.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from tests.integration.who_may.world import House, Record

Arguments = Mapping[str, Any]


def _child(*names: str, **fixed: str) -> Callable[[Record], Arguments]:
    """The child, these identifiers of the record, and fixed words."""

    def arguments(record: Record) -> Arguments:
        return {"child_id": record.child.pk, **{name: record.ids[name] for name in names}, **fixed}

    return arguments


def _draft(**fixed: str) -> Callable[[Record], Arguments]:
    return lambda record: {"child_id": record.child.pk, "assessment_id": record.draft.pk, **fixed}


def _completed(**fixed: str) -> Callable[[Record], Arguments]:
    return lambda record: {"child_id": record.child.pk, "assessment_id": record.completed.pk, **fixed}


def _of(*names: str, **fixed: str) -> Callable[[Record], Arguments]:
    """Identifiers of the record without the child's own."""
    return lambda record: {**{name: record.ids[name] for name in names}, **fixed}


# Addresses about one child, whether or not the child's id stands in them.
ADDRESS_ARGUMENTS: dict[str, Callable[[Record], Arguments]] = {
    "assessments:list": _child(),
    "assessments:start": _child(),
    "assessments:assessment": _draft(),
    "assessments:details": _draft(),
    "assessments:ask_agency": _draft(),
    "assessments:answer_agency": lambda record: {**_draft()(record), "agency_id": record.ids["agency_id"]},
    "assessments:vulnerability_factors": _draft(),
    "assessments:risk_factors": _draft(),
    "assessments:add_indicator": _draft(),
    "assessments:summary": _draft(),
    "assessments:analysis": _draft(),
    "assessments:autosave": _draft(),
    "assessments:differences": _draft(),
    "assessments:put_aside": _draft(),
    "assessments:compare": _draft(),
    "assessments:abandon": _draft(),
    "assessments:withdraw": _completed(),
    "children:glass": _child(),
    "directory:for_child": _child(),
    "missing:child": _child(),
    "missing:past": _child(),
    "missing:episode": _child("episode_id"),
    "missing:return": _child("episode_id"),
    "missing:away": _child("episode_id", what="attempt"),
    "missing:correct": _child("episode_id"),
    "missing:error": _child("episode_id"),
    "missing:join": _child("episode_id"),
    "missing:close": lambda record: {"child_id": record.child.pk, "episode_id": record.ids["returned_id"]},
    "missing:interview": lambda record: {
        "child_id": record.child.pk,
        "episode_id": record.ids["back_id"],
        "interview_id": record.ids["interview_id"],
    },
    "missing:recommendation": lambda record: {
        "child_id": record.child.pk,
        "episode_id": record.ids["returned_id"],
        "recommendation_id": record.ids["recommendation_id"],
    },
    "support:child": _child(),
    "support:alert_new": _child(),
    "support:alert": _child("alert_id"),
    "support:look": _child("notice_id"),
    "support:monitoring_new": _child(),
    "support:monitoring": _child("monitoring_id"),
    "support:restraint_new": _child(),
    "support:placement": _child(),
    "support:move_new": _child(),
    "support:calm": _child(),
    "support:work_new": _child(),
    "support:work": _child("work_id"),
    "support:session": _child("session_id"),
    "children:glass_end": _child(),
    "children:glass_review": _child("glass_id"),
    "children:restriction": _child(),
    "children:conflicts": _child(),
    "children:warnings": _child(),
    "children:warning": _child("warning_id"),
    "children:halts": _child(),
    "children:details": _child(),
    "children:edit": _child(),
    "children:history": _child(),
    "children:twins": _child(),
    "children:transition": _child(),
    "children:transition_check": _child(),
    "children:chronology": _child(),
    "children:workers": _child(),
    "children:lead_worker": _child(),
    "children:worker_end": _child("involvement_id"),
    "children:people": _child(),
    "children:person_new": _child(),
    "children:person": _child("person_id"),
    "children:person_safe": _child("person_id"),
    "children:person_end": _child("person_id"),
    "children:person_hours": _child("person_id"),
    "children:hours_remove": _child("person_id", "hours_id"),
    "children:strengths": _child(),
    "children:strength_new": _child(kind="protective"),
    "children:strength_end": _child("strength_id"),
    "children:contact": _child(),
    "children:voice": _child(),
    "children:promise_new": _child(),
    "children:promise": _child("promise_id"),
    "children:child_concerns": _child(),
    "children:disclosure_new": _child(),
    "children:disclosure": _child("disclosure_id"),
    "children:disclosure_told": _child("disclosure_id", agency="police"),
    "children:concern": _of("concern_id"),
    "children:concern_edit": _of("concern_id"),
    "children:concern_link": _of("concern_id"),
    "children:concern_close": _of("concern_id"),
    "children:concern_send": _of("concern_id"),
    "children:concern_told": _of("concern_id", agency="police"),
    "ratings:own_view": _draft(),
    "ratings:suggestion": _draft(),
    "ratings:keep": _draft(),
    "ratings:decision": _completed(),
    "ratings:answer": _completed(),
    "ratings:seen": _completed(),
    "ratings:reminder": _completed(),
    "ratings:levels": _child(),
    "plans:child": _child(),
    "plans:draft": _child(),
    "plans:change": _child(),
    "plans:header": _child(),
    "plans:disruption": _child(),
    "plans:compare": _child(),
    "plans:targets": _child(),
    "plans:target": _child("target_id"),
    "plans:agencies": _child(),
    "plans:reports": _child(),
    "plans:report": _child("report_id"),
    "plans:report_sent": _child("report_id"),
    "outputs:take": _child(),
    "outputs:taken": _child(),
    "outputs:progress_report": _child("report_id"),
    "plans:low_risk": _child(),
    "plans:choose": _child(),
    "plans:add": _child(),
    "plans:gap": _child(),
    "plans:row": _child("action_id"),
    "plans:differences": _child("action_id"),
    "plans:take_out": _child("action_id"),
    "plans:history": _child("action_id"),
    "plans:progress": _child("action_id"),
    "plans:submit": _child(),
    "plans:take_back": _child(),
    "plans:close": _child(),
    "plans:version": _child("plan_id", "version_id"),
    "plans:review": _child(),
    **{
        f"young_person:{name}": _child() for name in ("plan", "start", "autosave", "helpers", "welsh", "sign", "worker")
    },
    "young_person:pair": _child(part="goal"),
    "young_person:look": _child("helper_id"),
    "outputs:young_person": _child(form="card", language="en", extension="pdf"),
    "meetings:child": _child(),
    "meetings:new": _child(),
    **{
        f"meetings:{name}": _child("meeting_id")
        for name in ("meeting", "people", "change", "close", "cancel", "calendar")
    },
    "meetings:row": _child("meeting_id", "action_id"),
    "outputs:minutes": lambda record: {
        "child_id": record.child.pk,
        "meeting_id": record.ids["closed_meeting_id"],
        "copy": "professional",
        "extension": "docx",
    },
    "oversight:viewers": _child(),
    "oversight:viewers_file": _child(),
    "overview:child": _child(),
    "overview:duty": _child("key"),
    "outputs:documents": _child(),
    "outputs:assessment": _completed(form="assessment", extension="docx"),
    "outputs:plan": _child(extension="docx"),
    "outputs:closed_plan": _child("plan_id", extension="docx"),
    "outputs:plan_version": _child("plan_id", "version_id", extension="docx"),
    "governance:open": _child(),
    "governance:request": _of("request_id"),
    "governance:act": _of("request_id", what="child-view"),
    "governance:step": _of("request_id", what="prepare"),
    "governance:review": _of("request_id"),
    "governance:answer": _of("request_id"),
    "governance:log": _of("request_id"),
    "governance:words": _of("request_id"),
    "governance:entries": _of("request_id"),
    "governance:entry": _of("request_id", "entry_id"),
    "governance:corrections": _child(),
    "governance:answer_correction": _child("correction_id"),
    "sharing:child": _child(),
    "sharing:new": _child(),
    "sharing:circulations": _child(),
    "sharing:circulate": _child(),
    "sharing:circulation": _child("circulation_id"),
    "sharing:copy": _child("copy_id"),
    "sharing:copy_send": _child("copy_id"),
    "sharing:copy_line": _child("copy_id"),
    **{
        f"sharing:copy_{step}": lambda record: {"child_id": record.child.pk, "copy_id": record.ids["sent_copy_id"]}
        for step in ("print", "have", "chase", "recall")
    },
    "sharing:decisions": _child(),
    "sharing:decide": _child(),
    "files:list": _child(),
    "files:attach": _child(),
    "files:download": _child("file_id"),
    "files:seal": _child("file_id"),
    "files:police": lambda record: {"child_id": record.child.pk, "file_id": record.ids["sealed_id"]},
}

# What the address asks for after its question mark.
QUESTIONS: dict[str, str] = {"plans:choose": "outcome=1", "plans:gap": "code=L1"}

# Addresses that name something of a partnership, and no child.
HOUSE_ARGUMENTS: dict[str, Callable[[House], Arguments]] = {
    "front_door:message": lambda house: {"message_id": house.message.pk},
    "front_door:read": lambda house: {"message_id": house.message.pk},
    "front_door:concern": lambda house: {"message_id": house.message.pk},
    "front_door:answer": lambda house: {"message_id": house.message.pk},
    "front_door:close": lambda house: {"message_id": house.message.pk},
    **{
        f"access:{name}": lambda house: {"person_id": house.here.maker.pk}
        for name in (
            "person",
            "person_edit",
            "person_role",
            "person_password",
            "person_factors",
            "person_sessions",
            "person_leave",
            "person_back",
        )
    },
    **{
        f"meetings:general_{name}": lambda house: {"meeting_id": house.meeting_id}
        for name in ("meeting", "people", "change", "close", "cancel", "calendar")
    },
    "plans:template": lambda house: {"template_id": house.template_id},
    "plans:template_use": lambda house: {"template_id": house.template_id},
    "outputs:word_template": lambda house: {"template_id": house.word_template_id},
    "access:agency": lambda house: {"agency_id": house.agency.pk},
    "access:team_new": lambda house: {"agency_id": house.agency.pk},
    "access:team": lambda house: {"team_id": house.here.team.pk},
    "children:duplicate": lambda house: {"pair_id": house.pair_id},
    "governance:lift": lambda house: {"hold_id": house.hold_id},
    "governance:proposal": lambda house: {"proposal_id": house.proposal_id},
    "governance:decide": lambda house: {"kind": "concern", "record_id": house.old_concern.pk},
}

# Addresses that name nothing, or a word of ours that is no secret.
PLAIN_ARGUMENTS: dict[str, Arguments] = {
    "outputs:blank": {"form": "plan", "extension": "docx"},
    "outputs:word_template_plain": {"form": "minutes"},
    "overview:guide_part": {"part": "indicators"},
    "overview:figures_list": {"key": "gender", "row": "all", "column": "all"},
    "directory:service": {"code": "childline"},
    "directory:guide": {"code": "missing"},
}


def absent(arguments: Arguments) -> Arguments:
    """The same address with identifiers that nobody has."""
    return {name: uuid4() if name.endswith("_id") else value for name, value in arguments.items()}


# Named by what they are about and not by the child: who is party to a referral is asked in tests/integration/sharing,
# and what somebody kept for themselves in tests/integration/access.
# An alert is somebody's only on a day that stood out: tests/integration/oversight.
# A picture or a factor is there only for who sets one up or has one: tests/integration/access.
# A browser is remembered only for who asked for it: tests/integration/access.
# A role that waits for a second administrator: tests/integration/access.
# The demo's outbox is there only in a demo: tests/integration/delivery.
ELSEWHERE = frozenset(
    {
        "delivery:outbox",
        "access:drop_kept",
        "access:forget_device",
        "access:role_offer",
        "access:app_picture",
        "access:remove_factor",
        "oversight:alert",
    }
) | {f"sharing:{name}" for name in ("referral", "acknowledge", "accept", "reject", "withdraw", "done", "read")}
