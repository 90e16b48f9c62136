"""Our counterparts of entities of Home Assistant's own integration."""

from collections.abc import Iterable

import pytest
from homeassistant.core import HomeAssistant

from custom_components.smartthings_smartapp.core_migration.counterparts import (
    counterpart,
    on_other_platforms,
    split_core_id,
)
from custom_components.smartthings_smartapp.mapping.descriptions.base import Match
from simulator.devices.house import build_house
from tests.common.core_entities import CoreEntity, core_entities, made_by_core
from tests.common.devices import (
    FIXTURES,
    RECORDED,
    Known,
    house,
    kind_of,
    known,
    of_home,
    recorded,
)
from tests.common.homes import simulated


def found(device: Known, platform: str, place: str) -> str | None:
    """Return the kind of the counterpart."""
    match = counterpart(platform, place, device.matches)
    return kind_of(match) if match else None


def test_the_device_id_ends_at_the_first_underscore() -> None:
    assert split_core_id("f130-05_main_switch") == ("f130-05", "main_switch")
    assert split_core_id("of-an-older-core.battery") == ("of-an-older-core.battery", "")


@pytest.mark.parametrize(
    ("label", "platform", "place", "kind"),
    [
        ("Bedside dimmer", "light", "main", "light main switch light"),
        (
            "Coffee machine",
            "switch",
            "main_switch_switch_switch",
            "switch main switch switch",
        ),
        (
            "Wall switch",
            "switch",
            "switch2_switch_switch_switch",
            "switch switch2 switch switch",
        ),
        ("Front door lock", "lock", "main", "lock main lock lock"),
        ("Thermostat", "climate", "main", "climate main thermostatMode thermostat"),
        ("Heat pump", "climate", "INDOOR", "climate INDOOR airConditionerMode zone"),
        ("Sofa remote", "event", "button2_button", "event button2 button button"),
        (
            "Washing machine",
            "sensor",
            "main_powerConsumptionReport_powerConsumption_deltaEnergy_meter",
            "sensor main powerConsumptionReport deltaEnergy",
        ),
        (
            "Air monitor",
            "sensor",
            "main_dustSensor_fineDustLevel_fineDustLevel",
            "sensor main fineDustSensor fineDustLevel",
        ),
        (
            "Dishwasher",
            "button",
            "main_samsungce.dishwasherOperation_cancel_drain",
            "button main samsungce.dishwasherOperation cancel",
        ),
    ],
)
def test_an_entity_of_the_same_value_and_platform_is_the_counterpart(
    label: str, platform: str, place: str, kind: str
) -> None:
    """Component, attribute, command and key are compared."""
    assert found(house()[label], platform, place) == kind


@pytest.mark.parametrize(
    ("label", "platform", "place"),
    [
        ("Smoke alarm", "sensor", "main_smokeDetector_smoke_smoke"),
        ("Bedside dimmer", "switch", "main_switch_switch_switch"),
        ("Bedside dimmer", "light", "other"),
        ("Coffee machine", "sensor", "main_powerMeter_powerFactor_powerFactor"),
        ("Coffee machine", "binary_sensor", "main_healthCheck_connectivity_connectivity"),
        ("Coffee machine", "sensor", ""),
    ],
)
def test_another_platform_component_or_attribute_is_no_counterpart(
    label: str, platform: str, place: str
) -> None:
    assert found(house()[label], platform, place) is None


def test_an_ambiguous_entity_has_no_counterpart() -> None:
    """A wrong name is worse than no name."""
    device = known({"valve": {"valve": "open"}, "safetyValve": {"valve": "open"}})
    assert {kind.split()[0] for kind in device.kinds} == {"valve"}
    assert len(device.own) == 2
    assert found(device, "valve", "main") is None


@pytest.mark.parametrize(
    ("label", "platform", "place", "kinds"),
    [
        (
            "Smoke alarm",
            "sensor",
            "main_smokeDetector_smoke_smoke",
            ["binary_sensor main smokeDetector smoke"],
        ),
        (
            "Television",
            "sensor",
            "main_tvChannel_tvChannel_tvChannel",
            ["media_player main audioVolume mediaPlayer"],
        ),
        ("Patio shade", "sensor", "main_windowShadePreset_presetPosition_x", []),
        ("Bedside dimmer", "light", "main", []),
    ],
)
def test_entities_on_other_platforms_are_found(
    label: str, platform: str, place: str, kinds: list[str]
) -> None:
    """So the user can see which entity has the value now."""
    matches = on_other_platforms(platform, place, house()[label].matches)
    assert [kind_of(match) for match in matches] == kinds


def _pairs(name: str, entities: Iterable[CoreEntity], matches: tuple[Match, ...]) -> int:
    """Return how many of core's entities are paired, which are those the parity test compares."""
    pairs = 0
    taken: list[str] = []
    for entity in entities:
        meant = entity.counterparts(list(matches))
        same = [match for match in meant if match.entry.platform == entity.platform]
        pair = counterpart(entity.platform, entity.unique_id, matches)
        assert len(same) < 2, f"{name} {entity.unique_id}"
        assert pair is (same[0] if same else None), f"{name} {entity.unique_id}"
        others = on_other_platforms(entity.platform, entity.unique_id, matches)
        assert pair or list(others) == meant, f"{name} {entity.unique_id}"
        pairs += pair is not None
        # Core has two entities for a value that two capabilities report.
        if pair and entity.place not in pair.entry.mirrors:
            taken.append(pair.unique_id(name))
    assert len(taken) == len(set(taken)), name
    return pairs


async def test_the_entities_that_core_makes_have_exactly_the_right_pairs(
    hass: HomeAssistant,
) -> None:
    """The house and the fixtures, with the core that is installed."""
    home = build_house()
    for path in FIXTURES:
        home.add_device(simulated(path))
    made = await made_by_core(hass, home)
    pairs = [
        _pairs(device_id, entities, of_home(home.devices[device_id]).matches)
        for device_id, entities in made.items()
    ]
    assert sum(pairs) / sum(map(len, made.values())) > 0.85


@pytest.mark.skipif(not RECORDED, reason="no recorded devices at hand")
def test_recorded_devices_have_exactly_the_right_pairs() -> None:
    theirs = {path: core_entities(path) for path in RECORDED}
    pairs = [_pairs(path.stem, theirs[path], recorded(path).matches) for path in RECORDED]
    assert sum(pairs) / sum(map(len, theirs.values())) > 0.85
