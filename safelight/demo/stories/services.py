"""The area's own services in its directory: some confirmed, one for girls, one that has closed."""

from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.teller import Teller
from safelight.directory import actions


def services(t: Teller) -> Diary:
    """What the coordinator rang and entered."""
    yield t.at(37, "10:10")
    nadia = t.person("nadia")
    everyone = {"areas": ["Kestrel Bay"], "refer": ["young_person", "family", "professional"]}
    kept = [
        {
            "name": "Lantern Young People's Advice",
            "about": "Somebody to talk to after school, without an appointment. Helps with money, home and worries.",
            "age_from": 11,
            "age_to": 19,
            "telephone": "01632 960231",
            "hours": "Monday to Friday 3pm to 8pm",
            "how": "Walk in, or ring.",
        },
        {
            "name": "Harbour Exploitation Service",
            "about": "A worker of their own for young people who are being exploited, for as long as it takes.",
            "age_from": 10,
            "age_to": 18,
            "levels": ["medium", "high", "exploited"],
            "refer": ["professional"],
            "telephone": "01632 960232",
            "how": "Ring first; they answer within two working days.",
        },
        {
            "name": "Tideway Girls' Group",
            "about": "A weekly group about friendship, rights and staying safe, with food.",
            "age_from": 13,
            "age_to": 17,
            "gender": "female",
            "levels": ["low", "medium"],
            "refer": ["young_person", "professional"],
            "telephone": "01632 960233",
            "how": "A youth worker meets each girl once before she joins.",
        },
        {
            "name": "Breakwater Boxing and Mentoring",
            "about": "Evening sport with a mentor who was exploited himself.",
            "age_from": 12,
            "age_to": 18,
            "telephone": "01632 960234",
            "how": "Full until the spring.",
            "closed": True,
        },
    ]
    for values in kept:
        actions.keep_service(by=nadia, code="", version=0, today=clock.today(), **{**everyone, **values})
