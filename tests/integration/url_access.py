"""Every address by name, and who may open it. An address that is not listed here fails the tests.

``public``        anybody, signed in or not
``signed in``     anybody signed in, whatever their role
``child``         somebody who may see the child that the address names; for others there is no such page
``concern``       somebody who may log concerns (practitioner, safeguarding lead, manager, coordinator)
``coordinator``   a coordinator
``manager``       a manager who may see the child
"""

ACCESS: dict[str, str] = {
    "access:sign_in": "public",
    "access:urgent": "public",
    "access:alive": "public",
    "access:sign_out": "signed in",
    "access:kept": "signed in",
    "access:drop_kept": "signed in",
    "assessments:list": "child",
    "assessments:start": "child",
    "assessments:assessment": "child",
    "assessments:details": "child",
    "assessments:ask_agency": "child",
    "assessments:answer_agency": "child",
    "assessments:vulnerability_factors": "child",
    "assessments:risk_factors": "child",
    "assessments:add_indicator": "child",
    "assessments:summary": "child",
    "assessments:analysis": "child",
    "assessments:autosave": "child",
    "assessments:differences": "child",
    "assessments:put_aside": "child",
    "assessments:compare": "child",
    "assessments:abandon": "child",
    "assessments:withdraw": "manager",
}
