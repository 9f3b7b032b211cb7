"""For each address that takes a form about a child: a form that is filled in as it should be.

So that what is refused is refused for who asks, and not for what they typed. Each carries the child's id (``about``).
"""

from collections.abc import Callable

from tests.integration.who_may.world import Record, World

Fields = dict[str, str]
DAY = {"day": "24", "month": "11", "year": "2026"}


def _day(name: str, **other: str) -> Fields:
    return {f"{name}-{part}": text for part, text in {**DAY, **other}.items()}


def _moment(name: str) -> Fields:
    return {**_day(name), f"{name}-time": "15:00"}


_TOLD = {"who": "Sgt Bell", "agency_reference": "none given", "words": "They will ring.", **_moment("told_at")}
_NEXT_YEAR = {"month": "1", "year": "2027"}

# By address: the fields beside ``about``. A callable is given the record, for identifiers of its own.
FORMS: dict[str, Fields | Callable[[World, Record], Fields]] = {
    "assessments:start": {},
    "assessments:details": {},
    "assessments:vulnerability_factors": {},
    "assessments:risk_factors": {},
    "assessments:analysis": {},
    "assessments:differences": {},
    "assessments:add_indicator": {"level": "medium", "label": "Two new coats", "answer": "present"},
    "assessments:ask_agency": {"agency_name": "Lantern School"},
    "assessments:answer_agency": lambda _world, record: {f"words-{record.ids['agency_id']}": "Not seen this term."},
    "assessments:abandon": {"reason": "Begun by mistake."},
    "assessments:withdraw": {"what": "withdraw", "reason": "It is about another child."},
    "assessments:autosave": {"field": "child_words", "value": "It is fine.", "version": "99"},
    "children:glass_end": {},
    "children:glass_review": {"outcome": "appropriate", "what_was_done": "Read what was written."},
    "children:restriction": lambda _world, record: {
        "what": "restrict",
        "reason": "A relative.",
        "people": str(record.place.maker.pk),
    },
    "children:conflicts": lambda _world, record: {
        "what": "exclude",
        "person": str(record.place.colleague.pk),
        "independent_reviewer": str(record.place.head.pk),
        "reason": "A relative.",
    },
    "children:warnings": {"kind": "dog", "words": "A dog.", "told_person": "yes", **_day("until", **_NEXT_YEAR)},
    "children:warning": {"outcome": "ended", "reason": "The dog is gone."},
    "children:halts": {"what": "own", "safe": "unsafe"},
    "children:twins": {"twins": "no"},
    "children:transition": {"notes": "A worker for adults joins in spring."},
    "children:transition_check": {},
    "children:workers": lambda world, _record: {"user": str(world.a.spare.pk), "role": "Mentor"},
    "children:lead_worker": lambda _world, record: {"user": str(record.place.colleague.pk)},
    "children:worker_end": {"to": ""},
    "children:person_new": {"name": "Uncle Jo", "kind": "family", "tie": "steady"},
    "children:person": {"name": "Aunt Beatrix", "kind": "family", "tie": "steady", "version": "1"},
    "children:person_safe": {"safe": "safe", "telephone_safe": "safe"},
    "children:person_end": {},
    "children:person_hours": {"days": "every_day", "start": "19:00", "end": "20:00"},
    "children:hours_remove": {},
    "children:strength_new": {"words": "A kind neighbour."},
    "children:strength_end": {},
    "children:contact": {"kind": "visit", "words": "Seen at school."},
    "children:voice": {"whose": "child", "words": "I am tired."},
    "children:promise_new": {"kind": "promise", "words": "I will come back.", **_day("due_on")},
    "children:promise": {"outcome": "kept", "words": "Rang."},
    "children:disclosure_new": {"words": "He hits me.", "present": "Nobody else", **_moment("said_at")},
    "children:disclosure_told": _TOLD,
    "children:concern_link": lambda _world, record: {"child": str(record.child.pk)},
    "children:concern_close": {"reason": "It was somebody else."},
    "children:concern_send": {},
    "children:concern_told": _TOLD,
    "ratings:own_view": {"own_level": "low", "own_reason": "Seen twice."},
    "ratings:keep": {"field": "own_reason", "value": "Seen twice.", "version": "1"},
    "ratings:answer": {"outcome": "agreed", "comment": "I agree."},
    "ratings:seen": {},
    "plans:draft": {},
    "plans:change": {},
    "plans:header": {"role": "Worker", "version": "1"},
    "plans:disruption": {"outcome": "1"},
    "plans:targets": {"text": "Home by ten on Fridays", "child": "agreed", "parents": "agreed"},
    "plans:target": {"whose": "child", "answer": "agreed"},
    "plans:agencies": {"person": "Sam Hale, youth worker"},
    "plans:reports": {},
    "plans:report": {"progress": "It goes well.", "version": "1"},
    "plans:report_sent": {"sent_to": "Exploitation team", "version": "1"},
    "outputs:taken": {"into": "child_in_need", **_day("into_on")},
    "plans:low_risk": {"path": "meeting", "why": "Two agencies know her."},
    "plans:choose": {"outcome": "1"},
    "plans:gap": {"code": "L1", "why": "She has somebody for this already."},
    "plans:add": {"outcome": "1", "what": "Meet at the café"},
    "plans:take_out": {"why": "Done already."},
    "plans:progress": {"state": "under_way", "text": "Begun."},
    "plans:submit": {},
    "plans:take_back": {},
    "plans:close": {"why": "The child moved away."},
    "young_person:plan": {"language": "en"},
    "young_person:start": {},
    "young_person:autosave": {"field": "language", "value": "en", "version": "1"},
    "young_person:pair": {"kind": "curfew"},
    "young_person:helpers": {"who": "else", "called": "Bea"},
    "young_person:welsh": {},
    "young_person:worker": {"sure": "yes"},
    "young_person:sign": {"signed_by": "young_person", **_day("signed_on")},
    "young_person:look": {"outcome": "safe", "note": "Known to us."},
    "meetings:new": {"kind": "strategy", "lasts": "60", **_moment("starts_at")},
    "meetings:meeting": {"what": "said", "said_speaker": "Aunt Bea", "said_words": "She is home more."},
    "meetings:row": {"what": "say", "speaker": "Aunt Bea", "said": "It works."},
    "meetings:people": {"what": "guest", "name": "Sam Hale", "role": "Mentor", "part": "professional"},
    "meetings:change": {"lasts": "60", "version": "1", **_moment("starts_at")},
    "meetings:close": {f"why-{item}": "No time." for item in ("child", "level", "work")},
    "meetings:cancel": {"why": "She is ill."},
    "sharing:circulate": {"paper": "plan", "other_name": "Ivo Lark", "other_kind": "professional"},
    "sharing:copy_send": {"channel": "in_person"},
    "sharing:copy_print": {},
    "sharing:copy_have": {"how": "Rang back."},
    "sharing:copy_chase": {},
    "sharing:copy_line": {"line": "said-1", "why": "It may be read at home."},
    "sharing:copy_recall": {"why": "The wrong version."},
    "sharing:decide": {
        "share": "no",
        "recipient": "The club",
        "what": "Where he lives",
        "why": "They need not know.",
        "consent": "not_asked",
        "consent_why": "Nothing is shared.",
        "advice": "None was needed.",
        "told": "Nobody, for now.",
        "safety": "Nobody can find him by it.",
    },
    "missing:past": {
        **_moment("missing_from"),
        "missing_from-day": "1",
        **_moment("until"),
        "until-day": "2",
        "seen_in_person": "person",
        "seen_by": "Sgt Bell",
    },
    "missing:return": {**_moment("until"), "seen_in_person": "person", "seen_by": "Sgt Bell"},
    "missing:away": {"how": "call", "with_whom": "Her aunt", "answered": "no"},
    "missing:correct": {**_moment("missing_from"), "missing_from-day": "23", "why": "The register.", "number": "1"},
    "missing:error": {"why": "It was her cousin.", "number": "1"},
    "missing:join": lambda world, record: {"other": str(record.ids["back_id"]), "why": "She only rang."},
    "missing:close": {"number": "2"},
    "missing:interview": {
        "what": "offer",
        "offered_by": "Sam Hale",
        "trusted": "She asked for him.",
        "independent": "yes",
        "number": "1",
    },
    "missing:recommendation": {"why_none": "It was done at once."},
    "support:alert_new": {"kind": "gp", "where": "The surgery", "told": "Dr Bell", "why": "Injuries.", **_day("since")},
    "support:alert": {"what": "notice", "from_whom": "Dr Bell", "words": "She was seen."},
    "support:look": {"outcome": "right", "words": "Nothing new."},
    "support:monitoring_new": {
        "what": "place",
        "how": "By her mother.",
        "child_answer": "agreed",
        "parents_answer": "agreed",
        "agreed_by": "Her social worker",
        "why": "She is met on the way home.",
        "gentler": "Being fetched.",
        **_day("since"),
        **_day("review_on", **_NEXT_YEAR),
    },
    "support:monitoring": {"goes_on": "no", "why": "It is no longer needed."},
    "support:restraint_new": {
        "where": "The door",
        "by_whom": "A carer",
        "why": "A car waited.",
        "told": "Her social worker",
        **_day("happened_at", day="20"),
        "happened_at-time": "15:00",
    },
    "support:placement": {"words": "It stays, with more staff at night."},
    "support:move_new": {
        "away_from": "Home",
        "to": "An aunt",
        "reasons": "Threats.",
        "alternatives": "More patrols.",
        "goes_on": "Police work on.",
        "decided_by": "Her social worker",
        **_day("moved_on"),
    },
    "support:calm": {"triggers": "Messages at night.", "number": "0"},
    "support:work_new": {"title": "Friends", "purpose": "What a friend is.", "lead": "Sam Hale", **_day("session_1")},
    "support:work": {"what": "session", **_day("planned_on")},
    "support:session": {"state": "held", "words": "We talked.", "number": "1"},
    "overview:duty": {"what": "done", "note": "Rang her."},
    "oversight:viewers_file": {"passphrase": "7K3Q-93BD-VXRW-HJ4M"},
    "governance:open": {"requested_by": "young_person", "requester_name": "Robin", **_day("received_on")},
    "governance:act": {"child_view": "I would like to read it."},
    "governance:corrections": {"fact": "school", "says": "Wrong.", "asked_by": "Robin", **_day("received_on")},
    "governance:answer_correction": {"answer": "refuse", "reason": "The school says so.", "statement": "It is wrong."},
}


def filled_in(world: World, name: str, record: Record) -> Fields:
    """The form of an address about a child; of one without fields only the mark of the child."""
    found = FORMS.get(name, {})
    fields = found if isinstance(found, dict) else found(world, record)
    return {"about": str(record.child.pk), **fields}
