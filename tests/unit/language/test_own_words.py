"""The fields that are spared because they hold somebody's own words: each of them is there."""

import pytest
from django.apps import apps
from django.urls import get_resolver

from safelight.children.forms import DisclosureForm, VoiceForm
from safelight.governance.forms import ChildViewForm
from safelight.language import pages
from safelight.plans.forms import AgreementForm
from tests.integration.url_access import ACCESS

FORMS = {"children:voice": VoiceForm, "children:disclosure_new": DisclosureForm, "plans:target": AgreementForm}


@pytest.mark.req("LA-01")
def test_every_page_and_field_that_is_spared_exists() -> None:
    assert set(pages.OWN_WORDS_OF) == set(FORMS) <= set(ACCESS)
    for name, fields in pages.OWN_WORDS_OF.items():
        assert fields <= set(FORMS[name].base_fields)
    assert "child_view" in ChildViewForm.base_fields


@pytest.mark.req("LA-01")
def test_words_are_pointed_out_in_every_room_where_workers_write_about_a_child() -> None:
    assert {apps.get_app_config(room).label for room in pages.ROOMS} == pages.ROOMS
    namespaces = set(get_resolver().namespace_dict)
    assert namespaces >= pages.ROOMS
    # Its own pages measure and advise by themselves.
    assert "young_person" in namespaces - pages.ROOMS
