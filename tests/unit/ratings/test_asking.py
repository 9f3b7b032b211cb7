"""The order in which open questions are asked."""

import pytest

from safelight.core import paths
from safelight.ratings import asking
from safelight.toolkits.files import load_toolkit

TOOLKIT = load_toolkit(paths.definitions() / "toolkits" / "portsmouth-2016.yaml")


@pytest.mark.req("RT-03")
def test_each_line_that_is_called_near_is_a_graver_one_of_the_toolkit() -> None:
    levels = {each.code: each.level for each in TOOLKIT.indicators}
    for code, near in asking._BESIDE[TOOLKIT.id].items():
        assert levels[code] in ("low", "medium")
        assert near and all(levels[other] == "high" for other in near)


@pytest.mark.req("RT-03")
def test_a_pair_of_the_toolkit_comes_before_what_one_line_alone_calls_near() -> None:
    assert asking.nearness(TOOLKIT.id, "H2", ["L1"], {"H2"}) > asking.nearness(TOOLKIT.id, "H3", ["L1"], {"H2"})
    assert asking.nearness(TOOLKIT.id, "H3", ["L1"], set()) > asking.nearness(TOOLKIT.id, "H7", ["L1"], set())


def test_a_toolkit_without_an_order_of_ours_keeps_its_own() -> None:
    assert asking.nearness("another", "H3", ["L1", "M1"], set()) == 0


@pytest.mark.parametrize(
    ("label", "age", "younger"),
    [
        ("Child under 13 engaging in sexual activity", 13, True),
        ("Child under 13 engaging in sexual activity", 12, False),
        ("Child under 13 engaging in sexual activity", None, False),
        ("Under 16 with multiple miscarriages or terminations", 15, False),
        ("Repeat missing episodes", 13, False),
    ],
)
def test_a_line_for_younger_children_is_known_by_its_own_words(label: str, age: int | None, younger: bool) -> None:
    assert asking.is_for_younger(label, age) is younger
