"""What the tests of assessments share."""

from collections.abc import Iterator

import pytest

from safelight.core import clock
from tests.integration.assessments.world import NOW, World, make_world


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def world(db: None) -> World:
    return make_world()
