"""What administrators do for the partnership itself: its agencies, teams and the numbers on every page."""

from django.db import IntegrityError, transaction

from safelight.access import permissions
from safelight.access.models import Agency, Partnership, Team, User
from safelight.access.roles import Permission
from safelight.audit import actions as audit
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound

SETTINGS = ("name", "mash_telephone", "mash_hours", "out_of_hours_telephone")


@transaction.atomic
def rename_agency(*, by: User, agency: Agency, name: str, kind: str) -> Agency:
    """Give an agency another name or say that it is of another kind."""
    permissions.check(by, Permission.MANAGE_USERS)
    if agency.partnership_id != by.partnership_id:
        raise NotFound("agency")
    agency.name, agency.kind = name, kind
    try:
        with transaction.atomic():
            agency.save(update_fields=["name", "kind"])
    except IntegrityError as error:
        raise Invalid({"name": "There is an agency with this name."}) from error
    audit.record(partnership_id=by.partnership_id, by=by, action="agency.renamed", subject=agency)
    return agency


@transaction.atomic
def rename_team(*, by: User, team: Team, name: str) -> Team:
    """Give a team another name."""
    permissions.check(by, Permission.MANAGE_USERS)
    if team.partnership_id != by.partnership_id:
        raise NotFound("team")
    if Team.objects.filter(agency_id=team.agency_id, name__iexact=name).exclude(pk=team.pk).exists():
        raise Invalid({"name": "This agency has a team with this name."})
    team.name = name
    team.save(update_fields=["name"])
    audit.record(partnership_id=by.partnership_id, by=by, action="team.renamed", subject=team)
    return team


@transaction.atomic
def set_partnership(
    *,
    by: User,
    name: str,
    mash_telephone: str,
    mash_hours: str,
    out_of_hours_telephone: str,
    confirmed: bool,
) -> Partnership:
    """Change the partnership's name and the numbers on every page. The log says which of them, when and by whom.

    ``confirmed``: the administrator rang the numbers today. Numbers that are changed without that count as not
    confirmed by anybody.
    """
    permissions.check(by, Permission.MANAGE_USERS)
    partnership = Partnership.objects.select_for_update().get(pk=by.partnership_id)
    given = dict(zip(SETTINGS, (name, mash_telephone, mash_hours, out_of_hours_telephone), strict=True))
    changed = [field for field, value in given.items() if getattr(partnership, field) != value]
    for field in changed:
        setattr(partnership, field, given[field])
    before = partnership.numbers_confirmed_on
    if confirmed:
        partnership.numbers_confirmed_on = clock.today()
    elif {"mash_telephone", "out_of_hours_telephone"}.intersection(changed):
        partnership.numbers_confirmed_on = None
    partnership.save(update_fields=[*SETTINGS, "numbers_confirmed_on"])
    codes = [f"partnership.{field.replace('_', '-')}-changed" for field in changed]
    if confirmed:
        codes.append("partnership.numbers-confirmed")
    elif before is not None and partnership.numbers_confirmed_on is None:
        codes.append("partnership.numbers-not-confirmed")
    for code in codes:
        audit.record(partnership_id=by.partnership_id, by=by, action=code, subject=partnership)
    return partnership
