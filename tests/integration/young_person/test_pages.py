"""The young person's page: side by side, works without scripts, and says the same of every name, whoever is known."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from safelight.access.models import User
from safelight.children.models import PersonAround
from safelight.young_person import queries
from tests.html import html_problems
from tests.integration.young_person.conftest import BUS, LATE, POLICE, House
from tests.integration.young_person.test_writing import WORDS
from tests.reading_age import reading_age


class Tablet:
    """Somebody who is signed in and opens the young person's plan."""

    def __init__(self, house: House, user: User | None = None) -> None:
        self.house = house
        self.client = Client()
        self.client.force_login(user or house.worker)

    def url(self, name: str, **ids: Any) -> str:
        return reverse(f"young_person:{name}", kwargs={"child_id": self.house.child.pk, **ids})

    def get(self, name: str, status: int = 200, **ids: Any) -> str:
        response = self.client.get(self.url(name, **ids))
        text = response.content.decode()
        assert response.status_code == status, text[:2000]
        assert status != 200 or not html_problems(text)
        return text

    def post(self, name: str, status: int = 302, **values: Any) -> str:
        ids = {key: values.pop(key) for key in ("part", "helper_id") if key in values}
        given = {"about": str(self.house.child.pk), **values}
        response = self.client.post(self.url(name, **ids), given)
        assert response.status_code == status, response.content.decode()[:2000]
        return str(response.headers.get("Location", ""))

    def save(self, field: str, value: Any, version: int, status: int = 200) -> dict[str, Any]:
        sent = json.dumps({"field": field, "value": value, "version": version})
        response = self.client.post(self.url("autosave"), sent, content_type="application/json")
        assert response.status_code == status, response.content.decode()[:2000]
        found: dict[str, Any] = response.json()
        return found


def plain(html: str) -> str:
    """A page without what differs at each opening."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|data-idle-left="\d+"', "", html)


def typed(house: House) -> dict[str, str]:
    """The page's form as it was opened."""
    found = {}
    for one in queries.passages(house.young):
        found |= {f"words-{one.pk}": one.words, f"version-words-{one.pk}": str(one.version)}
    return found


@pytest.mark.req("YP-03")
@pytest.mark.req("YP-06")
def test_the_page_pairs_each_goal_with_the_plans_own_words_and_nothing_else_of_the_plan(house: House) -> None:
    house.goal(text=WORDS)
    page = Tablet(house).get("plan")
    assert LATE in page and WORDS in page.replace("&#39;", "'")
    assert BUS not in page and POLICE not in page
    assert "What other people did is not your fault." in page
    for word in ("Dazza", "Quillfeather", "Harbour", "QX19", "Mullion", "01632 960999", "exploit"):
        assert word not in page


@pytest.mark.req("YP-03")
@pytest.mark.hazard("HZ-32")
def test_the_page_is_the_same_to_the_letter_whether_or_not_somebody_is_known(house: House) -> None:
    house.goal(text="Tash and Dazza wait. Then dazza drives me to Harbour Kebab.")
    house.helper(called="Dazza Q", person_id=None)
    known = plain(Tablet(house).get("plan"))
    assert "This looks like a name, a place or a number: Tash." in known
    PersonAround.objects.filter(pk=house.him.pk).update(
        name="Somebody Else", telephone="", kind="family", safe="safe", address=""
    )
    house.reword(house.police, text="Police visit somebody.")
    assert plain(Tablet(house).get("plan")) == known


@pytest.mark.req("YP-02")
def test_each_save_answers_with_the_age_and_the_hints_of_what_was_typed(house: House) -> None:
    goal = house.goal()
    tablet = Tablet(house)
    hard = "Prior to departing I will inform responsible relatives regarding the intended destination of the journey."
    answer = tablet.save(f"words-{goal.pk}", hard, goal.version)
    assert "Reads like age" in answer["shows"][f"about-{goal.pk}"] and "before" in answer["shows"][f"about-{goal.pk}"]
    easy = tablet.save(f"words-{goal.pk}", "I tell Bea where I go.", answer["version"])
    assert "You are there." in easy["shows"]["whole"]
    blamed = tablet.save(f"words-{goal.pk}", "You put yourself at risk.", easy["version"])
    assert "Try:" in blamed["shows"][f"about-{goal.pk}"]
    assert "conflict_url" in tablet.save(f"words-{goal.pk}", "Old words.", goal.version - 1, status=409)
    assert tablet.save("words-nobody", "x", 1, status=404)


@pytest.mark.req("YP-01")
def test_everything_works_without_scripts(house: House) -> None:
    tablet = Tablet(house)
    tablet.post("pair", part="goal", action=str(house.late.pk), kind="curfew")
    goal = next(one for one in queries.passages(house.young) if one.part == "goal")
    values = typed(house) | {f"words-{goal.pk}": "Tash rings me.", "language": "both"}
    tablet.post("plan", **values, what="")
    assert house.passage(goal.pk).words == "Tash rings me." and house.young.language == "both"
    tablet.post("plan", **typed(house), what=f"friend {goal.pk} Tash")
    assert house.passage(goal.pk).words == "a friend rings me."
    tablet.post("plan", **(typed(house) | {f"words-{goal.pk}": "I play Xbox with Jess."}), what="noname Xbox")
    assert queries.halts(house.young) == [queries.Halt.NAMES]
    tablet.post("plan", **typed(house), what="helper Jess")
    assert queries.halts(house.young) == [queries.Halt.WORKER]
    assert "Your worker has something to check first." in tablet.get("plan")
    assert "Jess" not in tablet.get("worker")  # until the worker says that they are alone
    alone = tablet.client.post(tablet.url("worker"), {"about": str(house.child.pk), "sure": "yes"})
    assert "Jess" in alone.content.decode()
    tablet.post("plan", **typed(house), what=f"out {goal.pk}")
    assert "No goals yet." in tablet.get("plan")


@pytest.mark.req("YP-05")
def test_every_kind_of_goal_of_the_source_is_offered(house: House) -> None:
    page = Tablet(house).get("pair", part="goal")
    for kind in (
        "Getting home and lifts",
        "the 15-minute rule",
        "Answering my phone",
        "Telling where, who and what",
        "Drink and drugs",
        "Rows and fights",
        "Seeing and ringing my family",
        "Adults I trust",
    ):
        assert kind in page


@pytest.mark.hazard("HZ-32")
def test_a_manager_looks_on_a_page_of_their_own_and_the_worker_does_not_find_it(house: House) -> None:
    helper = house.helper(called="Dazza", person_id=None)
    assert "a name or number like this one" in Tablet(house, house.manager).get("look", helper_id=helper.pk)
    Tablet(house).get("look", status=404, helper_id=helper.pk)
    Tablet(house, house.manager).post("look", helper_id=helper.pk, outcome="unsafe", note="It is him.")
    assert queries.checked(queries.helper_for(house.young, helper.pk)) == "unsafe"


@pytest.mark.req("YP-02")
def test_our_own_sentences_read_at_eleven_or_below(house: House) -> None:
    from safelight.young_person import words
    from safelight.young_person.kinds import KINDS

    texts = [words.NOT_YOUR_FAULT, words.NOT_EARNED, words.STAYS, *(kind.talk_about for kind in KINDS.values())]
    assert reading_age(" ".join(str(text) for text in texts)) <= 11


@pytest.mark.req("YP-03", "SH-06")
@pytest.mark.hazard("HZ-08")
def test_the_workers_own_page_asks_who_looks_and_says_each_reason_once(house: House) -> None:
    """One tap from hers it shows nothing; what nobody chose is counted and folded away, not said again for each."""
    for number in range(6):
        house.add(f"Somebody does thing {number}", "professionals")
    tablet = Tablet(house)
    asked = tablet.get("worker")
    assert "Who is looking?" in asked
    assert not any(words in asked for words in ("thing 1", "not chosen", POLICE, "kept from"))
    answer = tablet.client.post(tablet.url("worker"), {"about": str(house.child.pk), "sure": "yes"})
    page = answer.content.decode()
    assert not html_problems(page)
    assert "lines were not chosen" in page and page.count("not chosen") == 1
    assert "thing 1" in page.split("<details")[1]
