"""Actions and device automations have texts and icons, and no text is unused."""

import re

import pytest
import voluptuous as vol
from homeassistant.util.yaml import load_yaml_dict

from custom_components.smartthings_smartapp import device_action
from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object, text
from custom_components.smartthings_smartapp.device_condition import CONF_WITHIN
from custom_components.smartthings_smartapp.events.button_presses import KNOWN_KINDS
from custom_components.smartthings_smartapp.services.schemas import SCHEMAS
from tests.common.repository import PACKAGE, content, member

TEXTS = content("translations/en.json")
ICONS = content("icons.json")
DESCRIBED: JsonObject = as_object(load_yaml_dict(str(PACKAGE / "services.yaml")))


def test_each_action_is_described_named_and_has_an_icon() -> None:
    """All three files have the same actions."""
    assert set(DESCRIBED) == set(SCHEMAS)
    assert set(member(TEXTS, "services")) == set(SCHEMAS)
    assert set(member(ICONS, "services")) == set(SCHEMAS)
    for action in SCHEMAS:
        assert text(member(TEXTS, "services", action), "name")
        assert text(member(TEXTS, "services", action), "description")
        assert text(member(ICONS, "services", action), "service").startswith("mdi:")


@pytest.mark.parametrize("action", SCHEMAS)
def test_each_field_is_described_and_named(action: str) -> None:
    """Required fields and defaults are the same in both."""
    checked = {str(key): key for key in SCHEMAS[action].schema}
    described = member(DESCRIBED, action, "fields")
    assert set(described) == set(checked)
    texts = member(TEXTS, "services", action, "fields")
    assert set(texts) == set(checked)
    for name, key in checked.items():
        field = as_object(described[name])
        assert bool(field.get("required")) == isinstance(key, vol.Required)
        assert set(field) <= {"required", "default", "example", "selector"}
        assert len(member(field, "selector")) == 1
        assert text(as_object(texts[name]), "name")
        assert text(as_object(texts[name]), "description")


def test_each_option_of_a_field_has_its_text() -> None:
    """Each choice of a field is checked."""
    for action in DESCRIBED:
        for field in member(DESCRIBED, action, "fields").values():
            choice = member(as_object(field), "selector", "select")
            options = choice.get("options")
            listed = options if isinstance(options, list) else []
            key = text(choice, "translation_key")
            assert set(map(str, listed)) == set(member(TEXTS, "selector", key, "options"))


def test_each_device_automation_has_its_text() -> None:
    """Presses as triggers and conditions, the action, and the field of the condition."""
    texts = member(TEXTS, "device_automation")
    assert set(texts) == {
        "action_type",
        "condition_type",
        "extra_fields",
        "extra_fields_descriptions",
        "trigger_subtype",
        "trigger_type",
    }
    triggers, conditions = member(texts, "trigger_type"), member(texts, "condition_type")
    assert set(triggers) == set(conditions) == KNOWN_KINDS
    assert all("{subtype}" in text(triggers, kind) for kind in KNOWN_KINDS)
    assert all("{entity_name}" in text(conditions, kind) for kind in KNOWN_KINDS)
    assert len(set(map(str, triggers.values()))) == len(KNOWN_KINDS), "two presses look the same"
    (action,) = (
        value for key, value in device_action.ACTION_SCHEMA.schema.items() if str(key) == "type"
    )
    assert set(member(texts, "action_type")) == {action}
    assert set(member(texts, "extra_fields")) == {CONF_WITHIN}
    assert set(member(texts, "extra_fields_descriptions")) == {CONF_WITHIN}


def test_common_buttons_have_names() -> None:
    """The button of a device with only one button, and the numbered buttons of others."""
    names = member(TEXTS, "device_automation", "trigger_subtype")
    assert set(names) == {"main", *(f"button{number}" for number in range(1, 21))}
    for button, name in names.items():
        assert re.sub(r"\D", "", button) == re.sub(r"\D", "", str(name))
