"""Words that blame, pointed out as somebody types and after saving: never in the way, nothing kept of what was typed."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safelight.access import often
from safelight.access.models import User
from safelight.audit.models import Entry
from safelight.children.models import Child, Concern, Voice
from safelight.language import pages
from safelight.language.adviser import check
from tests.factories import make_agency, make_child, make_partnership, make_team, make_user
from tests.html import html_problems

pytestmark = pytest.mark.django_db

BLAMING = "She is promiscuous and has absconded."
CHECK = "/language/check/"


@pytest.fixture
def worker() -> User:
    return make_user(team=make_team(make_agency(make_partnership())))


@pytest.fixture
def child(worker: User) -> Child:
    return make_child(by=worker, given_name="Kayla", family_name="Denholm")


@pytest.fixture
def browser(worker: User, client: Client) -> Client:
    client.force_login(worker)
    return client


def ask(client: Client, **sent: Any) -> Any:
    return client.post(CHECK, json.dumps(sent), content_type="application/json")


def log_contact(client: Client, child: Child, words: str) -> str:
    """Log a contact as a page without JavaScript does, and give the page that follows."""
    sent = {"about": str(child.pk), "kind": "visit", "words": words, "happened_at-day": "1", "happened_at-month": "11"}
    sent |= {"happened_at-year": "2025", "happened_at-time": "15:00"}
    response = client.post(reverse("children:contact", args=[child.pk]), sent, follow=True)
    assert response.status_code == 200 and response.redirect_chain
    return response.content.decode()


@pytest.mark.req("LA-01")
def test_what_blames_is_answered_as_the_command_answers_it(browser: Client) -> None:
    response = ask(browser, text=BLAMING, age=15)
    assert response.status_code == 200
    found = [
        (each["start"], each["end"], each["term"], each["why"], each["instead"]) for each in response.json()["findings"]
    ]
    assert found == [(each.start, each.end, each.term, each.why, each.instead) for each in check(BLAMING, 15)]
    assert [each[2] for each in found] == ["promiscuous", "absconded"]


def test_only_people_who_signed_in_may_ask_and_only_by_post(client: Client, browser: Client) -> None:
    assert browser.get(CHECK).status_code == 405
    browser.logout()
    assert ask(browser, text=BLAMING).status_code in (302, 401)


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", '{"text": 5}', '{"text": "a", "age": -1}', '{"text": "\\ud800"}', "{"]
)
def test_a_malformed_question_is_refused(browser: Client, body: str) -> None:
    assert browser.post(CHECK, body, content_type="application/json").status_code == 400


def test_a_text_without_measure_is_refused(browser: Client) -> None:
    assert ask(browser, text="a" * (pages.LONGEST + 1)).status_code == 413


def test_asking_without_end_is_stopped(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    few = often.Limit("words", 2, often.LIMITED["language:check"].within, posts=True)
    monkeypatch.setitem(often.LIMITED, "language:check", few)
    assert [ask(browser, text="x").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.req("LA-01")
def test_nothing_of_what_is_typed_is_kept_and_the_log_says_only_who_asked(browser: Client, worker: User) -> None:
    for _ in range(3):
        ask(browser, text=f"Zebedee said it. {BLAMING}")
    entries = Entry.objects.filter(action="language.checked")
    assert [(entry.actor, entry.child_id) for entry in entries] == [(str(worker.pk), "")]
    kept = json.dumps(dict(browser.session)) + "".join(str(vars(entry)) for entry in Entry.objects.all())
    assert "Zebedee" not in kept and BLAMING not in kept


@pytest.mark.req("LA-01")
def test_without_javascript_the_hints_stand_once_on_the_page_after_saving(browser: Client, child: Child) -> None:
    page = log_contact(browser, child, BLAMING)
    found = check(BLAMING)
    assert not html_problems(page)
    for each in found:
        assert each.why in page.replace("&#39;", "'") and each.instead in page.replace("&#39;", "'")
    assert "Please look at some words again" in page
    again = browser.get(reverse("children:contact", args=[child.pk])).content.decode()
    assert "Please look at some words again" not in again
    # It was saved all the same.
    assert BLAMING in again


@pytest.mark.req("LA-01")
def test_a_page_that_showed_them_as_they_were_typed_does_not_say_them_again(browser: Client, child: Child) -> None:
    ask(browser, text="She is promiscuous.")
    page = log_contact(browser, child, BLAMING)
    assert "went missing" in page and "It judges the child" not in page
    # The next form begins anew.
    assert "It judges the child" in log_contact(browser, child, "She is promiscuous.")


@pytest.mark.req("LA-01")
@pytest.mark.hazard("HZ-38")
def test_a_childs_own_words_are_never_pointed_out(browser: Client, child: Child) -> None:
    voice = reverse("children:voice", args=[child.pk])
    page = browser.post(
        voice, {"about": str(child.pk), "whose": "child", "words": BLAMING}, follow=True
    ).content.decode()
    assert Voice.objects.get(child=child).words == BLAMING
    assert "Please look at some words again" not in page
    asked = browser.get(voice).content.decode()
    assert 'data-language-own="calms child_view child_words parents_words words"' in asked
    page = log_contact(browser, child, f"She said “{BLAMING}” and cried.")
    assert "Please look at some words again" not in page
    # Elsewhere a field of the same name is the worker's.
    assert 'data-language-own="calms child_view child_words parents_words"' in page


@pytest.mark.req("LA-01")
def test_a_first_concern_is_looked_through_too(browser: Client) -> None:
    response = browser.post(reverse("children:concern_new"), {"what": BLAMING, "urgent": "no"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain and Concern.objects.get().what == BLAMING
    assert "Please look at some words again" in page


def test_the_age_of_the_child_is_heeded(browser: Client, worker: User, child: Child) -> None:
    assert "Please look at some words again" not in log_contact(browser, child, "She is sexually active.")
    young = make_child(by=worker, given_name="Ivy", estimated_age=11)
    assert "can&#39;t consent in law" in log_contact(browser, young, "She is sexually active.")
    page = browser.get(reverse("children:contact", args=[child.pk])).content.decode()
    age = re.search(r'data-language-age="(\d+)"', page)
    assert age and 13 <= int(age[1]) < 18


def test_a_form_that_blames_nobody_costs_no_query_more(
    browser: Client, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            log_contact(browser, child, "She was at home and well.")
        return len(seen)

    queries()
    with_hints = queries()
    monkeypatch.setattr(pages, "points_out", lambda _request: False)
    assert with_hints == queries()


def test_pages_that_are_about_no_child_ask_nothing(browser: Client) -> None:
    assert "data-language" not in browser.get(reverse("access:sessions")).content.decode()
    assert "data-language" in browser.get(reverse("children:concern_new")).content.decode()
