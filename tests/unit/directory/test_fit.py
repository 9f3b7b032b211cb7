"""Whether a service is for a child: against a second, plainer telling of the same rules."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.directory.fit import AGAINST, OPEN_QUESTION, Fit, Reason, Young, fit


@dataclass(frozen=True)
class Limits:
    age_from: int | None = None
    age_to: int | None = None
    gender: str = ""
    levels: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    closed: bool = False


GIRL_OF_14 = Young(14, "female", "low", "Kestrel Bay")
ages = st.one_of(st.none(), st.integers(0, 25))
limits = st.builds(
    Limits,
    age_from=ages,
    age_to=ages,
    gender=st.sampled_from(["", "female", "male"]),
    levels=st.sets(st.sampled_from(["low", "medium", "high", "exploited"])).map(tuple),
    areas=st.sets(st.sampled_from(["Kestrel Bay", "Coventry"])).map(tuple),
    closed=st.booleans(),
)
young = st.builds(
    Young,
    age=ages,
    gender=st.sampled_from(["female", "male", "another", "not_known", ""]),
    level=st.sampled_from(["", "low", "medium", "high", "exploited"]),
    area=st.sampled_from(["Kestrel Bay", "Ropewalk, kestrel bay", "Coventry", "Elsewhere", ""]),
)


def plainly(service: Limits, child: Young) -> Fit:
    """The same, without a word of why."""
    if service.closed:
        return Fit.NOT
    known_not = (
        child.age is not None
        and not (service.age_from or 0) <= child.age <= (200 if service.age_to is None else service.age_to),
        bool(service.gender) and child.gender in {"female", "male"} - {service.gender},
        bool(service.levels and child.level) and child.level not in service.levels,
        bool(service.areas) and not {area.lower() for area in service.areas} & set(child.area.lower().split(", ")),
    )
    if any(known_not):
        return Fit.NOT
    limited_by_age = service.age_from is not None or service.age_to is not None
    not_known = (
        limited_by_age and child.age is None,
        bool(service.gender) and child.gender != service.gender,
        bool(service.levels) and not child.level,
    )
    return Fit.PERHAPS if any(not_known) else Fit.FITS


@pytest.mark.req("DR-01")
@given(limits, young)
def test_it_fits_exactly_when_no_limit_speaks_against_it(service: Limits, child: Young) -> None:
    found = fit(service, child)
    assert found.fit is plainly(service, child)
    assert found.reasons  # each answer says why
    assert (found.fit is Fit.NOT) == bool(AGAINST.intersection(found.reasons))
    if found.fit is Fit.FITS:
        assert not OPEN_QUESTION.intersection(found.reasons)


@pytest.mark.req("DR-01")
@given(limits, young)
def test_what_is_not_known_of_a_child_never_shuts_a_service_out(service: Limits, child: Young) -> None:
    if fit(service, child).fit is not Fit.NOT:
        unknown = replace(child, age=None, gender="not_known", level="")
        assert fit(service, unknown).fit is not Fit.NOT


@pytest.mark.req("DR-01")
@pytest.mark.parametrize(
    ("service", "reason"),
    [
        (Limits(age_from=12, age_to=19), Reason.AGE),
        (Limits(age_from=15), Reason.AGE_OUT),
        (Limits(age_to=13), Reason.AGE_OUT),
        (Limits(age_from=14, age_to=14), Reason.AGE),
        (Limits(gender="female"), Reason.GENDER),
        (Limits(gender="male"), Reason.GENDER_OUT),
        (Limits(levels=("low",)), Reason.LEVEL),
        (Limits(levels=("medium", "high")), Reason.LEVEL_OUT),
        (Limits(areas=("KESTREL BAY",)), Reason.AREA),
        (Limits(areas=("Coventry",)), Reason.AREA_OUT),
        (Limits(closed=True), Reason.CLOSED),
        (Limits(), Reason.EVERYONE),
    ],
)
def test_it_says_why(service: Limits, reason: Reason) -> None:
    assert fit(service, GIRL_OF_14).reasons == (reason,)
