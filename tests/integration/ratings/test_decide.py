"""Own view, decision, agreement: through the actions."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from safelight.access.roles import Role
from safelight.assessments import actions as assessments
from safelight.assessments.models import Assessment, State
from safelight.audit import actions as audit
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children import queries as child_queries
from safelight.children.models import Child
from safelight.core.errors import Invalid, NotFound, Stale, WrongState
from safelight.ratings import actions, providers, queries
from safelight.ratings.actions import Answers
from safelight.ratings.models import Decision, DecisionAgreement, OwnView
from tests.factories import make_user
from tests.integration.ratings.conftest import Case


@pytest.mark.req("RA-19")
@pytest.mark.hazard("HZ-07")
def test_no_decision_before_the_professionals_own_view_is_kept(case: Case) -> None:
    draft = case.draft(M1="present")
    with pytest.raises(WrongState):
        case.decide(draft, "medium")
    case.view(draft, "cannot_say")
    assert case.decide(draft, "medium").decided_level == "medium"


@pytest.mark.req("RA-19")
def test_an_own_view_is_kept_once_and_never_changed(case: Case) -> None:
    draft = case.draft(M1="present")
    case.view(draft, "low")
    with pytest.raises(WrongState):
        case.view(draft, "high")
    kept = OwnView.objects.get()
    kept.level = "high"
    with pytest.raises(WrongState):
        kept.save()


@pytest.mark.req("RA-07")
def test_a_decision_completes_the_assessment_and_keeps_suggestion_and_reason(case: Case) -> None:
    draft = case.draft(M1="present", H13="suspected")
    case.view(draft)
    decision = case.decide(draft, "medium", reason="As suggested.")
    assert Assessment.objects.get(pk=draft.pk).state == State.COMPLETED
    assert (decision.suggested_level, decision.act_on, decision.decided_level) == ("medium", "high", "medium")
    assert decision.result["rule"] == 2 and "H13" in decision.held
    child = case.fresh()
    assert (child.decided_level, child.acting_level) == ("medium", "high")
    assert child.level_decided_on == draft.date
    decision.reason = "changed"
    with pytest.raises(WrongState):
        decision.save()


@pytest.mark.req("RA-07")
def test_a_decision_always_needs_a_reason(case: Case) -> None:
    draft = case.draft(M1="present")
    case.view(draft, "high")
    with pytest.raises(Invalid) as refused:
        case.decide(draft, "medium", reason=" ")
    assert set(refused.value.errors) == {"reason"}
    assert Assessment.objects.get(pk=draft.pk).state == State.DRAFT


@pytest.mark.req("RT-02", "RT-06")
@pytest.mark.hazard("HZ-36")
def test_low_is_refused_for_a_child_of_eight_with_a_medium_indicator_with_the_citation(make_case) -> None:
    case = make_case(date_of_birth=datetime(2018, 5, 1, tzinfo=UTC).date())
    draft = case.draft(M1="present")
    case.view(draft)
    with pytest.raises(Invalid) as refused:
        case.decide(draft, "low")
    assert "under 13" in refused.value.errors["level"] and "section 1" in refused.value.errors["level"]
    assert not Decision.objects.exists()
    assert case.decide(draft, "medium").decided_level == "medium"


@pytest.mark.req("RT-02")
@pytest.mark.parametrize("answer", ["present", "suspected"])
def test_low_is_refused_for_a_learning_disability_in_every_band(make_case, answer: str) -> None:
    case = make_case(learning_disability=True)
    draft = case.draft(H6=answer)
    case.view(draft)
    with pytest.raises(Invalid) as refused:
        case.decide(draft, "low")
    assert set(refused.value.errors) == {"level"}


@pytest.mark.req("RT-06", "RT-03")
@pytest.mark.hazard("HZ-01")
def test_abduction_suspected_and_decided_low_runs_the_steps_of_high(case: Case) -> None:
    case.assess("low", L1="present", H6="suspected")
    found = case.duties()
    assert {"PR-05", "PR-06", "PR-12"} <= set(found)
    assert "PR-03" not in found
    child = case.fresh()
    assert (child.decided_level, child.acting_level) == ("low", "high")


@pytest.mark.req("RT-06")
@pytest.mark.hazard("HZ-01")
def test_a_suspicion_that_the_next_assessment_does_not_answer_is_still_acted_on(case: Case) -> None:
    case.assess("low", L1="present", H6="suspected")
    case.later(days=30)
    draft = case.draft(L1="present", H6="not_known")
    found = queries.rated(draft)
    assert found.suggestion.act_on == "low" and found.act_on == "high"
    assert [line.code for line in found.carried] == ["H6"]
    case.view(draft)
    case.decide(draft, "low")
    assert case.fresh().acting_level == "high"
    case.later(days=30)
    case.assess("low", L1="present", H6="not_present")
    assert case.fresh().acting_level == "low"


@pytest.mark.req("RA-07")
def test_lower_than_suggested_waits_for_the_manager_and_the_higher_steps_run(case: Case) -> None:
    decision = case.assess("low", M1="present")
    assert decision.needs_agreement
    child = case.fresh()
    assert (child.decided_level, child.acting_level) == ("", "medium")
    found = case.duties()
    assert "PR-04" in found and found["PR-14"].owner_id == case.manager.pk
    assert queries.level_in_force(child).waiting_for_agreement
    assert [each.pk for each in queries.waiting_for(case.manager)] == [decision.pk]
    case.later(hours=2)
    actions.agree(by=case.manager, decision=decision, comment="I know the family.", now=case.now)
    child = case.fresh()
    assert (child.decided_level, child.acting_level) == ("low", "low")
    assert "PR-14" not in case.duties() and "PR-04" not in case.duties()
    assert queries.waiting_for(case.manager) == []


@pytest.mark.req("PR-06")
def test_the_managers_agreement_does_not_end_the_contact_with_mash(case: Case) -> None:
    decision = case.assess("low", M1="present")
    actions.agree(by=case.manager, decision=decision, comment="Agreed.", now=case.now)
    assert "PR-06" in case.duties()


@pytest.mark.req("RA-07")
def test_declined_the_higher_level_goes_on_and_the_decider_looks_again(case: Case) -> None:
    decision = case.assess("low", M1="present")
    actions.decline(by=case.manager, decision=decision, comment="The car was seen again.", now=case.now)
    found = case.duties()
    assert found["RA-07-declined"].owner_id == case.worker.pk and "PR-04" in found
    assert (case.fresh().decided_level, case.fresh().acting_level) == ("", "medium")
    assert not queries.level_in_force(case.child).waiting_for_agreement


@pytest.mark.req("BE-04")
def test_nobody_agrees_their_own_decision_although_they_are_a_manager(case: Case) -> None:
    both = make_user([Role.MANAGER], team=case.team)
    draft = case.draft(by=both, M1="present")
    case.view(draft, by=both)
    decision = case.decide(draft, "low", by=both)
    with pytest.raises(WrongState):
        actions.agree(by=both, decision=decision, comment="Fine.", now=case.now)
    assert queries.waiting_for(both) == []
    assert queries.waiting_for(case.manager) == [decision]


@pytest.mark.req("BE-04")
def test_nobody_agrees_what_they_assessed_and_another_decided(case: Case) -> None:
    both = make_user([Role.MANAGER], team=case.team)
    draft = case.draft(by=both, M1="present")
    case.view(draft, by=case.worker)
    decision = case.decide(draft, "low", by=case.worker)
    with pytest.raises(WrongState):
        actions.agree(by=both, decision=decision, comment="Fine.", now=case.now)


@pytest.mark.req("BE-04")
def test_the_database_itself_refuses_a_decision_agreed_by_its_author(case: Case) -> None:
    decision = case.assess("low", M1="present")
    own = DecisionAgreement(
        partnership=case.partnership,
        decision=decision,
        decided_by=case.worker,
        by=case.worker,
        outcome="agreed",
        comment="Mine.",
        at=case.now,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        own.save()


def test_a_practitioner_cannot_agree_and_a_stranger_finds_nothing(case: Case) -> None:
    decision = case.assess("low", M1="present")
    stranger = make_user(Role.MANAGER, partnership=case.partnership)
    for person in (case.colleague, stranger):
        with pytest.raises(NotFound):
            actions.agree(by=person, decision=decision, comment="Fine.", now=case.now)
    with pytest.raises(NotFound):
        queries.decision_for(stranger, case.child.pk, decision.assessment_id)


def test_only_the_newest_decision_can_be_agreed_and_only_once(case: Case) -> None:
    first = case.assess("low", M1="present")
    case.later(days=1)
    second = case.assess("low", M1="present")
    with pytest.raises(WrongState):
        actions.agree(by=case.manager, decision=first, comment="Fine.", now=case.now)
    actions.agree(by=case.manager, decision=second, comment="Fine.", now=case.now)
    with pytest.raises(WrongState):
        actions.decline(by=case.manager, decision=second, comment="No.", now=case.now)


@pytest.mark.req("PR-14")
def test_stepping_down_as_suggested_still_needs_the_manager(case: Case) -> None:
    case.assess("high", H13="present")
    case.later(days=40)
    decision = case.assess("low", L1="present", H13="not_present")
    assert decision.needs_agreement and not decision.differs
    assert (case.fresh().decided_level, case.fresh().acting_level) == ("high", "high")
    actions.agree(by=case.manager, decision=decision, comment="Six weeks of calm.", now=case.now)
    assert (case.fresh().decided_level, case.fresh().acting_level) == ("low", "low")


@pytest.mark.req("RT-06")
def test_a_manager_may_agree_that_a_suspicion_needs_no_higher_steps(case: Case) -> None:
    decision = case.assess("medium", M1="present", H13="suspected")
    assert not decision.needs_agreement and case.fresh().acting_level == "high"
    with pytest.raises(WrongState):
        actions.decline(by=case.manager, decision=decision, comment="No.", now=case.now)
    actions.agree(by=case.manager, decision=decision, comment="The account was her aunt’s.", now=case.now)
    assert case.fresh().acting_level == "medium"


@pytest.mark.req("RA-07")
def test_higher_than_suggested_takes_effect_now_and_the_manager_is_shown_it(case: Case) -> None:
    decision = case.assess("high", M1="present")
    assert case.fresh().decided_level == "high"
    assert case.duties()["RA-07-seen"].must is False
    assert queries.to_see(case.manager) == [decision]
    with pytest.raises(NotFound):
        actions.mark_seen(by=case.worker, decision=decision, now=case.now)
    actions.mark_seen(by=case.manager, decision=decision, now=case.now)
    assert queries.to_see(case.manager) == [] and "RA-07-seen" not in case.duties()


@pytest.mark.req("PR-10")
def test_a_level_that_rises_starts_the_new_procedures_at_once(case: Case) -> None:
    case.assess("low", L1="present")
    case.later(days=10)
    case.assess("high", H13="present")
    found = case.duties()
    assert {"PR-05", "PR-10", "PR-06"} <= set(found)
    assert found["PR-05"].due_at == datetime(2026, 12, 5, 0, 0, tzinfo=UTC)


@pytest.mark.req("RT-07")
@pytest.mark.hazard("HZ-03")
def test_an_age_out_of_scope_ends_no_duty_until_a_manager_verified_age_and_plan(case: Case) -> None:
    case.assess("high", H13="present")
    children.update_child(
        by=case.worker,
        child=case.fresh(),
        version=case.fresh().version,
        values={"date_of_birth": datetime(2005, 2, 2, tzinfo=UTC).date()},
    )
    case.later(days=2)
    draft = case.draft(H13="present")
    case.view(draft)
    with pytest.raises(Invalid):
        case.decide(draft, "medium")
    decision = case.decide(draft, "none")
    assert decision.out_of_scope and decision.needs_agreement
    assert case.fresh().acting_level == "high" and "PR-05" in case.duties()
    with pytest.raises(WrongState):
        actions.agree(by=case.manager, decision=decision, comment="Adult now.", now=case.now)
    assert case.fresh().acting_level == "high"


@pytest.mark.req("RT-07", "PR-17")
@pytest.mark.hazard("HZ-04")
def test_nothing_present_is_no_level_with_how_many_were_not_asked_and_something_due(case: Case) -> None:
    decision = case.assess("none")
    assert decision.not_asked == 40 and decision.suggested_level == "none"
    assert set(case.duties()) == {"PR-17"}
    assert (case.fresh().decided_level, case.fresh().acting_level) == ("", "")


def test_no_level_is_not_open_when_an_indicator_is_present(case: Case) -> None:
    draft = case.draft(L1="present")
    case.view(draft)
    with pytest.raises(Invalid):
        case.decide(draft, "none")


@pytest.mark.req("PR-02")
def test_five_low_indicators_need_a_recorded_decision_about_early_help(case: Case) -> None:
    draft = case.draft(L1="present", L2="present", L3="present", L4="suspected", L5="present")
    case.view(draft)
    with pytest.raises(Invalid) as refused:
        case.decide(draft, "low", saf_decision="", saf_reason="")
    assert set(refused.value.errors) == {"saf_decision", "saf_reason"}
    decision = case.decide(draft, "medium", saf_decision="yes", saf_reason="The school can lead it.")
    assert decision.saf_decision == "yes" and "PR-02" in case.duties()


@pytest.mark.req("BE-16")
def test_not_known_whether_harm_is_happening_counts_as_yes(case: Case) -> None:
    draft = case.draft(M6="suspected")
    case.view(draft)
    assert "HARM" in case.duties()  # from the moment the suggestion can be seen, before anything is decided
    with pytest.raises(Invalid) as refused:
        case.decide(draft, "medium", harm_now="no", harm_why="")
    assert set(refused.value.errors) == {"harm_why"}
    case.decide(draft, "medium", harm_now="not_known", harm_why="")
    duty = case.duties()["HARM"]
    assert not duty.may_be_set_aside and duty.same_act == "mash"


def test_answers_that_changed_since_the_page_was_opened_are_looked_at_again(case: Case) -> None:
    draft = case.draft(M1="present")
    case.view(draft)
    seen = queries.rated(draft).fingerprint
    assessments.save_step(
        by=case.worker,
        assessment=draft,
        values={"indicator.H6.answer": "suspected"},
        version=draft.version,
        now=case.now,
    )
    answers = Answers(level="medium", reason="As suggested.", category="not-yet-known")
    with pytest.raises(Stale):
        actions.decide(by=case.worker, assessment=draft, answers=answers, now=case.now, fingerprint=seen)


@pytest.mark.req("RA-08")
def test_the_kind_of_exploitation_is_kept_with_decision_and_assessment(case: Case) -> None:
    decision = case.assess("medium", answers={"category": "organised-or-networked"}, M1="present")
    assert decision.assessment.category == "organised-or-networked"
    assert "PR-15" in case.duties()


@pytest.mark.req("PR-16")
def test_a_child_open_to_social_care_has_the_social_worker_told(make_case) -> None:
    case = make_case(social_care_status="child_in_need")
    case.assess("medium", M1="present")
    found = case.duties()
    assert "PR-16" in found and "PR-06" not in found


@pytest.mark.req("PR-08")
def test_reassessment_follows_the_level_acted_for(case: Case) -> None:
    case.assess("medium", M1="present", H13="suspected")
    duty = case.duties()["PR-08"]
    assert duty.aim_from == datetime(2026, 12, 22, tzinfo=UTC).date()
    assert duty.due_at == datetime(2027, 1, 6, 0, 0, tzinfo=UTC)


def test_a_failed_audit_entry_undoes_the_decision(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = case.draft(M1="present")
    case.view(draft)
    real = audit.record

    def fails(**entry: object):
        if entry["action"] == "rating.decided":
            raise RuntimeError("no audit")
        return real(**entry)

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(RuntimeError):
        case.decide(draft, "medium")
    assert not Decision.objects.exists()
    assert Assessment.objects.get(pk=draft.pk).state == State.DRAFT
    assert case.fresh().decided_level == ""


def test_the_audit_says_that_it_was_decided_and_nothing_of_what(case: Case) -> None:
    decision = case.assess("medium", M1="present")
    entry = Entry.objects.get(action="rating.decided")
    assert entry.subject_id == str(decision.pk) and entry.actor == str(case.worker.pk)
    assert entry.counts == {}


@pytest.mark.req("RA-18")
@pytest.mark.hazard("HZ-15")
def test_a_withdrawn_assessment_takes_its_level_with_it_and_the_right_child_needs_a_decision(case: Case) -> None:
    decision = case.assess("high", H13="present")
    other = Case.__new__(Case)
    other.__dict__ = dict(case.__dict__)
    other.child = children.create_child(by=case.worker, given_name="Jayden", family_name="Osei")
    assessments.move(
        by=case.manager, assessment=decision.assessment, to=other.child, reason="Wrong child.", now=case.now
    )
    assert (case.fresh().decided_level, case.fresh().acting_level) == ("", "")
    assert "PR-05" not in case.duties()
    assert other.duties()["RA-18"].owner_id == case.worker.pk
    copy = Assessment.objects.get(child=other.child)
    case.view(copy)
    case.decide(copy, "high")
    assert "RA-18" not in other.duties() and "PR-05" in other.duties()


@pytest.mark.req("RA-10")
def test_the_trajectory_marks_what_rose_and_what_fell(case: Case) -> None:
    case.assess("low", L1="present")
    case.later(days=30)
    case.assess("high", L1="present", H13="present")
    case.later(days=30)
    decision = case.assess("low", L1="present", H13="not_present")
    points = queries.trajectory(case.child)
    assert [(point.decided, point.acting, point.direction) for point in points] == [
        ("low", "low", "first"),
        ("high", "high", "up"),
        ("high", "high", "same"),
    ]
    assert points[-1].waiting and points[1].counts == {"low": 1, "medium": 0, "high": 1}
    actions.agree(by=case.manager, decision=decision, comment="Calm.", now=case.now)
    assert queries.trajectory(case.child)[-1].direction == "down"


@pytest.mark.req("PR-09")
def test_duties_of_many_children_cost_the_same(case: Case, django_assert_max_num_queries) -> None:
    case.assess("high", H13="present")
    with django_assert_max_num_queries(7):  # one of them, the concerns, is shared with the duties of concerns
        providers.duties(child_queries.facts([case.child]), case.now)
    for _number in range(3):
        case.child = children.create_child(by=case.worker, given_name="Robin", family_name="Ash")
        case.assess("high", H13="present")
    with django_assert_max_num_queries(7):
        found = providers.duties(child_queries.facts(list(Child.objects.all())), case.now)
    assert len({duty.child_id for duty in found}) == 4
