"""Saving a draft field by field, so that nothing typed is lost and nothing is overwritten unseen (BE-08, BE-09).

A page knows at which save it was opened. A field written since then from another page is a conflict, unless this one
still says what it said then: that person did not touch it. Forms and the autosave come through the same function.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.assessments import fields, permissions, queries
from safelight.assessments.fields import Field, Known
from safelight.assessments.models import (
    HELD,
    Assessment,
    DraftEdit,
    FactorAnswer,
    HighTick,
    IndicatorAnswer,
    Level,
    State,
)
from safelight.audit import actions as audit
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState


@dataclass(frozen=True)
class Saved:
    """What became of a save: its number, what was written, what waits for a choice, which high lines are new."""

    version: int
    written: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    high_raised: tuple[str, ...] = ()


def save_field(
    *,
    by: User,
    assessment: Assessment,
    field: str,
    value: str,
    version: int,
    page: str = "",
    now: datetime | None = None,
) -> Saved:
    """Save one field, which the page read at save ``version``. ``page`` is as for ``save_step``.

    Raises ``Invalid`` when the field cannot take the value, ``WrongState`` when the assessment is no draft any more,
    and ``Stale`` when somebody else saved the field since: then the value is kept apart for its writer's choice.
    """
    saved = save_step(by=by, assessment=assessment, values={field: value}, version=version, page=page, now=now)
    if saved.conflicts:
        current = queries.values(Assessment.objects.get(pk=assessment.pk)).get(field, "")
        raise Stale(_("Somebody else saved this first."), version=saved.version, current={field: current})
    return saved


def save_step(
    *,
    by: User,
    assessment: Assessment,
    values: Mapping[str, str],
    version: int,
    versions: Mapping[str, int] | None = None,
    page: str = "",
    now: datetime | None = None,
) -> Saved:
    """Save the fields of a page that was opened at save ``version`` (``versions`` where a field was read later).

    ``page`` is a mark of the opened page: what it saved itself, such as an autosave that it never heard back from,
    is no conflict with it.

    What can be saved is saved, whatever else is wrong: then ``Invalid`` says, by field, what could not be taken,
    and conflicts are returned, each kept apart for its writer's choice. The caller's object is brought up to date.
    """
    moment = now or clock.now()
    with transaction.atomic():
        permissions.check_may_assess(by, assessment.child)
        draft = locked(assessment)
        saver = _Saver(draft, by, moment, page)
        if draft.state != State.DRAFT:
            saver.keep_apart(values, version)
        else:
            saver.save(values, version, versions or {})
        if saver.written or saver.conflicts:
            audit.record(
                partnership_id=draft.partnership_id,
                by=by,
                action="assessment.saved" if saver.written else "assessment.save-kept-apart",
                subject=draft,
                child_id=draft.child_id,
                counts={"fields": len(saver.written), "conflicts": len(saver.conflicts)},
                at=moment,
            )
    assessment.refresh_from_db()
    if assessment.state != State.DRAFT:
        raise WrongState(
            _("This assessment is no longer a draft, so nothing in it was changed. What you typed is kept with it.")
        )
    if saver.errors:
        raise Invalid(saver.errors)
    return Saved(
        version=assessment.version,
        written=tuple(saver.written),
        conflicts=tuple(saver.conflicts),
        high_raised=tuple(saver.high_raised),
    )


@transaction.atomic
def settle_conflicts(
    *, by: User, assessment: Assessment, choices: Mapping[str, str], now: datetime | None = None
) -> None:
    """Settle the conflicts that wait for ``by``: for each field "mine" or "theirs". Both originals stay readable.

    Raises ``Invalid`` by field when a choice is missing; then nothing is settled. ``Stale`` if a field has been
    saved again since the choice was shown, so that a choice is never made against something unseen.
    """
    moment = now or clock.now()
    permissions.check_may_assess(by, assessment.child)
    draft = locked(assessment)
    if draft.state != State.DRAFT:
        raise WrongState(_("This assessment is no longer a draft. What you typed stays readable with it."))
    waiting = queries.conflicts(draft, by)
    missing = {edit.field: _("Choose which to keep.") for edit in waiting if choices.get(edit.field) not in _SIDES}
    if missing:
        raise Invalid(missing)
    current = queries.values(draft)
    for edit in waiting:
        if current.get(edit.field, "") != edit.theirs:
            edit.theirs = current.get(edit.field, "")
            edit.save(update_fields=["theirs"])
            raise Stale(_("Somebody saved this again. Look at it once more."), current={edit.field: edit.theirs})
    saver = _Saver(draft, by, moment)
    saver.save({edit.field: edit.value for edit in waiting if choices[edit.field] == "mine"}, draft.version, {})
    for edit in waiting:
        edit.settled, edit.settled_at = choices[edit.field], moment
        edit.save(update_fields=["settled", "settled_at"])
    audit.record(
        partnership_id=draft.partnership_id,
        by=by,
        action="assessment.conflicts-settled",
        subject=draft,
        child_id=draft.child_id,
        counts={"fields": len(waiting), "mine": sum(choices[edit.field] == "mine" for edit in waiting)},
        at=moment,
    )
    assessment.refresh_from_db()


_SIDES = ("mine", "theirs")


def locked(assessment: Assessment) -> Assessment:
    """The assessment as it is stored now; nobody else saves it until this transaction ends."""
    draft = Assessment.objects.select_for_update().filter(pk=assessment.pk).first()
    if draft is None:
        raise NotFound("assessment")
    return draft


def known_to(assessment: Assessment, today: date, others: Iterable[str]) -> Known:
    """What this assessment's fields may take."""
    kit = queries.toolkit(assessment)
    return Known(
        factors=[each.code for each in kit.factors],
        indicators=[*(each.code for each in kit.indicators), *others],
        questions=[each.code for each in kit.effectiveness],
        categories=[each.code for each in kit.categories],
        other_forms=[each.code for each in kit.other_exploitation],
        today=today,
        born=assessment.child.date_of_birth,
    )


class _Saver:
    """One save: reads the draft once, writes each field that may be written, and remembers what became of each."""

    def __init__(self, draft: Assessment, by: User, now: datetime, page: str = "") -> None:
        self.draft, self.by, self.now, self.page = draft, by, now, page[:40]
        self.written: list[str] = []
        self.conflicts: list[str] = []
        self.high_raised: list[str] = []
        self.errors: dict[str, str] = {}
        self.current = queries.values(draft)
        self.answers = {row.code: row for row in IndicatorAnswer.objects.filter(assessment=draft)}
        self.factors = {row.code: row for row in FactorAnswer.objects.filter(assessment=draft)}
        self.touched: set[IndicatorAnswer | FactorAnswer] = set()
        self.plain: set[str] = set()
        self.replaced: list[DraftEdit] = []
        others = [code for code, row in self.answers.items() if row.is_other]
        self.known = known_to(draft, clock.london_day(now), others)
        self.levels: dict[str, tuple[str, str]] = {
            each.code: (each.level, each.label) for each in queries.toolkit(draft).indicators
        } | {code: (self.answers[code].level, self.answers[code].label) for code in others}

    def save(self, values: Mapping[str, str], version: int, versions: Mapping[str, int]) -> None:
        """Write what may be written, in the order given; conflicts and errors are kept for the caller."""
        for name, raw in values.items():
            try:
                field = fields.parse(name)
                value = fields.clean(field, raw, self.known)
            except Invalid as error:
                self.errors.update(error.errors)
                continue
            self._save(field, value, versions.get(name, version))
        self._store()

    def keep_apart(self, values: Mapping[str, str], version: int) -> None:
        """The assessment is no draft any more: keep what differs, readable with it, and change nothing."""
        for name, value in values.items():
            mine = value.replace("\r\n", "\n").strip()
            try:
                field = fields.parse(name)
                fields.check_code(field, self.known)
            except Invalid:
                continue  # no control of ours: nobody typed it
            if mine != self.current.get(name, "") and not field.confirms:
                self._conflict(name, mine, before=queries.value_at(self.draft, name, version), version=version)

    def _save(self, field: Field, value: str, seen: int) -> None:
        if field.confirms:
            if value:
                self._confirm(field)
            return
        current = self.current.get(field.name, "")
        if value == current:
            return
        since = self.draft.saved_at(field.name)
        ours = bool(self.page) and self.draft.saved_from(field.name) == self.page
        if since > seen and not ours:
            before = queries.value_at(self.draft, field.name, seen)
            if value != before:
                self._conflict(field.name, value, before=before, version=seen)
            return
        self._write(field, value, replaced=current, since=since)

    def _conflict(self, name: str, mine: str, *, before: str, version: int) -> None:
        self.conflicts.append(name)
        waiting = DraftEdit.objects.filter(
            assessment=self.draft, field=name, by=self.by, kind=DraftEdit.Kind.CONFLICT, settled=""
        ).first()
        if waiting is not None and waiting.value == mine:
            return
        if waiting is not None:
            # The same person typed on: the newest words wait for the choice, the earlier ones stay readable.
            waiting.settled, waiting.settled_at = "theirs", self.now
            waiting.save(update_fields=["settled", "settled_at"])
        DraftEdit.objects.create(
            partnership_id=self.draft.partnership_id,
            assessment=self.draft,
            field=name,
            kind=DraftEdit.Kind.CONFLICT,
            value=mine,
            before=before,
            theirs=self.current.get(name, ""),
            version=version,
            by=self.by,
            at=self.now,
        )

    def _write(self, field: Field, value: str, *, replaced: str, since: int) -> None:
        if replaced:
            self.replaced.append(
                DraftEdit(
                    partnership_id=self.draft.partnership_id,
                    assessment=self.draft,
                    field=field.name,
                    kind=DraftEdit.Kind.REPLACED,
                    value=replaced,
                    since=since,
                    version=self.draft.version + 1,
                    by=self.by,
                    at=self.now,
                )
            )
        if field.group == "indicator":
            row = self._answer_row(field.code)
            setattr(row, field.part, value)
            row.carried_forward = row.carried_forward and field.part != "answer"
            self.touched.add(row)
            if field.part == "answer":
                self._raise_if_high(row)
        elif field.group == "factor":
            factor = self._factor_row(field.code)
            if field.part == "recognised":
                factor.recognised, factor.carried_forward = value == "yes", False
            else:
                factor.comment = value
            self.touched.add(factor)
        elif field.group == "effectiveness":
            self.draft.effectiveness.setdefault(field.code, {})[field.part] = value
            self.plain.add("effectiveness")
        else:
            self._set_plain(field.name, value)
        self.current[field.name] = value
        self.draft.field_versions[field.name] = [self.draft.version + 1, self.page]
        self.written.append(field.name)

    def _set_plain(self, name: str, value: str) -> None:
        kept: object = value
        if name == "date":
            kept = date.fromisoformat(value)
        elif name == "other_forms":
            kept = value.split()
        setattr(self.draft, name, kept)
        self.plain.add(name)
        if name in self.draft.carried_fields:
            self.draft.carried_fields = [each for each in self.draft.carried_fields if each != name]
            self.plain.add("carried_fields")

    def _confirm(self, field: Field) -> None:
        if field.group == "plain":
            if field.code not in self.draft.carried_fields:
                return
            self.draft.carried_fields = [each for each in self.draft.carried_fields if each != field.code]
            self.plain.add("carried_fields")
        else:
            row = (self.answers if field.group == "indicator" else self.factors).get(field.code)
            if row is None or not row.carried_forward:
                return
            row.carried_forward = False
            self.touched.add(row)
            if isinstance(row, IndicatorAnswer):
                self._raise_if_high(row)
        self.written.append(field.name)

    def _answer_row(self, code: str) -> IndicatorAnswer:
        if code not in self.answers:
            level, label = self.levels[code]
            self.answers[code] = IndicatorAnswer(
                partnership_id=self.draft.partnership_id,
                assessment=self.draft,
                code=code,
                level=level,
                label=label,
            )
        return self.answers[code]

    def _factor_row(self, code: str) -> FactorAnswer:
        if code not in self.factors:
            self.factors[code] = FactorAnswer(
                partnership_id=self.draft.partnership_id, assessment=self.draft, code=code
            )
        return self.factors[code]

    def _raise_if_high(self, row: IndicatorAnswer) -> None:
        if raise_high_tick(row, by=self.by, now=self.now):
            self.high_raised.append(row.code)

    def _store(self) -> None:
        if not self.written:
            return
        for row in self.touched:
            row.save()
        DraftEdit.objects.bulk_create(self.replaced)
        self.draft.save_over(self.draft.version, "field_versions", *sorted(self.plain))


def raise_high_tick(row: IndicatorAnswer, *, by: User, now: datetime) -> bool:
    """Note, once, that a high indicator is held: a duty from this moment, whatever becomes of the line (RA-17)."""
    if row.level != Level.HIGH or row.answer not in HELD:
        return False
    if HighTick.objects.filter(assessment_id=row.assessment_id, code=row.code).exists():
        return False
    HighTick.objects.create(
        partnership_id=row.partnership_id,
        assessment_id=row.assessment_id,
        code=row.code,
        label=row.label,
        answer=row.answer,
        first_held_at=now,
        by=by,
    )
    return True
