"""What the tests of printing share."""

from collections.abc import Iterator

import pytest

from safelight.core import clock
from tests.integration.assessments.world import NOW, make_world
from tests.integration.outputs.world import Printing


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def world(db: None) -> Printing:
    return Printing(make_world())
