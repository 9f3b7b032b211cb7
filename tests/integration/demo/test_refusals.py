"""Where no demo may be made, and what calling the command says."""

import io

import pytest
from django.core.management import CommandError, call_command

from safelight.children.models import Child
from safelight.core.errors import WrongState
from safelight.demo import actions, area, queries
from tests.factories import make_child, make_partnership, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.hazard("HZ-45")
def test_no_invented_child_is_put_beside_a_real_partnership() -> None:
    make_child(by=make_user())
    with pytest.raises(WrongState, match="real partnership"):
        actions.seed()
    assert queries.demo_partnership() is None
    assert Child.objects.count() == 1


@pytest.mark.hazard("HZ-45")
def test_the_command_says_why_it_refuses() -> None:
    make_partnership()
    with pytest.raises(CommandError, match="real partnership"):
        call_command("seed_demo", stdout=io.StringIO())


def test_the_command_prints_the_sign_ins_also_when_the_demo_is_there() -> None:
    make_partnership(is_demo=True)
    said = io.StringIO()
    call_command("seed_demo", stdout=said)
    assert "there already" in said.getvalue()
    assert area.PASSWORD in said.getvalue()
    for one in queries.sign_ins():
        assert one.email in said.getvalue()
