"""Sample pages that use every component. Everybody in them is invented.

``SAFELIGHT_SAMPLE_PAGES=/some/folder pytest tests/unit/ui`` also writes them there, to be looked at in a browser.
"""

import datetime as dt
import os
from pathlib import Path

from django.template import engines

from safelight.ui.charts import LevelPoint
from safelight.ui.ecomap import Person

SAMPLES = Path(__file__).parent / "samples"


def context() -> dict[str, object]:
    """What the sample pages are given."""
    day = dt.date
    return {
        "demo": True,
        "signed_in": {"name": "Rhian Castellan", "role": "social worker"},
        "sign_out_url": "/sign-out",
        "navigation": [
            {"text": "My work", "href": "/"},
            {"text": "Children", "href": "/children/", "current": True},
            {"text": "Search", "href": "/search/"},
            {"text": "Report missing", "href": "/missing/", "strong": True},
        ],
        "urgent_numbers": {
            "items": [
                {"label": "In danger now", "number": "999"},
                {"label": "Police, not an emergency", "number": "101"},
                {"label": "Kestrel Bay MASH, weekdays 8:30 to 17:00", "number": "01632 960140"},
                {"label": "Nights and weekends", "number": "01632 960199"},
            ],
            "confirmed": day(2026, 11, 2),
        },
        "child": {
            "name": "Kayla Denholm",
            "born": day(2011, 5, 14),
            "age": "15",
            "area": "Northgate, Kestrel Bay",
            "lives_with": "Mum",
            "reference": "SL-7K3Q-92",
            "twin": {
                "text": "Kyra Denholm has the same date of birth and address.",
                "this_is": "This is Kayla.",
                "href": "/kyra",
                "link": "Go to Kyra",
            },
        },
        "said": {
            "quote": "I just want one person to talk to, not nine. And don’t talk about me like I’m not in the room.",
            "name": "Kayla",
            "on": day(2026, 11, 12),
            "to": "Bea Lindqvist, youth worker",
            "more": {"text": "All she has told us (14)", "href": "/told"},
        },
        "level": {
            "level": "high",
            "on": day(2026, 11, 3),
            "by": "Rhian Castellan",
            "role": "social worker",
            "own_view": "who thought High before seeing the suggestion",
            "suggested": "The toolkit suggested High.",
            "reassess": "Reassess between 1 and 15 December. Overdue after 15 December.",
            "why_href": "/why",
            "why": "Why High",
        },
        "duties": [
            {
                "when": "Overdue",
                "when_note": "since yesterday 06:40",
                "overdue": True,
                "what": "Offer the return home interview",
                "must": True,
                "why": "Rhian Castellan. 72 hours after she came home.",
                "action": {"text": "Record the offer", "href": "/offer"},
            },
            {
                "when": "Today",
                "who": "Kayla Denholm, 15",
                "what": "Manager to agree plan, draft 3",
                "why": "Tomasz Wray. Sent yesterday, 16:05.",
                "action": {"text": "Open plan", "href": "/plan"},
            },
        ],
        "people": [
            Person("Mum", "Dawn", "family", "strained"),
            Person("Kyra", "twin", "family", "strong"),
            Person("Aunty Jo", "her choice", "family", "strong"),
            Person("Bea Lindqvist", "youth worker", "service", "strong"),
            Person("Rhian Castellan", "social worker", "service", "steady"),
            Person("Saltings", "school", "service", "thin"),
            Person("CAMHS", "waiting list", "service", "not_yet"),
            Person("“Dez”", "older man", "risk", "control"),
            Person("Tash", "friend, 15", "family", "strong"),
        ],
        "people_rows": [
            {
                "who": "Aunty Jo Denholm",
                "relation": "Aunt",
                "tie": "Strong",
                "strong": "Kayla’s choice of who to talk to first.",
                "note": "01632 960311, any hour",
            },
            {"who": "“Dez”", "relation": "Older man, name not known", "tie": "Control", "note": "Poses a risk"},
        ],
        "points": [
            LevelPoint(day(2026, 1, 12), "low", "low", "Priya Nair", (0, 0, 2)),
            LevelPoint(day(2026, 4, 24), "medium", "medium", "Priya Nair", (0, 2, 3)),
            LevelPoint(day(2026, 6, 30), "high", "high", "Rhian Castellan", (1, 5, 3)),
            LevelPoint(day(2026, 8, 11), "high", "high", "Rhian Castellan", (1, 6, 4)),
            LevelPoint(day(2026, 9, 22), "medium", "medium", "Rhian Castellan; Tomasz Wray agreed", (0, 4, 4)),
            LevelPoint(day(2026, 11, 3), "high", "high", "Rhian Castellan", (2, 6, 4)),
        ],
        "missing": [day(2026, 4, 6), day(2026, 6, 10), day(2026, 6, 20), day(2026, 7, 25), day(2026, 11, 19)],
        "lines": [
            {
                "code": "L1",
                "label": "Regularly coming home late or going missing",
                "answer": "present",
                "evidence": "Home after 22:00 on nine school nights since 1 November",
                "source": "Mother, by phone",
                "when": "20 November 2026",
                "open": True,
                "meaning": "he is out later than agreed, again and again.",
                "ask": "How did you get home last night?",
            },
            {
                "code": "L2",
                "label": "Overt sexualised dress",
                "today": "Clothes do not cause abuse. Note what changed, and who gave them.",
                "answer": "not_asked",
            },
            {
                "code": "L4",
                "label": "Associating with other young people who are at risk of CSE",
                "answer": "suspected",
                "evidence": "Two Year 11 pupils. Not certain they meet out of school.",
                "source": "Mr Bright",
                "when": "18 November 2026",
            },
            {"code": "L5", "label": "Reduced contact with family/friends", "answer": "present"},
            {"code": "L6", "label": "Sexually transmitted infections", "answer": "not_known"},
            {"code": "L8", "label": "Poor self-image", "answer": "not_present"},
            {
                "code": "H13",
                "label": "Being groomed on the internet",
                "answer": "suspected",
                "evidence": "Messages from “an older friend”, seen on his screen over his shoulder",
                "source": "Form tutor",
                "when": "20 November",
                "open": True,
                "errors": {"when": "Enter a date, or about when"},
                "harm_prompt": {
                    "title": "Do not wait for the rest: is Jaden being harmed now?",
                    "mash_number": "01632 960140",
                    "duty": "A duty was raised at 15:52 for you and for Grace Obi, your manager. It stands if you"
                    " leave this page or never finish it.",
                    "record_href": "/mash",
                    "ask_href": "/ask",
                    "ask": "What to ask him, and what not to",
                },
            },
        ],
    }


def rendered() -> dict[str, str]:
    """Each sample page as HTML, by its name."""
    engine = engines["jinja2"]
    pages = {
        path.stem: engine.from_string(path.read_text(encoding="utf-8")).render(context())
        for path in sorted(SAMPLES.glob("*.html"))
    }
    folder = os.environ.get("SAFELIGHT_SAMPLE_PAGES")
    if folder:
        static = (Path(__file__).parents[3] / "safelight" / "ui" / "static").as_uri()
        for name, page in pages.items():
            Path(folder, f"{name}.html").write_text(page.replace('"/static/', f'"{static}/'), encoding="utf-8")
    return pages
