"""All devices at hand: the simulated house, and recorded devices where they are."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from homeassistant.const import Platform

from custom_components.smartthings_smartapp.cloud.json_types import (
    JsonObject,
    as_list,
    as_object,
    text,
)
from custom_components.smartthings_smartapp.cloud.models import Value
from custom_components.smartthings_smartapp.descriptions import Mapped, Source

from .devices import CORE, RECORDED, Known, house, kind_of, recorded

HOUSE = house()
ALL = [
    *(pytest.param(device, id=label) for label, device in HOUSE.items()),
    *(pytest.param(recorded(path), id=path.stem) for path in RECORDED),
]


@pytest.mark.parametrize("device", ALL)
def test_no_two_entities_are_one(device: Known) -> None:
    """Unique ids are unique, and no entity shows what an earlier one claimed."""
    ids = [match.unique_id(device.device.device_id) for match in device.matches]
    assert len(ids) == len(set(ids))
    claimed: set[tuple[str, Source]] = set()
    for match in device.matches:
        assert (match.component, match.entry.source) not in claimed
        claimed |= {(match.component, source) for source in match.entry.claims}
        if match.entry.exclusive:
            claimed.add((match.component, match.entry.source))


@pytest.mark.parametrize("device", ALL)
def test_a_missing_or_null_attribute_costs_no_other_entity(device: Known) -> None:
    """Each attribute in turn is left out or null: what does not read it stays."""
    everything = device.kinds
    for key in device.status:
        source = Source(key.capability, key.attribute)
        nulled = {**device.status, key: Value(None)}
        bare = {other: value for other, value in device.status.items() if other != key}
        for status in (nulled, bare):
            lost = everything - Known(device.device, status).kinds
            assert all(source.capability in kind or "custom." in key.capability for kind in lost)


@pytest.mark.parametrize("device", ALL)
def test_the_order_of_components_does_not_matter(device: Known) -> None:
    """What applies to a part does not depend on the parts before it."""
    turned = dict(reversed(list(device.device.components.items())))
    again = Known(replace(device.device, components=turned), device.status)
    assert again.kinds == device.kinds


def test_the_house_shows_every_platform_of_entries() -> None:
    """The simulated house has something to show on every platform."""
    shown = {match.entry.platform for device in HOUSE.values() for match in device.matches}
    assert shown == {
        Platform.BINARY_SENSOR,
        Platform.COVER,
        Platform.EVENT,
        Platform.LIGHT,
        Platform.LOCK,
        Platform.SENSOR,
        Platform.SWITCH,
    }


@pytest.mark.parametrize(
    ("label", "kind", "device_class"),
    [
        ("Coffee machine", "switch main switch switch", "outlet"),
        ("Wall switch", "switch main switch switch", None),
        ("Front door", "binary_sensor main contactSensor contact", "door"),
        ("Garage door", "binary_sensor main contactSensor contact", "garage_door"),
        ("Garage door", "cover main doorControl door", "garage"),
        ("Patio shade", "cover main windowShade windowShade", "blind"),
        ("Smoke alarm", "binary_sensor main smokeDetector smoke", "smoke"),
        (
            "Smoke alarm",
            "binary_sensor main carbonMonoxideDetector carbonMonoxide",
            "carbon_monoxide",
        ),
        ("Under the sink", "binary_sensor main waterSensor water", "moisture"),
    ],
)
def test_the_category_decides_the_class(label: str, kind: str, device_class: str | None) -> None:
    """What a device is decides what its contact, switch or shade is called."""
    device = HOUSE[label]
    (match,) = (match for match in device.matches if kind_of(match) == kind)
    category = device.device.category_of(match.component)
    assert (match.entry.classes.get(category) or match.entry.device_class) == device_class


# Measured against Home Assistant's own integration, on standard capabilities

_COMPOSITES = {
    "light": Source("switch", "switch"),
    "cover": Source("windowShade", "windowShade"),
    "lock": Source("lock", "lock"),
}
_PLATFORMS = {"binary_sensor", "event", "sensor", "switch", *_COMPOSITES}
_NOT_SHOWN = {
    Source("audioVolume", "volume"): "a setting of media players, not a measurement",
}
_OTHER_PLATFORM = {
    ("centralite", "light"): "its owner put it among the lights",
}
_OTHER_CLASS = {
    ("cover", "shade", "blind"): "SmartThings calls it a blind",
    ("sensor", "", "enum"): "its words are a list, and translated",
}


def _place(entity: JsonObject) -> tuple[str, Source, str]:
    """Return component, attribute and key of an entity of core."""
    unique_id = text(entity, "unique_id")
    if source := _COMPOSITES.get(text(entity, "platform")):
        return unique_id, source, ""
    component, capability, attribute, key, *_ = unique_id.split("_")
    return component, Source(capability, attribute), key


def _counterparts(device: Known, entity: JsonObject) -> list[Mapped]:
    """Return our entries for an entity of core; where several show parts, the one of its key."""
    component, source, key = _place(entity)
    found = [
        match.entry
        for match in device.matches
        if match.component == component and match.entry.source == source
    ]
    return found if len(found) < 2 else [entry for entry in found if entry.key == key]


def _on_standard_capability(device: Known, entity: JsonObject) -> bool:
    component, source, _ = _place(entity)
    present = {key.capability for key in device.status if key.component == component}
    return "." not in source.capability and source.capability in present


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in RECORDED])
def test_each_entity_of_core_has_its_counterpart(path: Path) -> None:
    """What users have with Home Assistant's own integration, they have here."""
    device = recorded(path)
    content = as_object(json.loads((CORE / path.name).read_text()))
    for entity in map(as_object, as_list(content["entities"])):
        platform = text(entity, "platform")
        if platform not in _PLATFORMS or not _on_standard_capability(device, entity):
            continue
        if _place(entity)[1] in _NOT_SHOWN:
            continue
        (entry,) = _counterparts(device, entity)
        assert entry.platform == platform or (path.stem, entry.platform) in _OTHER_PLATFORM
        category = device.device.category_of(_place(entity)[0])
        device_class = entry.classes.get(category) or entry.device_class
        assert (
            device_class == (text(entity, "device_class") or None)
            or (platform, text(entity, "device_class"), device_class) in _OTHER_CLASS
            or entry.platform != platform
        )
