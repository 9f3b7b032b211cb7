"""Kestrel Bay: the invented area of the demo, its agencies and the people who work there. Pure: no Django.

Telephone numbers are from 01632 960000 on, which are kept for fiction; addresses end in ``.example``, which nobody
can own. Nobody here exists.
"""

from dataclasses import dataclass

AREA = "Kestrel Bay"
PARTNERSHIP = "Kestrel Bay Safeguarding Partnership"
DOMAIN = "kestrelbay.example"
PASSWORD = "harbour lights at six"  # noqa: S105 - the demo's own; it opens nothing but invented records
MASH_TELEPHONE = "01632 960140"
MASH_HOURS = "weekdays 8:30 to 17:00"
OUT_OF_HOURS_TELEPHONE = "01632 960199"

ADMINISTRATOR = ("Imogen Sable", "Systems administrator")

# Agency → kind, in the order in which they are made.
AGENCIES: dict[str, str] = {
    "Kestrel Bay Children’s Services": "social_care",
    "Kestrel Bay Police": "police",
    "Saltings Academy": "school",
    "Kestrel Bay Community Health": "health",
    "Tideway Youth Service": "youth",
    "Fairhaven Trust": "voluntary",
    "Kestrel Bay MASH": "partnership",
}

# Team → agency.
TEAMS: dict[str, str] = {
    "Northgate Team": "Kestrel Bay Children’s Services",
    "Harbour Team": "Kestrel Bay Children’s Services",
    "Child Exploitation Investigation Team": "Kestrel Bay Police",
    "Pastoral Team": "Saltings Academy",
    "School Nursing": "Kestrel Bay Community Health",
    "Street Team": "Tideway Youth Service",
    "Fairhaven House": "Fairhaven Trust",
    "MASH": "Kestrel Bay MASH",
}


@dataclass(frozen=True)
class Person:
    """Somebody who signs in: a short key for the stories, name, post, roles, team, and the key of the manager."""

    key: str
    name: str
    post: str
    roles: tuple[str, ...]
    team: str
    manager: str = ""

    @property
    def email(self) -> str:
        """Where they sign in with."""
        return f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


# Managers stand before those they manage.
PEOPLE: tuple[Person, ...] = (
    Person("nadia", "Nadia Ferreira", "Child exploitation coordinator", ("coordinator",), "MASH"),
    Person("owen", "Owen Trelawny", "MASH practice manager", ("coordinator",), "MASH"),
    Person("freya", "Freya Lund", "Principal social worker", ("safeguarding_lead",), "Northgate Team"),
    Person("tomasz", "Tomasz Wray", "Social care manager", ("manager",), "Northgate Team"),
    Person("helena", "Helena Quist", "Social care manager", ("manager",), "Harbour Team"),
    Person("ruth", "Ruth Amankwah", "Detective inspector", ("manager",), "Child Exploitation Investigation Team"),
    Person("grace", "Grace Obi", "Deputy head", ("manager",), "Pastoral Team"),
    Person("sunita", "Sunita Bell", "Named nurse", ("safeguarding_lead", "manager"), "School Nursing"),
    Person("marcus", "Marcus Thole", "Youth service manager", ("manager",), "Street Team"),
    Person("karen", "Karen Oduya", "Manager of Fairhaven House", ("manager",), "Fairhaven House"),
    Person("rhian", "Rhian Castellan", "Social worker", ("practitioner",), "Northgate Team", "tomasz"),
    Person("callum", "Callum Adeyemi", "Social worker", ("practitioner",), "Northgate Team", "tomasz"),
    Person("marta", "Marta Vance", "Social worker", ("practitioner",), "Harbour Team", "helena"),
    Person("joel", "Joel Pickersgill", "Social worker", ("practitioner",), "Harbour Team", "helena"),
    Person(
        "colm",
        "Colm Farraday",
        "Detective sergeant",
        ("practitioner",),
        "Child Exploitation Investigation Team",
        "ruth",
    ),
    Person("priya", "Priya Nair", "Safeguarding lead", ("safeguarding_lead",), "Pastoral Team", "grace"),
    Person("tess", "Tess Holloway", "Pastoral worker", ("practitioner",), "Pastoral Team", "grace"),
    Person("amina", "Amina Rahimi", "School nurse", ("practitioner",), "School Nursing", "sunita"),
    Person("bea", "Bea Lindqvist", "Youth worker", ("practitioner",), "Street Team", "marcus"),
    Person("leon", "Leon Baptiste", "Residential worker", ("practitioner",), "Fairhaven House", "karen"),
    Person("idris", "Idris Penhaligon", "Emergency duty worker", ("emergency_duty",), "MASH", "owen"),
    Person("yasmin", "Yasmin Coe", "Information governance officer", ("information_officer",), "MASH", "owen"),
    Person(
        "viktor",
        "Viktor Sandgren",
        "Intelligence officer",
        ("intelligence_officer",),
        "Child Exploitation Investigation Team",
        "ruth",
    ),
    Person("odile", "Odile Marchetti", "Analyst", ("analyst",), "Child Exploitation Investigation Team", "ruth"),
    Person("hari", "Hari Desmond", "Data officer", ("data_officer",), "MASH", "owen"),
)

# Where children live: part of the town, streets, school. All invented.
QUARTERS: tuple[str, ...] = ("Northgate", "Saltings", "Ropewalk", "Harbourside", "Tollcross", "Sandling", "Larchfield")
STREETS: tuple[str, ...] = (
    "Coopers Row",
    "Teal Close",
    "Ferry Terrace",
    "Lantern Street",
    "Curlew Way",
    "Old Net Lane",
    "Marram Road",
    "Beacon Drive",
    "Cordwainer Street",
    "Samphire Court",
    "Gannet Rise",
    "Tidewell Gardens",
)
SCHOOLS: tuple[str, ...] = (
    "Saltings Academy",
    "Northgate High School",
    "Larchfield College",
    "Tollcross Learning Centre",
)
