"""Making partnerships, agencies, teams and people, and what happens around signing in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from safelight.access import permissions, queries, remembered, second_factors, sessions
from safelight.access.backend import EmailBackend
from safelight.access.models import Agency, KeptPost, Partnership, RoleHolding, SingleSignOnIdentity, Team, User
from safelight.access.roles import Permission, Role
from safelight.audit import actions as audit
from safelight.audit.models import Kind
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.core.scope import at_least

KEPT_POST_LIMIT = 2_000_000  # characters of one kept form: more than any step can hold, less than an attack


@transaction.atomic
def create_partnership(
    *,
    name: str,
    area: str,
    jurisdiction: str = "england",
    is_demo: bool = False,
    mash_telephone: str = "",
    mash_hours: str = "",
    out_of_hours_telephone: str = "",
    numbers_confirmed_on: date | None = None,
) -> Partnership:
    """Begin a partnership. Only a first run, a demo and tests do this: there is nobody yet who could be asked.

    Raises ``WrongState`` for a demo beside a real partnership (HZ-45): invented children never stand among real ones.
    """
    if is_demo and Partnership.objects.filter(is_demo=False).exists():
        raise WrongState("This database holds a real partnership. Demo data never goes into it.")
    partnership = Partnership.objects.create(
        name=name,
        area=area,
        jurisdiction=jurisdiction,
        is_demo=is_demo,
        mash_telephone=mash_telephone,
        mash_hours=mash_hours,
        out_of_hours_telephone=out_of_hours_telephone,
        numbers_confirmed_on=numbers_confirmed_on,
    )
    audit.record(partnership_id=partnership.pk, by=None, action="partnership.created", subject=partnership)
    return partnership


@transaction.atomic
def create_first_administrator(*, partnership: Partnership, email: str, name: str, password: str) -> User:
    """The first person of a partnership, who can only manage settings and people, and sees no child."""
    if User.objects.filter(partnership=partnership).exists():
        raise WrongState("This partnership already has people. An administrator makes the next one.")
    return _create_user(
        by=None,
        partnership=partnership,
        email=email,
        name=name,
        password=password,
        roles=[Role.ADMINISTRATOR],
        job_title="Administrator",
    )


@transaction.atomic
def begin(*, area: str, name: str, email: str, password: str, jurisdiction: str = "england") -> User:
    """An empty partnership and its first administrator, both or neither."""
    partnership = create_partnership(name=f"{area} Safeguarding Partnership", area=area, jurisdiction=jurisdiction)
    return create_first_administrator(partnership=partnership, email=email, name=name, password=password)


@transaction.atomic
def create_agency(*, by: User, name: str, kind: str) -> Agency:
    """Add an agency to the administrator's own partnership."""
    permissions.check(by, Permission.MANAGE_USERS)
    try:
        with transaction.atomic():
            agency = Agency.objects.create(partnership_id=by.partnership_id, name=name, kind=kind)
    except IntegrityError as error:
        raise Invalid({"name": "There is an agency with this name."}) from error
    audit.record(partnership_id=by.partnership_id, by=by, action="agency.created", subject=agency)
    return agency


@transaction.atomic
def create_team(*, by: User, agency: Agency, name: str) -> Team:
    """Add a team to an agency."""
    permissions.check(by, Permission.MANAGE_USERS)
    if agency.partnership_id != by.partnership_id:
        raise NotFound("agency")
    if Team.objects.filter(agency=agency, name__iexact=name).exists():
        raise Invalid({"name": "This agency has a team with this name."})
    team = Team.objects.create(partnership_id=by.partnership_id, agency=agency, name=name)
    audit.record(partnership_id=by.partnership_id, by=by, action="team.created", subject=team)
    return team


@transaction.atomic
def create_user(
    *,
    by: User,
    email: str,
    name: str,
    password: str,
    roles: Iterable[Role],
    job_title: str = "",
    telephone: str = "",
    agency: Agency | None = None,
    team: Team | None = None,
    line_manager: User | None = None,
) -> User:
    """Add a person to the administrator's own partnership, with their roles."""
    permissions.check(by, Permission.MANAGE_USERS)
    for other in (agency, team, line_manager):
        if other is not None and other.partnership_id != by.partnership_id:
            raise NotFound("agency, team or manager")
    return _create_user(
        by=by,
        partnership=by.partnership,
        email=email,
        name=name,
        password=password,
        roles=roles,
        job_title=job_title,
        telephone=telephone,
        agency=agency,
        team=team,
        line_manager=line_manager,
    )


def _create_user(
    *,
    by: User | None,
    partnership: Partnership,
    email: str,
    name: str,
    password: str,
    roles: Iterable[Role],
    job_title: str = "",
    telephone: str = "",
    agency: Agency | None = None,
    team: Team | None = None,
    line_manager: User | None = None,
) -> User:
    email = email.strip().lower()
    user = User(
        partnership=partnership,
        email=email,
        name=name,
        job_title=job_title,
        telephone=telephone,
        agency=agency,
        team=team,
        line_manager=line_manager,
    )
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": " ".join(error.messages)}) from error
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        # The address may be another partnership's, whose people a query does not see: the table alone knows.
        raise Invalid({"email": "Somebody already signs in with this e-mail address."}) from error
    for role in roles:
        RoleHolding.objects.create(partnership=partnership, user=user, role=role, given_by=by)
    audit.record(partnership_id=partnership.pk, by=by, action="user.created", subject=user)
    return user


@dataclass(frozen=True)
class Tried:
    """What came of an e-mail address and a password: who may go on, or that the person is no longer active, or that
    the password was a temporary one whose time is over."""

    user: User | None
    inactive: bool = False
    run_out: bool = False


def try_password(*, email: str, password: str) -> Tried:
    """Whose e-mail address and password these are. What is refused leaves an entry, where we know who it was.

    That somebody is not active, or the password has run out, is said only to who has the password.
    """
    email = email.strip().lower()
    holder = EmailBackend().password_holder(email, password)
    if holder is not None and EmailBackend().user_can_authenticate(holder):
        if holder.temporary_until is None or holder.temporary_until > clock.now():
            return Tried(holder)
        note_sign_in(user=holder, action="sign-in.password-run-out", refused=True)
        return Tried(None, run_out=True)
    known = holder or User.objects.filter(email=email).first()
    if known is not None:
        inactive = holder is not None and not holder.is_active
        note_sign_in(user=known, action="sign-in.not-active" if inactive else "sign-in.refused", refused=True)
        return Tried(None, inactive)
    return Tried(None)


def note_sign_in(*, user: User, action: str, refused: bool = False) -> None:
    """Note that ``user`` signed in, took a step of it, or that somebody was refused as ``user`` (then by nobody)."""
    audit.record_apart(
        partnership_id=user.partnership_id,
        by=None if refused else user,
        action=action,
        kind=Kind.REFUSAL if refused else Kind.SIGN_IN,
        subject=user,
    )


def note_stranger(*, action: str) -> None:
    """Note that somebody whom nobody here knows was refused: in the log of the partnership, where there is just one."""
    partnership = queries.only_partnership()
    if partnership is not None:
        audit.record_apart(partnership_id=partnership.pk, by=None, action=action, kind=Kind.REFUSAL)


@transaction.atomic
def bind_identity(*, user: User, subject: str) -> None:
    """From now on this subject of the identity provider is ``user``, whatever becomes of the e-mail address."""
    with at_least(user.partnership_id):  # nobody is signed in yet
        SingleSignOnIdentity.objects.create(partnership_id=user.partnership_id, user=user, subject=subject)
    audit.record(partnership_id=user.partnership_id, by=user, action="user.single-sign-on-bound", subject=user)


@transaction.atomic
def change_password(*, by: User, current: str, new: str) -> None:
    """Give oneself another password. Sessions in other browsers end by that."""
    if not by.check_password(current):
        raise Invalid({"current": "That is not your present password."})
    try:
        password_validation.validate_password(new, by)
    except ValidationError as error:
        raise Invalid({"new": " ".join(error.messages)}) from error
    if by.password_must_change and by.check_password(new):
        raise Invalid({"new": "This is the temporary password. Choose another."})
    by.set_password(new)
    by.password_must_change, by.temporary_until = False, None
    by.save(update_fields=["password", "password_must_change", "temporary_until"])
    audit.record(partnership_id=by.partnership_id, by=by, action="user.password", subject=by)


@transaction.atomic
def drop_temporary_password(*, user: User) -> None:
    """Take away the temporary password of somebody who came in through their organisation and needs none."""
    if not user.password_must_change:
        return
    user.set_unusable_password()
    user.password_must_change, user.temporary_until = False, None
    user.save(update_fields=["password", "password_must_change", "temporary_until"])
    audit.record(partnership_id=user.partnership_id, by=user, action="user.temporary-password-dropped", subject=user)


@transaction.atomic
def note_factor(*, by: User, action: str) -> None:
    """Note that somebody set up or removed a second factor of their own: ``factor.app-added`` and the like.

    Where one was removed, every browser asks for the second factor again.
    """
    if action.endswith("removed"):
        remembered.forget_all(by, clock.now())
    audit.record(partnership_id=by.partnership_id, by=by, action=action, subject=by)


@transaction.atomic
def reset_second_factors(*, by: User, user: User) -> None:
    """Remove every second factor of somebody who has lost theirs, and end their sessions; never one's own.

    Whoever does this has made sure by a call back on a known number that it is that person who asks. The person sets
    up a new one at their next sign-in.
    """
    permissions.check(by, Permission.MANAGE_USERS)
    if user.partnership_id != by.partnership_id or user.pk == by.pk:
        raise NotFound("user")
    count = second_factors.remove_all(user)
    ended = sessions.end(user)
    audit.record(
        partnership_id=by.partnership_id,
        by=by,
        action="user.second-factors-reset",
        subject=user,
        counts={"factors": count, "sessions": ended},
    )


def end_sessions(*, by: User, number: int | None = None, but: str | None = None) -> int:
    """End one's own session with this number, or all but the one with the key ``but``; how many ended."""
    with transaction.atomic():
        ended = sessions.end(by, number=number, but=but)
        audit.record(
            partnership_id=by.partnership_id,
            by=by,
            action="sessions.ended",
            kind=Kind.SIGN_IN,
            subject=by,
            counts={"sessions": ended},
        )
    return ended


def refuse(*, by: User, action: str) -> None:
    """Note that ``by`` was answered "not found" at a place named by its code, never by its address."""
    audit.record_apart(partnership_id=by.partnership_id, by=by, action=action, kind=Kind.REFUSAL)


@transaction.atomic
def set_keys(*, by: User, on: bool) -> None:
    """Whether single letters answer lines of the matrix for this person, wherever they sign in (WCAG 2.1.4)."""
    by.keys_on = on
    by.save(update_fields=["keys_on"])
    audit.record(partnership_id=by.partnership_id, by=by, action="user.keys", subject=by)


@transaction.atomic
def keep_post(*, user_id: str, path: str, fields: Mapping[str, list[str]]) -> KeptPost | None:
    """Keep a form that was posted after the session of ``user_id`` had ended. None if there is no such user, or
    if it is larger than any of our forms can be."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or sum(len(text) for values in fields.values() for text in values) > KEPT_POST_LIMIT:
        return None
    with at_least(user.partnership_id):  # nobody is signed in
        kept = KeptPost.objects.create(
            partnership_id=user.partnership_id, user=user, path=path, body=dict(fields), at=clock.now()
        )
        audit.record(partnership_id=user.partnership_id, by=None, action="post.kept", subject=kept)
    return kept


@transaction.atomic
def drop_kept_post(*, by: User, kept_id: str | UUID) -> None:
    """Remove a kept form once it has been saved or is not wanted."""
    kept = KeptPost.objects.filter(pk=kept_id, user=by).first()
    if kept is None:
        raise NotFound("kept post")
    audit.record(partnership_id=by.partnership_id, by=by, action="post.dropped", subject=kept)
    kept.delete()
