"""What a record consists of, table by table: what is told of each row in a bundle, or why it is not told.

A table that holds something of a child and stands in neither list fails a test. Every field of a row is told, but for
those of the machine (ids, versions) and those named in ``leave_out``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from safelight.access.models import User
from safelight.children.models import Child
from safelight.core.clock import london_day
from safelight.governance import walk, words
from safelight.governance.redaction import Kind, Known, Spared
from safelight.ui import formats


@dataclass(frozen=True)
class Part:
    """How the rows of a table are told: under which heading, of which day, and without which fields.

    ``names`` are fields that hold the name of somebody other than the child, and what sort of person it is. ``only``
    are conditions on the rows that are told, where not all of them are.
    """

    heading: Any
    at: str
    leave_out: frozenset[str] = frozenset()
    names: Mapping[str, Kind] | None = None
    only: Mapping[str, Any] | None = None


def _without(*fields: str) -> frozenset[str]:
    return frozenset(fields)


PARTS: dict[str, Part] = {
    "children.Child": Part(
        _("The record"),
        "created_at",
        names={
            "parental_responsibility": Kind.PERSON_AROUND,
            "social_worker": Kind.PROFESSIONAL,
            "youth_justice_officer": Kind.PROFESSIONAL,
            "lead_professional": Kind.PROFESSIONAL,
        },
    ),
    "children.ChildEdit": Part(_("A correction of the record"), "at"),
    "children.Involvement": Part(_("Somebody who works with the child"), "since"),
    "children.PersonAround": Part(_("Somebody in the child’s life"), "added_at", names={"name": Kind.PERSON_AROUND}),
    "children.ReachableHours": Part(_("When somebody can be reached"), ""),
    "children.Concern": Part(_("A concern"), "created_at"),
    "children.Disclosure": Part(_("What the child told somebody"), "said_at", names={"present": Kind.PERSON_AROUND}),
    "children.AgencyTold": Part(_("Another agency was told"), "told_at", names={"who": Kind.PROFESSIONAL}),
    "children.Voice": Part(_("In their own words"), "said_on", names={"said_to": Kind.PROFESSIONAL}),
    "children.Strength": Part(_("What is strong, and what adds risk"), "noted_on"),
    "children.ContactNote": Part(_("A visit, call or message"), "happened_at", names={"with_whom": Kind.PERSON_AROUND}),
    "children.Promise": Part(_("Something that was promised"), "made_on"),
    "children.WarningNote": Part(_("A warning for people who visit"), "since"),
    "children.WarningReview": Part(_("A warning was looked at again"), "at"),
    "children.ContactHaltDecision": Part(_("Whether contact is safe"), "at"),
    "children.Restriction": Part(_("Who may see the record was narrowed"), "since"),
    "children.RestrictionPerson": Part(_("Somebody who may see the narrowed record"), "added_at"),
    "children.GlassBroken": Part(_("The record was opened in an emergency"), "since"),
    "children.GlassReview": Part(_("A manager looked at such an opening"), "at"),
    "assessments.Assessment": Part(
        _("A risk assessment"),
        "started_at",
        _without("field_versions", "carried_fields"),
        names={"professional": Kind.STAFF},
    ),
    "assessments.IndicatorAnswer": Part(_("A risk factor in an assessment"), "", _without("is_other")),
    "assessments.FactorAnswer": Part(_("A vulnerability factor in an assessment"), ""),
    "assessments.AgencyAsked": Part(_("Another agency was asked"), "at"),
    "assessments.DraftEdit": Part(_("An earlier wording in an assessment"), "at", _without("since")),
    "assessments.HighTick": Part(_("A high risk factor was noted"), "first_held_at"),
    "ratings.OwnView": Part(_("What the worker thought before the level was worked out"), "at"),
    "ratings.Decision": Part(_("A decision about the level of risk"), "at", _without("toolkit_id_and_sha", "sequence")),
    "ratings.DecisionAgreement": Part(_("A manager answered a decision"), "at"),
    "ratings.SeenByManager": Part(_("A manager saw a decision"), "at"),
    "plans.Plan": Part(_("A safety plan"), "started_at"),
    "plans.Action": Part(_("An action of a plan"), "added_at", names={"who": Kind.PERSON_AROUND}),
    "plans.ActionNote": Part(_("How an action went"), "at"),
    "plans.ActionEdit": Part(_("An earlier wording of an action"), "at"),
    "plans.Gap": Part(_("Why something has no action"), "at"),
    "plans.PlanVersion": Part(_("A version of a plan, as it was sent"), "at"),
    "plans.Approval": Part(_("A manager answered a plan"), "at", _without("row_comments")),
    "plans.Review": Part(_("A plan was reviewed"), "at"),
    "plans.Target": Part(_("A target for a month"), "added_at"),
    "plans.TargetAgreement": Part(_("What was said of a target"), "at"),
    "plans.RowsTaken": Part(_("Rows of a plan went into another plan"), "at", _without("row_ids")),
    "plans.ProgressReport": Part(
        _("A report on how a plan goes"), "until", _without("facts"), {"sent_to": Kind.PROFESSIONAL}
    ),
    "plans.Confirmation": Part(_("An agency confirmed what it does"), "at", names={"person": Kind.PROFESSIONAL}),
    "plans.LowRiskPath": Part(_("Who makes the plan at low risk"), "at"),
    "support.Alert": Part(_("An alert placed with others"), "at", names={"told": Kind.PROFESSIONAL}),
    "support.AlertEnded": Part(_("An alert was taken away"), "at"),
    "support.Notice": Part(_("An alert came back"), "came_at", names={"from_whom": Kind.PROFESSIONAL}),
    "support.Looked": Part(_("Somebody looked whether the level is right"), "at"),
    "support.Monitoring": Part(_("Watching over the child"), "at", names={"agreed_by": Kind.PROFESSIONAL}),
    "support.MonitoringReview": Part(_("Watching over the child was looked at again"), "at"),
    "support.Restraint": Part(
        _("The child was held back by force"),
        "happened_at",
        names={"by_whom": Kind.PROFESSIONAL, "told": Kind.PROFESSIONAL},
    ),
    "support.PlacementReview": Part(_("The placement was looked at"), "at"),
    "support.Move": Part(_("The child was moved"), "moved_on", names={"decided_by": Kind.PROFESSIONAL}),
    "support.Calm": Part(_("What sets things off, and what calms"), "at", _without("number")),
    "support.Work": Part(_("Direct work"), "at", names={"lead": Kind.PROFESSIONAL}),
    "support.Session": Part(_("A session of direct work"), "planned_on"),
    "support.Evaluation": Part(_("What direct work changed"), "at"),
    "missing.Episode": Part(
        _("The child was missing"),
        "missing_from",
        names={"told_by": Kind.PERSON_AROUND, "seen_by": Kind.PROFESSIONAL},
    ),
    "missing.FurtherReport": Part(
        _("The child was reported missing again"), "missing_from", names={"told_by": Kind.PERSON_AROUND}
    ),
    "missing.EpisodeCorrection": Part(_("The times of a missing episode were corrected"), "at"),
    "missing.ContactAttempt": Part(
        _("Somebody tried to reach the child"), "tried_at", names={"with_whom": Kind.PERSON_AROUND}
    ),
    "missing.Sighting": Part(_("Somebody saw the child while away"), "seen_at", names={"who": Kind.PERSON_AROUND}),
    "missing.WordSent": Part(
        _("Word was sent to the child while away"), "sent_at", names={"sent_by": Kind.PERSON_AROUND}
    ),
    "missing.AlertAsked": Part(_("Others were asked to look out"), "asked_at", names={"who": Kind.PROFESSIONAL}),
    "missing.PublicityDecision": Part(
        _("Whether the public was told"), "decided_at", names={"decided_by": Kind.PROFESSIONAL}
    ),
    "missing.Interview": Part(
        _("The interview after a return"),
        "at",
        _without("number"),
        {"offered_by": Kind.PROFESSIONAL, "interviewer": Kind.PROFESSIONAL},
    ),
    "missing.Recommendation": Part(_("Something that the interview recommends"), "at", _without("number")),
    "missing.RecommendationFollowed": Part(_("What became of a recommendation"), "at"),
    "young_person.YoungPersonPlan": Part(_("The young person’s own plan"), "started_at"),
    "young_person.Passage": Part(_("Words of the young person’s own plan"), "added_at", _without("welsh_of", "beside")),
    "young_person.PassageEdit": Part(_("Earlier words of the young person’s own plan"), "at"),
    "young_person.Helper": Part(
        _("Somebody whom the young person chose"), "added_at", names={"called": Kind.PERSON_AROUND}
    ),
    "young_person.NoName": Part(_("A word of the young person’s own plan that is no name"), "at"),
    "young_person.Signing": Part(_("A version of the young person’s own plan, as it was signed"), "at"),
    "meetings.Meeting": Part(_("A meeting"), "starts_at", _without("link")),
    "meetings.Case": Part(_("What a meeting came to"), "closed_at", _without("plan_version_id")),
    "meetings.Attendee": Part(
        _("Somebody who was asked to a meeting"), "invited_at", _without("person_id"), {"name": Kind.PERSON_AROUND}
    ),
    "meetings.Contribution": Part(
        _("What somebody said at a meeting"), "at", _without("number", "action_id"), {"speaker": Kind.PERSON_AROUND}
    ),
    "meetings.RowReview": Part(
        _("An action of the plan, looked at in a meeting"), "at", _without("number", "action_id")
    ),
    "meetings.Entry": Part(_("Something that a meeting said"), "at", _without("number"), {"who": Kind.PROFESSIONAL}),
    "duties.DutyAct": Part(_("Something that was due was done"), "at", names={"contact_name": Kind.PROFESSIONAL}),
    "front_door.Message": Part(
        _("A message that was sent in"), "received_at", _without("fingerprint", "doubts"), {"name": Kind.PERSON_AROUND}
    ),
    "front_door.Reply": Part(_("A message was answered"), "at"),
    # The entry of a sealed file would tell that police have been asked about it.
    "files.AttachedFile": Part(
        _("A file that was attached"),
        "at",
        _without("sha256", "state", "sealed_by", "sealed_at"),
        only={"state": "kept"},
    ),
    "sharing.Referral": Part(_("A referral to another agency"), "offered_at", _without("read_state")),
    "sharing.SharingDecision": Part(_("A decision to share something, or not to"), "at"),
    "sharing.Circulation": Part(
        _("A paper was to be sent round"), "prepared_at", _without("subject_id", "version_id", "meeting_id")
    ),
    "sharing.Copy": Part(_("A copy of a paper"), "", _without("email", "phone"), {"name": Kind.PERSON_AROUND}),
    # What was left out stands in the paper itself, which is told with its own dates.
    "sharing.Sending": Part(_("A copy was sent"), "at", _without("left_out", "sha256")),
    "sharing.CopyLine": Part(_("A line of a copy was left out, or put back"), "at", _without("line", "number")),
    "governance.Correction": Part(_("Somebody asked for a correction"), "received_on"),
}

NOT_TOLD: dict[str, Any] = {
    "meetings.VoltEntry": _("It is about other people and places; telling could harm them or hinder the police."),
    "meetings.VoltTakenOut": _("It is about an entry that is not told."),
    "delivery.Message": _("An e-mail that carried a copy; the copy, and when it was sent, are told."),
    "delivery.Attachment": _("A file on its way with an e-mail; the copy is told."),
    "delivery.Link": _("A locked way to open a copy; the copy is told."),
    "files.PoliceWord": _("It is about a sealed file that police know of; telling could hinder them."),
    "children.ConcernChild": _("It only joins a concern to the children that it is about; the concern is told."),
    "children.NameKey": _("Spellings of the child’s own name, kept so that it can be searched for."),
    "children.PossibleDuplicate": _("It is about another child’s record as much as about this one."),
    "children.ConflictExclusion": _("It is about a colleague’s conflict of interest, and would tell of a suspicion."),
    "ratings.KeptWords": _("Words that somebody is still typing; they are told once they are saved."),
    "missing.KeptForm": _("Words that somebody is still typing; they are told once they are saved."),
    "missing.EpisodeMerge": _("It only joins two entries of the same time away; the episodes are told."),
    "missing.MergeUndone": _("It only takes such a joining back; the episodes are told."),
    "young_person.HelperCheck": _("It is about another person, and would tell of a suspicion."),
    "governance.SubjectAccessRequest": _("The request itself and how it is answered."),
    "governance.SubjectAccessReview": _("How the request is answered."),
    "governance.BundleEntry": _("A copy of what is told here."),
    "governance.Redaction": _("Where words were taken out of that copy; the answer says for what reasons."),
    "governance.LegalHold": _("It is about a court case or an inquiry; legal advice comes first."),
}

# Fields of the machine, in whatever table.
_MACHINE = frozenset({"id", "version", "partnership"})


@dataclass(frozen=True)
class Entry:
    """One row as it is told."""

    room: str
    source: str
    source_id: str
    dated: date | None
    heading: str
    text: str


def gather(child: Child) -> list[Entry]:
    """Everything that the record holds about a child, oldest first; what has no day comes with what it belongs to."""
    found: list[tuple[tuple[Any, ...], Entry]] = []
    tables = sorted(walk.of_child().items(), key=lambda item: _order(item[0]))
    staff = _Names(child)
    for model, ways in tables:
        part = PARTS.get(model._meta.label)
        if part is None:
            continue
        for row in _rows(model, ways, child):
            day = _day(row, part)
            entry = Entry(
                room=model._meta.app_label,
                source=model._meta.label,
                source_id=str(row.pk),
                dated=day,
                heading=str(part.heading),
                text="\n".join(_lines(row, part, staff)),
            )
            if entry.text:
                found.append(((day or _day_of_parent(row, child), _order(model), entry.text), entry))
    return [entry for _key, entry in sorted(found, key=lambda item: item[0])]


def _order(model: walk.Table) -> int:
    places = list(PARTS)
    return places.index(model._meta.label) if model._meta.label in places else len(places)


def _rows(model: walk.Table, ways: Sequence[str], child: Child) -> Iterator[Any]:
    condition = Q()
    for way in ways:
        condition |= Q(**{way: child.pk})
    part = PARTS.get(model._meta.label)
    only = (part.only if part else None) or {}
    yield from model._base_manager.filter(condition, **only).distinct()


def _day(row: Any, part: Part) -> date | None:
    value = getattr(row, part.at) if part.at else None
    return london_day(value) if isinstance(value, datetime) else value


def _day_of_parent(row: Any, child: Child) -> date:
    """The day of what a row without one belongs to, so that it stands beside it."""
    for field in walk.keys(type(row)):
        part = PARTS.get(field.related_model._meta.label)
        if part is not None and part.at and getattr(row, field.attname):
            found = _day(getattr(row, field.name), part)
            if found is not None:
                return found
    return london_day(child.created_at)


class _Names:
    """The names of the people whom rows point to, read once."""

    def __init__(self, child: Child) -> None:
        self.names = {
            person.pk: person.name_and_role
            for person in User.objects.filter(partnership_id=child.partnership_id).only("name", "job_title")
        }

    def of(self, pk: object) -> str:
        return self.names.get(pk, "")  # type: ignore[call-overload]


def told_fields(model: walk.Table) -> list[Any]:
    """The fields of a table that are told: all but the machine's, those left out, and keys to the record's own rows."""
    part = PARTS[model._meta.label]
    own = set(walk.of_child())
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in _MACHINE | part.leave_out
        and field.name != "child_id"
        and not (field.is_relation and field.related_model in own)
    ]


def _lines(row: Any, part: Part, staff: _Names) -> Iterator[str]:
    for field in told_fields(type(row)):
        if field.name == part.at and not isinstance(getattr(row, field.attname), datetime):
            continue
        said = _said(row, field, staff)
        if said:
            yield f"{_name(field)}: {said}"


def _name(field: Any) -> str:
    return words.name_of(field.model.__name__, field.name, str(field.verbose_name))


def usual_words() -> frozenset[str]:
    """The words of headings, fields and choices in small letters: they begin lines and are nobody's name."""
    return _usual_words(get_language() or "")


@cache
def _usual_words(language: str) -> frozenset[str]:
    said = [str(part.heading) for part in PARTS.values()]
    for model in walk.of_child():
        if model._meta.label in PARTS:
            for field in told_fields(model):
                said += [_name(field), *(str(label) for _value, label in field.flatchoices)]
    return frozenset(word.casefold() for each in said for word in re.findall(r"[^\W\d_]+", each))


def _said(row: Any, field: Any, staff: _Names) -> str:
    value = getattr(row, field.attname)
    if value in (None, "", [], {}):
        return ""
    if field.is_relation:
        return staff.of(value) if field.related_model is User else str(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return _written(value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    if isinstance(value, datetime):
        return formats.date_and_time(value)
    if isinstance(value, date):
        return formats.date(value)
    if isinstance(value, time):
        return formats.time(value)
    if isinstance(value, Mapping):
        pairs = ((key, _written(each)) for key, each in value.items() if each not in (None, "", [], {}))
        return "; ".join(f"{str(key).replace('_', ' ')}: {said}" for key, said in pairs)
    if isinstance(value, list | tuple):
        return "; ".join(_written(each) for each in value if each not in (None, "", [], {}))
    return str(value)


def known_people(child: Child) -> list[Known]:
    """Everybody whom the record names but the child: for proposing what may have to be blacked out."""
    found: dict[str, Known] = {}
    colleagues: set[Any] = set()

    def know(written: str, kind: Kind, who: str = "") -> None:
        for name in filter(None, (each.strip() for each in re.split(r"[\n;]", written))):
            found.setdefault(name.casefold(), Known(name, kind, who or name))

    for other in _other_children(child):
        for name in (f"{other.given_name} {other.family_name}".strip(), other.known_as):
            know(name, Kind.OTHER_CHILD, say("Another child, %(reference)s") % {"reference": other.reference})
    for model, ways in walk.of_child().items():
        part = PARTS.get(model._meta.label)
        if part is None:
            continue
        people = [field.attname for field in walk.keys(model) if field.related_model is User]
        for row in _rows(model, ways, child):
            colleagues |= {getattr(row, name) for name in people}
            for name, kind in (part.names or {}).items():
                know(getattr(row, name), kind)
    for person in User.objects.filter(pk__in=colleagues - {None}):
        know(person.name, Kind.STAFF, person.name_and_role)
        if person.telephone:
            found[person.telephone] = Known(person.telephone, Kind.TELEPHONE, person.name_and_role)
    return list(found.values())


def _other_children(child: Child) -> Iterator[Child]:
    """Children with whom this one shares a concern, and a twin."""
    shared = Child.objects.filter(concern_links__concern__links__child=child)
    twins = Child.objects.filter(Q(twin_of=child) | Q(pk=child.twin_of_id))
    yield from Child.objects.filter(
        Q(pk__in=shared.values("pk")) | Q(pk__in=twins.values("pk")), partnership_id=child.partnership_id
    ).exclude(pk=child.pk)


def spared(child: Child) -> Spared:
    """What is the child's own."""
    names = (f"{child.given_name} {child.family_name}".strip(), child.known_as)
    return Spared(
        names=tuple(filter(None, names)),
        telephones=tuple(filter(None, (child.telephone,))),
        addresses=tuple(filter(None, (child.address,))),
    )
