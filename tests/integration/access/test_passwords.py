"""What a password may be: long, in no list, and not what anybody here would guess."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from safelight.access.models import User
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user(partnership=make_partnership("Kestrel Bay"), name="Priya Nair")


@pytest.mark.parametrize(
    "password",
    [
        "short words",
        "password1234",
        "aaaaaaaaaaaaaaaa",
        "ababababababab",
        "123456789012",
        "Safelight2026!",
        "Kestrel Bay 2026",
        "Safeguarding-2026",
        "PriyaNair12345",
        "welcome to safelight",
    ],
)
def test_a_password_that_others_would_guess_here_is_refused_with_words(user: User, password: str) -> None:
    with pytest.raises(ValidationError) as raised:
        validate_password(password, user)
    assert all(len(text) > 20 for text in raised.value.messages)


@pytest.mark.parametrize(
    "password",
    [
        "seven geese over water",
        "over the bay at low tide",
        "safelight shines on my grandmother",
        "онакрасиваяпесня",
        "8304 1957 2260 4418",
        "x" * 3 + "-7 mulberry trees ☂ " * 20,
    ],
)
def test_no_rule_asks_for_kinds_of_signs_and_length_has_no_end(user: User, password: str) -> None:
    validate_password(password, user)
