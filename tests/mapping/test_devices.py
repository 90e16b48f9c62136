"""Checks for all test devices: the simulated house, and recorded devices if there are any."""

from dataclasses import replace

import pytest
from homeassistant.const import Platform

from custom_components.smartthings_smartapp.cloud.models import Value
from custom_components.smartthings_smartapp.const import PLATFORMS
from custom_components.smartthings_smartapp.mapping.descriptions.base import Source
from tests.common.devices import AT_HAND, Known, house, kind_of, recorded

HOUSE = house()
ALL = [
    *(pytest.param(device, id=label) for label, device in HOUSE.items()),
    *(pytest.param(recorded(path), id=path.stem) for path in AT_HAND),
]


@pytest.mark.parametrize("device", ALL)
def test_no_two_entities_are_one(device: Known) -> None:
    """Unique ids are unique, and no entity shows an attribute that an earlier one claimed."""
    ids = [match.unique_id(device.device.device_id) for match in device.matches]
    assert len(ids) == len(set(ids))
    claimed: set[tuple[str, Source]] = set()
    for match in device.matches:
        assert not match.entry.shows or (match.component, match.entry.source) not in claimed
        claimed |= {(match.component, source) for source in match.entry.claims}
        if match.entry.exclusive:
            claimed.add((match.component, match.entry.source))


@pytest.mark.parametrize("device", ALL)
def test_a_missing_or_null_attribute_costs_no_other_entity(device: Known) -> None:
    """Each attribute in turn is missing or null. Entities that do not use it stay."""
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
    """The entries for a component do not depend on the components before it."""
    turned = dict(reversed(list(device.device.components.items())))
    again = Known(replace(device.device, components=turned), device.status)
    assert again.kinds == device.kinds


def test_the_house_shows_every_platform_of_entries() -> None:
    """The simulated house has entities on every platform."""
    shown = {match.entry.platform for device in HOUSE.values() for match in device.matches}
    assert shown == set(PLATFORMS) - {Platform.NOTIFY, Platform.SCENE, Platform.TEXT}


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
    """The category of a device decides the class of its contact, switch or shade."""
    device = HOUSE[label]
    (match,) = (match for match in device.matches if kind_of(match) == kind)
    category = device.device.category_of(match.component)
    assert (match.entry.classes.get(category) or match.entry.device_class) == device_class
