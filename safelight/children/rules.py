"""What may stand in a child's record: checks that need nothing but the values and the day. Pure: no Django."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.gb import nhs, upn

from safelight.children import ages

OLDEST = 120

ADULT_SAFEGUARDING = "For an adult at risk, speak to adult safeguarding at the local council."


def age_of(date_of_birth: date | None, estimated_age: int | None, estimated_on: date | None, day: date) -> int | None:
    """Age in whole years by date of birth, else by the estimate, else None."""
    if date_of_birth is not None:
        return ages.age_on(date_of_birth, day)
    if estimated_age is not None and estimated_on is not None:
        return ages.estimated_age_on(estimated_age, estimated_on, day)
    return None


def scope_explanation(age: int | None, extended_reason: str) -> str:
    """Why the toolkit is not for somebody of this age, and what to do (CH-03); empty when it is for them."""
    scope = ages.scope(age, extended_reason)
    if scope == ages.Scope.NEEDS_REASON:
        return (
            f"This date of birth makes them {age}. Check that it is right. From 18 until the 21st birthday the "
            "toolkit is for young people with a reason, such as a learning difficulty, a disability or leaving "
            f"care: record the reason. {ADULT_SAFEGUARDING} Nothing that is due ends because of their age."
        )
    if scope == ages.Scope.TOO_OLD:
        return (
            f"This date of birth makes them {age}. Check that it is right. The toolkit is for people under 21. "
            f"{ADULT_SAFEGUARDING} Nothing that is due ends because of their age."
        )
    if scope == ages.Scope.NOT_BORN:
        return "This date of birth has not come yet. Check that it is right."
    return ""


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with identifiers and spaces in their usual form; nothing is judged here."""
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    for name in ("nhs_number", "upn"):
        if isinstance(tidy.get(name), str):
            tidy[name] = re.sub(r"[\s-]", "", tidy[name]).upper()
    if isinstance(tidy.get("local_reference"), str):
        tidy["local_reference"] = re.sub(r"\s+", " ", tidy["local_reference"]).upper()
    return tidy


def problems(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """What is wrong with a record's values, by field, each a sentence to show beside it."""
    errors: dict[str, str] = {}
    if not any(values.get(name) for name in ("given_name", "family_name", "known_as")):
        errors["given_name"] = "Enter a name, or what the child is called."
    born = values.get("date_of_birth")
    if born is not None and born > today:
        errors["date_of_birth"] = "The date of birth must be in the past."
    elif born is not None and ages.age_on(born, today) > OLDEST:
        errors["date_of_birth"] = "Check the year of birth."
    estimate = values.get("estimated_age")
    if estimate is not None and not 0 <= estimate <= OLDEST:
        errors["estimated_age"] = "Enter an age in years, such as 14."
    number = values.get("nhs_number")
    if number and not _passes(nhs, number):
        errors["nhs_number"] = "This NHS number is not right: it has 10 digits, and the last one checks the others."
    pupil = values.get("upn")
    if pupil and not _passes(upn, pupil):
        errors["upn"] = "This unique pupil number is not right: a letter that checks it, then 12 more characters."
    return errors


def _passes(kind: Any, number: str) -> bool:
    try:
        kind.validate(number)
    except ValidationError:
        return False
    return True
