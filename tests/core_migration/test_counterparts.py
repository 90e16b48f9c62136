"""Our counterparts of entities of Home Assistant's own integration."""

import pytest

from custom_components.smartthings_smartapp.core_migration.counterparts import (
    counterpart,
    on_other_platforms,
    split_core_id,
)
from tests.common.core_entities import core_entities
from tests.common.devices import RECORDED, Known, house, kind_of, known, recorded


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


@pytest.mark.skipif(not RECORDED, reason="no recorded devices at hand")
def test_recorded_devices_have_exactly_the_right_pairs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The pairs are those that the parity test compares on the same platform."""
    pairs = theirs = 0
    for path in RECORDED:
        matches = recorded(path).matches
        taken: list[str] = []
        for entity in core_entities(path):
            theirs += 1
            meant = entity.counterparts(list(matches))
            same = [match for match in meant if match.entry.platform == entity.platform]
            pair = counterpart(entity.platform, entity.unique_id, matches)
            assert len(same) < 2, f"{path.stem} {entity.unique_id}"
            assert pair is (same[0] if same else None), f"{path.stem} {entity.unique_id}"
            others = on_other_platforms(entity.platform, entity.unique_id, matches)
            assert pair or list(others) == meant, f"{path.stem} {entity.unique_id}"
            if pair:
                taken.append(pair.unique_id(path.stem))
        assert len(taken) == len(set(taken)), path.stem
        pairs += len(taken)
    with capsys.disabled():
        print(f"\n{pairs} of core's {theirs} entities have a counterpart")  # noqa: T201 (as parity)
    assert pairs / theirs > 0.85
