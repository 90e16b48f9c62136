"""Every trigger has a description for the editor, texts and an icon."""

from homeassistant.util.yaml import load_yaml_dict

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object
from custom_components.smartthings_smartapp.trigger import TRIGGERS
from tests.common.repository import PACKAGE, content, member

DESCRIBED: JsonObject = as_object(load_yaml_dict(str(PACKAGE / "triggers.yaml")))


def test_each_trigger_is_described_named_and_has_an_icon() -> None:
    """Each description belongs to a trigger."""
    assert set(DESCRIBED) == set(TRIGGERS)
    assert set(member(content("translations/en.json"), "triggers")) == set(TRIGGERS)
    assert set(member(content("icons.json"), "triggers")) == set(TRIGGERS)


def test_each_field_of_a_trigger_has_its_text() -> None:
    """The editor shows its name."""
    for name, description in DESCRIBED.items():
        texts = member(content("translations/en.json"), "triggers", name)
        assert set(as_object(texts.get("fields"))) == set(
            as_object(as_object(description).get("fields"))
        ), name
