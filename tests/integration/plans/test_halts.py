"""No plan is sent or agreed over a parent who may pose a risk until somebody has decided (SH-04)."""

import pytest

from safelight.children import actions as children
from safelight.core.errors import WrongState
from tests.integration.plans.conftest import Case

pytestmark = pytest.mark.django_db


@pytest.mark.req("SH-04")
@pytest.mark.hazard("HZ-09")
def test_a_plan_waits_until_somebody_decides_about_a_parent_who_may_pose_a_risk(case: Case) -> None:
    case.draft()
    case.submit(manager=case.manager)
    father = children.add_person_around(
        by=case.worker, child=case.child, name="Ted", kind="family", tie="strained", has_parental_responsibility=True
    )
    father = children.mark_safe(by=case.worker, person=father, safe="unsafe", telephone_safe="unsafe")
    with pytest.raises(WrongState, match="may not be safe"):
        case.agree()
    children.decide_halt(
        by=case.manager, child=case.child, person=father, channel="", go_on=False, reason="Only his mother is told"
    )
    assert case.agree().outcome == "agreed"
