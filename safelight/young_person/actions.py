"""Writing the young person's plan with them: passages, goals beside actions, helpers, Welsh words, signing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.audit import actions as audit
from safelight.children import queries as children
from safelight.children.models import Child
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.plans import queries as plans
from safelight.plans.models import Plan
from safelight.young_person import permissions, queries, words
from safelight.young_person.kinds import PAIRED, SINGLE, Kind, Part
from safelight.young_person.models import (
    Helper,
    HelperCheck,
    Language,
    NoName,
    Passage,
    PassageEdit,
    Signing,
    YoungPersonPlan,
)

LONGEST = 3000
SIGNERS = ("young_person", "worker", "trusted_adult", "parent")


@dataclass(frozen=True)
class NewHelper:
    """Somebody whom the young person chose: one of the people around them, a worker, or a name of their own."""

    called: str
    person_id: UUID | None = None
    user_id: UUID | None = None
    telephone: str = ""
    when_text: str = ""


@transaction.atomic
def start(*, by: User, plan: Plan, now: datetime) -> YoungPersonPlan:
    """Begin the young person's plan beside an open plan. One that has been begun is returned as it is."""
    permissions.check_may_write(by, plan.child)
    standing = queries.current(plan.child)
    if standing is not None:
        return standing
    if plan.state not in plans.OPEN:
        raise WrongState(_("This plan is closed."))
    try:
        with transaction.atomic():
            young = YoungPersonPlan.objects.create(
                partnership_id=plan.partnership_id, child=plan.child, plan=plan, started_by=by, started_at=now
            )
    except IntegrityError as error:
        raise WrongState(_("Somebody else has just begun it. Open it again.")) from error
    for part in SINGLE:
        _add_passage(by, young, part, now)
    _record(by, "young-person.begun", young, young, now)
    return young


def _add_passage(by: User, young: YoungPersonPlan, part: Part, now: datetime, **given: object) -> Passage:
    last = Passage.objects.filter(young_plan=young).aggregate(last=Max("position"))["last"] or 0
    return Passage.objects.create(
        partnership_id=young.partnership_id,
        young_plan=young,
        part=part,
        position=last + 1,
        added_by=by,
        added_at=now,
        **given,
    )


@transaction.atomic
def pair(*, by: User, young: YoungPersonPlan, part: str, action_id: UUID | str, kind: str, now: datetime) -> Passage:
    """Add a goal, or something that adults will do, beside an action on the young person's copy (YP-03)."""
    held = _held(by, young)
    row = next((each for each in queries.pairable(held) if str(each.pk) == str(action_id)), None)
    if part not in PAIRED or (part == Part.GOAL) != (kind in list(Kind)):
        raise Invalid({"kind": _("Choose what it is about.")})
    if row is None:
        raise Invalid({"action": _("Choose from what stands on the young person’s copy of the plan.")})
    if any(one.action_id == row.pk and one.part == part for one in queries.passages(held)):
        raise Invalid({"action": _("This stands in the plan already.")})
    found = _add_passage(by, held, Part(part), now, action=row, kind=kind, beside=words.fingerprint(row.text))
    _record(by, "young-person.goal-added", found, held, now)
    return found


@dataclass(frozen=True)
class Written:
    """A passage after a save; ``put_aside`` where somebody else had saved other words first, which stay."""

    passage: Passage
    put_aside: bool = False


@transaction.atomic
def write(*, by: User, passage: Passage, text: str, version: int, now: datetime, welsh: bool = False) -> Written:
    """Save the words of a passage, or their Welsh, that were opened at ``version``.

    Where somebody else saved other words since, theirs stay and these are put aside, readable (BE-08). Words saved
    after a signing begin a new version. Welsh words remember which English they translate (HZ-42).
    """
    held = _held(by, passage.young_plan)
    there = _locked(passage)
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise Invalid({f"words-{there.pk}": _("Use fewer words: this is too long to read.")})
    before = there.welsh if welsh else there.words
    if text == before and not (welsh and there.welsh_of != words.fingerprint(there.words)):
        return Written(there)
    since = PassageEdit.objects.filter(passage=there, kind=PassageEdit.Kind.REPLACED, welsh=welsh, version__gt=version)
    if text != before and since.exists():
        _keep_edit(there, PassageEdit.Kind.PUT_ASIDE, text, by, now, welsh=welsh)
        _record(by, "young-person.conflict", there, held, now)
        return Written(there, put_aside=True)
    if welsh:
        there.welsh, there.welsh_of = text, words.fingerprint(there.words) if text else ""
        there.save_over(there.version, "welsh", "welsh_of")
    else:
        there.words = text
        there.save_over(there.version, "words")
    _keep_edit(there, PassageEdit.Kind.REPLACED, before, by, now, welsh=welsh)
    _changed(by, held, now)
    _record(by, "young-person.written", there, held, now)
    return Written(there)


def _keep_edit(passage: Passage, kind: str, text: str, by: User, now: datetime, *, welsh: bool) -> None:
    PassageEdit(
        partnership_id=passage.partnership_id,
        passage=passage,
        kind=kind,
        words=text,
        welsh=welsh,
        version=passage.version,
        by=by,
        at=now,
    ).save()


@transaction.atomic
def take_out(*, by: User, passage: Passage, now: datetime) -> None:
    """Take a goal out of the plan; its words stay readable in the record."""
    held = _held(by, passage.young_plan)
    if passage.part not in PAIRED:
        raise NotFound("only goals and help are taken out")
    there = _locked(passage)
    there.removed_by, there.removed_at = by, now
    there.save_over(there.version, "removed_by", "removed_at")
    _changed(by, held, now)
    _record(by, "young-person.goal-taken-out", there, held, now)


@transaction.atomic
def still_right(*, by: User, passage: Passage, shown: str, now: datetime) -> Passage:
    """Say that the words still fit the action as it reads now. ``shown`` is the fingerprint of what was read."""
    held = _held(by, passage.young_plan)
    there = _locked(passage)
    row = next((each for each in queries.pairable(held) if each.pk == there.action_id), None)
    if row is None:
        raise WrongState(_("This does not stand on the young person’s copy of the plan any more. Take it out."))
    if words.fingerprint(row.text) != shown:
        raise WrongState(_("The full plan has changed again since you opened this page. Look at it once more."))
    there.beside = shown
    there.save_over(there.version, "beside")
    _changed(by, held, now)
    _record(by, "young-person.looked-again", there, held, now)
    return there


@transaction.atomic
def add_helper(*, by: User, young: YoungPersonPlan, new: NewHelper, trusted: bool, now: datetime) -> Helper:
    """Add somebody who helps, or choose them as the adult trusted most. The check on it makes no other page (HZ-32)."""
    held = _held(by, young)
    called = " ".join(new.called.split())
    people = {one.pk: one for one in queries.offered_people(held.child)}
    workers = plans.people_who_work_with(held.child, clock.london_day(now))
    if (new.person_id and new.person_id not in people) or (new.user_id and new.user_id not in workers):
        raise Invalid({"who": _("Choose from the list.")})
    if not called:
        raise Invalid({"called": _("Write what you call them.")})
    if len(called) > 80 or len(new.telephone) > 60 or len(new.when_text) > 80:
        raise Invalid({"called": _("Use a shorter name.")})
    there = next(
        (
            one
            for one in queries.helpers(held)
            if (one.person_id, one.user_id) == (new.person_id, new.user_id)
            and (one.person_id or one.user_id or one.called.casefold() == called.casefold())
        ),
        None,
    )
    if trusted:
        Helper.objects.filter(young_plan=held, trusted=True, removed_at__isnull=True).update(
            trusted=False, version=models.F("version") + 1
        )
    values = {
        "called": called,
        "telephone": new.telephone.strip(),
        "when_text": new.when_text.strip(),
        "trusted": trusted or bool(there and there.trusted),
        "trusted_at": now if trusted else (there.trusted_at if there else None),
    }
    if there is not None:
        there = Helper.objects.select_for_update().get(pk=there.pk)
        for name, value in values.items():
            setattr(there, name, value)
        there.save_over(there.version, *values)
    else:
        there = Helper.objects.create(
            partnership_id=held.partnership_id,
            young_plan=held,
            person_id=new.person_id,
            user_id=new.user_id,
            added_by=by,
            added_at=now,
            **values,
        )
    _changed(by, held, now)
    _record(by, "young-person.helper-chosen", there, held, now)
    return there


@transaction.atomic
def remove_helper(*, by: User, young: YoungPersonPlan, helper_id: UUID | str, now: datetime) -> None:
    """Take a helper off the plan."""
    held = _held(by, young)
    found = queries.helper_for(held, helper_id)
    found.removed_at, found.trusted = now, False
    found.save_over(found.version, "removed_at", "trusted")
    _changed(by, held, now)
    _record(by, "young-person.helper-removed", found, held, now)


@transaction.atomic
def look_at_helper(*, by: User, helper: Helper, outcome: str, note: str, now: datetime) -> HelperCheck:
    """A coordinator or manager says what they found about somebody whom the young person chose (HZ-32)."""
    child = helper.young_plan.child
    permissions.check_may_look(by, child)
    errors = {}
    if outcome not in HelperCheck.Outcome.values:
        errors["outcome"] = _("Choose what you found.")
    if not note.strip():
        errors["note"] = _("Say what you looked at.")
    if errors:
        raise Invalid(errors)
    found = HelperCheck(
        partnership_id=helper.partnership_id, helper=helper, outcome=outcome, note=note.strip(), by=by, at=now
    )
    found.save()
    _record(by, "young-person.helper-looked-at", found, helper.young_plan, now)
    return found


@transaction.atomic
def not_a_name(*, by: User, young: YoungPersonPlan, text: str, now: datetime) -> None:
    """Say that something with a capital is nobody's name. What the record holds stays refused all the same."""
    held = _held(by, young)
    text = " ".join(text.split())
    if not text or len(text) > 80:
        raise Invalid({"": _("Choose a word that stands in the plan.")})
    if any(one.words == text for one in queries.no_names(held)):
        return
    found = NoName(partnership_id=held.partnership_id, young_plan=held, words=text, by=by, at=now)
    found.save()
    _record(by, "young-person.not-a-name", found, held, now)


@transaction.atomic
def choose_language(*, by: User, young: YoungPersonPlan, language: str, now: datetime) -> YoungPersonPlan:
    """The language that the young person wants to read it in."""
    held = _held(by, young)
    if language not in Language.values:
        raise Invalid({"language": _("Choose a language.")})
    held.language = language
    held.save_over(held.version, "language")
    _record(by, "young-person.language", held, held, now)
    return held


@transaction.atomic
def sign(*, by: User, young: YoungPersonPlan, signed_by: Sequence[str], signed_on: date, now: datetime) -> Signing:
    """Keep the version that was read together and signed. ``signed_by`` are some of ``SIGNERS``, the young person
    among them; refused while anything keeps it from being printed."""
    held = _held(by, young)
    errors = {}
    if "young_person" not in signed_by or not set(SIGNERS).issuperset(signed_by):
        errors["signed_by"] = _("Choose who signed. It is the young person’s own plan, so they sign it too.")
    if signed_on > clock.london_day(now):
        errors["signed_on"] = _("Enter today or a day before.")
    if errors:
        raise Invalid(errors)
    if queries.halts(held):
        raise WrongState(_("It can’t be signed yet. Look at what is still to do."))
    if Signing.objects.filter(young_plan=held, number=held.number).exists():
        raise WrongState(_("This version is signed already."))
    found = Signing(
        partnership_id=held.partnership_id,
        young_plan=held,
        number=held.number,
        content=queries.content(held),
        signed_by=[each for each in SIGNERS if each in signed_by],
        signed_on=signed_on,
        by=by,
        at=now,
    )
    found.save()
    _record(by, "young-person.signed", found, held, now)
    return found


def _held(by: User, young: YoungPersonPlan) -> YoungPersonPlan:
    """The plan as stored now, held until the transaction ends, if ``by`` may write it."""
    child: Child = children.get(by, young.child_id)
    permissions.check_may_write(by, child)
    YoungPersonPlan.objects.select_for_update().get(pk=young.pk)
    found = queries.current(child)
    if found is None or found.pk != young.pk:
        raise WrongState(_("This plan is closed."))
    return found


def _locked(passage: Passage) -> Passage:
    found = Passage.objects.select_for_update().filter(pk=passage.pk, removed_at__isnull=True).first()
    if found is None:
        raise WrongState(_("Somebody has taken this out of the plan."))
    return found


def _changed(by: User, young: YoungPersonPlan, now: datetime) -> None:
    """A change after a signing makes the next version; the whole is measured once there is enough of it."""
    fields = []
    if Signing.objects.filter(young_plan=young, number=young.number).exists():
        young.number += 1
        fields.append("number")
    if young.first_reading_age is None:
        texts = Passage.objects.filter(young_plan=young, removed_at__isnull=True).values_list("words", flat=True)
        text = "\n".join(each for each in texts if each)
        if len(text.split()) >= words.ENOUGH_WORDS:
            young.first_reading_age = queries.measured(text, None).age
            fields.append("first_reading_age")
    if fields:
        young.save_over(young.version, *fields)


def _record(by: User, what: str, subject: models.Model, young: YoungPersonPlan, now: datetime) -> None:
    audit.record(
        partnership_id=young.partnership_id, by=by, action=what, subject=subject, child_id=young.child_id, at=now
    )
