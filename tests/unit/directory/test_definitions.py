"""What comes with Safelight: services, guides, resources, terms. Each claim rests on something."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from safelight.core import paths
from safelight.directory import definitions
from safelight.directory.definitions import Claim, Guide, Service
from safelight.language.adviser import check
from safelight.toolkits.problems import DefinitionError
from safelight.toolkits.strict import read_as


@pytest.mark.req("DR-04")
def test_there_is_a_guide_for_each_thing_that_practitioners_ask_about() -> None:
    assert [guide.id for guide in definitions.guides()] == [
        "building-trust",
        "difficult-conversation",
        "after-a-bad-session",
        "sharing-information",
        "giving-intelligence",
        "return-interview",
        "keeping-evidence",
        "working-with-parents",
        "missing",
    ]


@pytest.mark.req("DR-04")
@pytest.mark.parametrize("guide", definitions.guides(), ids=lambda guide: guide.id)
def test_a_guide_is_short_says_first_what_to_do_now_and_blames_nobody(guide: Guide) -> None:
    assert 300 <= guide.words <= 600
    assert len(guide.now.split()) <= 30
    text = " ".join([guide.now, *(claim.text for section in guide.sections for claim in section.claims)])
    assert check(text) == []


@pytest.mark.req("DR-04")
def test_a_claim_without_a_section_and_not_marked_ours_is_refused() -> None:
    for wrong in ({"text": "So it is."}, {"text": "So it is.", "cites": ["L intelligence sharing"], "ours": True}):
        with pytest.raises(ValidationError, match="cites its section or is marked ours"):
            Claim.model_validate(wrong)


@pytest.mark.req("DR-01")
def test_the_services_of_the_sources_keep_their_published_contacts_and_no_person_s() -> None:
    services = {one.code: one for one in definitions.services().services}
    assert services["horizon"].telephone == "024 7678 8555"
    assert services["positive-choices"].age_from == 5 and services["positive-choices"].age_to == 25
    assert services["project-artemis"].gender == "female" and services["project-artemis"].levels == ["low"]
    for one in services.values():
        # An address before the @ that is a person's has a dot between two names, or stands beside no service.
        local_part = (one.email or "").split("@")[0]
        assert not re.fullmatch(r"[a-z]+\.[a-z]+", local_part) or local_part == "cse.horizon", one.code


@pytest.mark.req("DR-01")
def test_ages_the_wrong_way_round_are_refused() -> None:
    good = definitions.services().services[0].model_dump()
    with pytest.raises(ValidationError, match="age_from is above age_to"):
        Service.model_validate({**good, "age_from": 18, "age_to": 12})


@pytest.mark.req("DR-06")
def test_each_resource_says_for_whom_it_is_where_it_stands_and_when_it_was_looked_at() -> None:
    found = definitions.resources().resources
    assert {reader for one in found for reader in one.for_} == {"young_people", "parents", "professionals"}
    assert all(one.url.startswith("http") and one.cites for one in found)


def test_a_fault_in_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    text = (paths.definitions() / "guides" / "missing.yaml").read_text(encoding="utf-8")
    file = tmp_path / "missing.yaml"
    file.write_text(text.replace("title: When", "titel: When"), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        read_as(file, Guide)
    assert {(problem.path, problem.line) for problem in caught.value.problems} >= {("titel", 5)}
