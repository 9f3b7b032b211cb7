"""Counting how often something is done, against the plainest way of counting."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import ConnectionHandler, connection, connections
from django.test import override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from safelight.access import limits
from safelight.access.models import Count

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

tries = st.lists(
    st.tuples(st.integers(0, 3 * 3600), st.sampled_from(["198.51.100.7", "198.51.100.8"])), max_size=25
).map(sorted)


def reference(seen: list[tuple[datetime, str]], who: str, at_most: int, within: timedelta, now: datetime) -> bool:
    """How many of the allowed stand in the same window: a list and a count."""
    window = int(now.timestamp() // within.total_seconds())
    same = [at for at, by in seen if by == who and int(at.timestamp() // within.total_seconds()) == window]
    return len(same) < at_most


@pytest.mark.django_db
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=tries, at_most=st.integers(0, 4), minutes=st.sampled_from([1, 10, 60]))
def test_it_allows_what_a_list_and_a_count_allow(tries: list[tuple[int, str]], at_most: int, minutes: int) -> None:
    what, within = uuid4().hex, timedelta(minutes=minutes)
    seen: list[tuple[datetime, str]] = []
    for second, who in tries:
        now = NOON + timedelta(seconds=second)
        expected = reference(seen, who, at_most, within, now)
        assert limits.allow(what=what, who=who, at_most=at_most, within=within, now=now) is expected
        if expected:
            seen.append((now, who))


@pytest.mark.django_db
def test_different_things_are_counted_apart() -> None:
    for what in ("sign-in", "tell"):
        assert limits.allow(what=what, who="a", at_most=1, within=HOUR, now=NOON)
        assert not limits.allow(what=what, who="a", at_most=1, within=HOUR, now=NOON)


@pytest.mark.django_db
def test_nothing_of_the_sender_is_kept() -> None:
    limits.allow(what="sign-in", who="ann@example.org", at_most=5, within=HOUR, now=NOON)
    row = Count.objects.get()
    assert "ann" not in f"{row.__dict__}"
    assert len(row.who) == 64


@pytest.mark.django_db
def test_the_hash_is_keyed_so_that_nobody_without_the_key_can_try_addresses() -> None:
    limits.allow(what="tell", who="198.51.100.7", at_most=5, within=HOUR, now=NOON)
    with override_settings(SECRET_KEY="another key of this test"):
        limits.allow(what="tell", who="198.51.100.7", at_most=5, within=HOUR, now=NOON)
    assert Count.objects.values("who").distinct().count() == 2


@pytest.mark.django_db
def test_counts_are_removed_when_their_window_has_ended() -> None:
    limits.allow(what="tell", who="a", at_most=5, within=HOUR, now=NOON)
    limits.allow(what="tell", who="b", at_most=5, within=HOUR, now=NOON + 2 * HOUR)
    assert Count.objects.count() == 1


@pytest.fixture
def own_connection(tmp_path: Path) -> Callable[[], None]:
    """Gives a thread a connection of its own. The tests' SQLite is in memory, where threads share one lock and do not
    wait for it: there, the table of counts in a file, opened as the server opens its own."""
    if connection.vendor != "sqlite":
        return lambda: None
    settings = {**connection.settings_dict, "NAME": str(tmp_path / "counts.sqlite3")}

    def open_file() -> None:
        connections["default"] = ConnectionHandler({"default": settings})["default"]

    def make() -> None:
        open_file()
        with connection.schema_editor() as editor:
            editor.create_model(Count)
        connection.close()

    maker = threading.Thread(target=make)
    maker.start()
    maker.join()
    return open_file


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_never_take_more_than_there_are_places(own_connection: Callable[[], None]) -> None:
    answers: list[bool] = []
    taken: list[int] = []
    begin = threading.Barrier(6)

    def work() -> None:
        own_connection()
        begin.wait()
        try:
            for _ in range(4):
                answers.append(limits.allow(what="tell", who="a", at_most=10, within=HOUR, now=NOON))
            taken.append(Count.objects.get().times)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (len(answers), sum(answers)) == (24, 10)
    assert max(taken) == 10
