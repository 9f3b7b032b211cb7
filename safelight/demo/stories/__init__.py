"""The diaries of the demo's children."""

from safelight.demo.diary import Story
from safelight.demo.stories import (
    ages,
    agreement,
    corners,
    crowd,
    denholm,
    example_plan,
    information,
    messages,
    paper,
    pictures,
    sight,
)


def all_stories() -> list[tuple[str, Story]]:
    """Every diary of the demo, by a name of its own that seeds its chance."""
    told: tuple[Story, ...] = (
        denholm.twins,
        pictures.jaden,
        pictures.leo,
        pictures.amira,
        pictures.sanna,
        example_plan.example,
        agreement.agreement,
        corners.eight_years_old,
        corners.under_thirteen,
        corners.learning_disability,
        corners.factor_f,
        corners.age_unknown,
        corners.five_low,
        corners.six_low,
        corners.suspected_high,
        corners.override_up,
        corners.waits_for_agreement,
        corners.exploited,
        corners.high_alone,
        corners.under_thirteen_sign_on_an_older_child,
        corners.self_harm,
        corners.nothing_asked,
        corners.trafficked,
        ages.turned_eighteen,
        ages.nineteen,
        ages.out_of_scope,
        ages.wrong_year,
        paper.loose_concerns,
        paper.found_later,
        paper.wrong_child,
        paper.two_writers,
        paper.one_child_or_two,
        paper.passed_on,
        paper.plans_that_ended,
        sight.opened_at_night,
        sight.colleagues_relative,
        sight.kept_from_a_colleague,
        information.asked_twice,
        information.being_prepared,
        information.grown_old,
        messages.messages_from_outside,
    )
    return [(story.__name__, story) for story in told] + crowd.stories()
