"""Triggers and conditions are described for the editor, with texts and icons."""

import pytest
from homeassistant.components.cover import CoverEntityFeature
from homeassistant.components.lock import LockEntityFeature
from homeassistant.components.media_player import MediaPlayerEntityFeature
from homeassistant.components.vacuum import VacuumEntityFeature
from homeassistant.util.yaml import load_yaml_dict

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_list, as_object
from custom_components.smartthings_smartapp.condition import CONDITIONS
from custom_components.smartthings_smartapp.mapping.descriptions.base import AutomationFeature
from custom_components.smartthings_smartapp.trigger import TRIGGERS
from tests.common.repository import PACKAGE, content, member

KINDS = {"conditions": set(CONDITIONS), "triggers": set(TRIGGERS)}


def described(kind: str) -> JsonObject:
    """Return the descriptions by name, without what only anchors hold."""
    descriptions = as_object(load_yaml_dict(str(PACKAGE / f"{kind}.yaml")))
    return {name: value for name, value in descriptions.items() if not name.startswith(".")}


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_described_named_and_has_an_icon(kind: str) -> None:
    """And nothing else is described."""
    assert set(described(kind)) == KINDS[kind]
    assert set(member(content("translations/en.json"), kind)) == KINDS[kind]
    assert set(member(content("icons.json"), kind)) == KINDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_has_its_text(kind: str) -> None:
    """By the name that the editor shows."""
    for name, description in described(kind).items():
        texts = member(content("translations/en.json"), kind, name)
        assert set(as_object(texts.get("fields"))) == set(
            as_object(as_object(description).get("fields"))
        ), name


def test_the_borrowed_names_of_features_have_the_values_of_ours() -> None:
    """Home Assistant does not know the names of our own features."""
    borrowed = {
        AutomationFeature.PROGRAM_STATE: CoverEntityFeature.OPEN,
        AutomationFeature.PROGRAM_JOB: CoverEntityFeature.CLOSE,
        AutomationFeature.FILTER: CoverEntityFeature.SET_POSITION,
        AutomationFeature.LOCATION_MODE: CoverEntityFeature.STOP,
        AutomationFeature.DOOR: CoverEntityFeature.OPEN_TILT,
        AutomationFeature.CONNECTIVITY: CoverEntityFeature.CLOSE_TILT,
        AutomationFeature.BUTTON: CoverEntityFeature.STOP_TILT,
        AutomationFeature.OWN: MediaPlayerEntityFeature.SEARCH_MEDIA,
    }
    assert {int(own): int(name) for own, name in borrowed.items()} == {
        int(feature): int(feature) for feature in AutomationFeature
    }


def test_the_feature_of_our_own_entities_is_none_of_their_domains() -> None:
    """Otherwise, Home Assistant would offer what a lock cannot do."""
    for features in (CoverEntityFeature, LockEntityFeature, VacuumEntityFeature):
        assert all(not feature & AutomationFeature.OWN for feature in features)


@pytest.mark.parametrize("kind", KINDS)
def test_no_target_is_filtered_by_integration(kind: str) -> None:
    """The editor of Home Assistant 2026.11 shows that such a target has 0 entities."""
    for name, description in described(kind).items():
        entities = as_list(member(as_object(description), "target").get("entity"))
        assert all("integration" not in as_object(entity) for entity in entities), name
