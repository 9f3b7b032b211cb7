"""Notices of failure."""

import pytest

from safelight.delivery.bounces import failed_ids
from safelight.delivery.states import MOVES, MessageState, may_move
from tests.factories.delivery import returned

OURS = "<0123456789abcdef@safelight.invalid>"


@pytest.mark.req("PL-09")
def test_a_notice_of_failure_names_the_message_that_failed() -> None:
    assert failed_ids(returned(OURS)) == [OURS]


def test_a_notice_that_returns_only_the_headers_is_read_as_well() -> None:
    assert failed_ids(returned(OURS).replace(b"message/rfc822", b"text/rfc822-headers")) == [OURS]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", ""])
def test_what_was_only_late_or_arrived_has_not_failed(action: str) -> None:
    assert failed_ids(returned(OURS, action=action)) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Subject: Out of office\r\n\r\nAction: failed\r\nMessage-ID: " + OURS.encode(),
        b"\xff\x00\xfe",
        b"\r\n" * 9,
    ],
)
def test_anything_else_is_no_failure(content: bytes) -> None:
    assert failed_ids(content) == []


def test_what_was_not_delivered_is_never_sent_again_as_it_is() -> None:
    assert not any(may_move(MessageState.NOT_DELIVERED, state) for state in MessageState)
    assert set(MOVES) == set(MessageState)
    assert may_move(MessageState.SENT, MessageState.NOT_DELIVERED)
