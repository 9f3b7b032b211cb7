"""A girl who lives with her grandmother and has made an agreement with her worker, as a plan (after N's example).

The goals of that example are kept in substance and told in our own words; everybody is invented, and what she does
herself stands beside what the adults promise.
"""

from safelight.children import actions as children
from safelight.core import clock
from safelight.demo.diary import Diary
from safelight.demo.planner import Planner
from safelight.demo.teller import Teller
from safelight.plans import actions as plans

# Outcome, what is done, who, measure, which factor or sign it answers.
GOALS: tuple[tuple[int, str, str, str, tuple[str, ...]], ...] = (
    (
        4,
        "Niamh goes home by bus or taxi or with a friend, never alone. If that fails she sleeps at her dad’s and tells "
        "Nana before. From a taxi she sends Nana the number on the door.",
        "Niamh Carrow; Nana",
        "No walk home alone in six weeks.",
        ("L1",),
    ),
    (
        4,
        "The fifteen-minute rule: home by nine in the holidays; fifteen minutes late, Nana rings; fifteen more, Nana "
        "tells the police. Niamh says beforehand if she will be late, from a friend’s phone if need be.",
        "Niamh Carrow; Nana",
        "The rule was used each time, by both.",
        ("L1", "H2"),
    ),
    (
        4,
        "Niamh answers her phone, wherever she is. Nana starts with “I’m glad you picked up”.",
        "Niamh Carrow; Nana",
        "Nine calls of ten answered.",
        ("H2",),
    ),
    (
        4,
        "The whiteboard by the door: where, who with and their number, what. Then nobody has to ask.",
        "Niamh Carrow",
        "Filled in on most days; Niamh and Nana count together.",
        ("k",),
    ),
    (
        8,
        "When there is drink, two cans at most, beside one friend whose name Nana has that evening.",
        "Niamh Carrow; a friend she names each time",
        "Niamh keeps count for herself and shows it if she wants to.",
        ("L7", "e"),
    ),
    (
        7,
        "Sessions on saying no and keeping cool, at the boxing gym, with Leon from the project.",
        "Leon Baptiste, project worker",
        "Four sessions by the end of next month.",
        ("L9",),
    ),
    (
        7,
        "No visits at Mum’s house until Mum has made the changes agreed with her own worker. If Niamh longs for her, "
        "she tells Nana, her form tutor, Leon or Marta, and they arrange to meet somewhere safe.",
        "Marta Vance, social worker; Nana",
        "Mum and Niamh have met twice, at the café.",
        ("a", "h"),
    ),
    (
        7,
        "Calls with Mum on loudspeaker with Nana beside her. If it gets too heavy Nana ends the call, and Mum rings "
        "her own worker.",
        "Nana; Niamh Carrow",
        "Niamh slept on the nights of the calls.",
        ("h", "L9"),
    ),
    (
        7,
        "Work with Mum on what Niamh asked for: fewer drugs, no fighting at home, more days out together.",
        "Marta Vance, social worker",
        "Mum has kept three of four appointments.",
        ("e",),
    ),
    (
        7,
        "Counselling goes on in the holidays.",
        "Marta Vance, social worker",
        "A date stands for each holiday week.",
        ("L9",),
    ),
    (
        4,
        "The police know where to look for Niamh and whom to ring, so that somebody comes when she might not be safe.",
        "Colm Farraday, detective sergeant",
        "The trigger plan is on the system and Nana has seen it.",
        ("H2",),
    ),
)


def agreement(t: Teller) -> Diary:
    """Medium, acted for as High while missing episodes are looked into, with the agreement in force."""
    yield t.at(52)
    child = t.child(
        "marta",
        "Niamh Carrow",
        gender="girl",
        date_of_birth=t.born(14),
        social_care_status="child_in_need",
        social_worker="Marta Vance",
        parental_responsibility="Colleen Carrow, grandmother (child arrangements order)",
    )
    t.involve(child, "marta", "leon", "colm")
    t.concern("marta", child)
    yield t.at(47)
    decision = yield from t.assess(
        child,
        "marta",
        "L1 L7 L9 M10? H2?",
        "medium",
        factors="a e h k",
        voice="“If things get out of hand I want Nana, not a row.”",
        parents="“I am her Nana. I would rather be rung at midnight than not at all.”",
        decision={"why": "up"},
    )
    yield t.later(hours=2)
    t.settle(child, "marta")
    yield t.at(44)
    planner = Planner(t, child, "marta", "helena")
    planner.draft(decision)
    for outcome, text, who, measure, covers in GOALS:
        plans.add_action(
            by=planner.author,
            plan=planner.plan,
            outcome=outcome,
            values={
                "text": t.once(text),
                "who": who,
                "when_text": "From today, until we change it together",
                "review_at": "Every second Friday, on the sofa",
                "measure": measure,
                "covers": list(covers),
                "copies_for": ["professionals", "child", "parents"],
            },
            now=clock.now(),
        )
    yield t.later(hours=2)
    planner.submit("Niamh and Marta wrote it side by side; Nana read every line aloud.")
    yield t.at(42)
    planner.agree()
    t.network(child, "marta", size=5, chosen=2)
    t.strengths(child, "marta", "protective", "protective", "pull")
    yield t.at(9)
    t.visit(child, "marta", words="The whiteboard has been filled in on eleven days. Niamh drew a cat in the corner.")
    children.make_promise(by=t.person("marta"), child=child, words=t.say("work", "promise"), due_on=t.day(0))
