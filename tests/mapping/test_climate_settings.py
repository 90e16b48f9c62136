"""Settings of air conditioners, purifiers and televisions, filters, do not disturb times."""

import pytest

from custom_components.smartthings_smartapp.mapping import ENTRIES
from custom_components.smartthings_smartapp.mapping.descriptions.controls import ButtonMap, TimeMap
from tests.common.devices import Capabilities, known

CLEANING = "custom.autoCleaningMode"
DUST = "custom.dustFilter"


@pytest.mark.parametrize(
    ("modes", "platform"),
    [
        (None, "switch"),
        ([], "switch"),
        (["on", "off"], "switch"),
        (["off", "speedClean", "quietClean"], "select"),
    ],
)
def test_automatic_cleaning_is_a_switch_unless_it_has_modes(
    modes: list[str] | None, platform: str
) -> None:
    """The attribute has one entity, a switch or a select."""
    device = known({CLEANING: {"autoCleaningMode": "off", "supportedAutoCleaningModes": modes}})
    assert device.kinds == {f"{platform} main {CLEANING} autoCleaningMode"}


@pytest.mark.parametrize(
    ("status", "usage", "fitted"),
    [("normal", 3, True), ("normal", None, True), (None, 3, True), (None, None, False)],
)
def test_a_filter_that_was_never_reported_is_not_shown(
    status: str | None, usage: int | None, *, fitted: bool
) -> None:
    """Many appliances list filters that they do not have, or whose usage they do not count."""
    device = known({DUST: {"dustFilterStatus": status, "dustFilterUsage": usage}})
    expected = {
        f"binary_sensor main {DUST} dustFilterStatus",
        f"button main {DUST} resetDustFilter",
    } | ({f"sensor main {DUST} dustFilterUsage"} if usage else set())
    assert device.kinds == (expected if fitted else set())


def test_a_filter_in_a_part_is_reset_there() -> None:
    """The station of a stick cleaner has its own filter."""
    hepa: Capabilities = {"custom.hepaFilter": {"hepaFilterStatus": "normal"}}
    kinds = known({}, parts={"station": hepa}).kinds
    assert "button station custom.hepaFilter resetHepaFilter" in kinds


def test_the_reset_of_a_filter_is_named_like_its_command() -> None:
    """Each filter has its own command. Their names follow one rule."""
    resets = {
        entry.capability: entry.command
        for entry in ENTRIES
        if isinstance(entry, ButtonMap) and entry.capability.startswith("custom.")
    }
    assert resets["custom.veryFineDustFilter"] == "resetVeryFineDustFilter"
    assert resets["custom.electricHepaFilter"] == "resetElectricHepaFilter"
    assert resets["custom.deodorFilter"] == "resetDeodorFilter"


def test_a_time_repeats_itself_in_its_command() -> None:
    """The command sets several attributes, and one of them must be the time of the entity."""
    times = [entry for entry in ENTRIES if isinstance(entry, TimeMap)]
    assert {entry.key for entry in times} == {"startTime", "endTime"}
    for entry in times:
        assert entry.source.attribute in entry.together.values()


def test_a_picture_mode_with_two_capabilities_is_one_select() -> None:
    """Televisions have an old and a new capability for it."""
    old = {"custom.picturemode": {"pictureMode": "Standard"}}
    new = {"samsungvd.pictureMode": {"pictureMode": "Standard"}}
    assert known({**old, **new}).kinds == {"select main custom.picturemode pictureMode"}
    assert known(new).kinds == {"select main samsungvd.pictureMode pictureMode"}


@pytest.mark.parametrize(
    ("capability", "attributes", "kind"),
    [
        ("custom.spiMode", {"spiMode": "off"}, "switch main custom.spiMode spiMode"),
        (
            "samsungce.airConditionerLighting",
            {"lighting": "on"},
            "switch main samsungce.airConditionerLighting lighting",
        ),
        (
            "samsungce.airConditionerBeep",
            {"beep": "on"},
            "switch main samsungce.airConditionerBeep beep",
        ),
        (
            "samsungce.dustFilterAlarm",
            {"alarmThreshold": 500},
            "select main samsungce.dustFilterAlarm alarmThreshold",
        ),
        (
            "custom.airConditionerTropicalNightMode",
            {"acTropicalNightModeLevel": 0},
            "number main custom.airConditionerTropicalNightMode acTropicalNightModeLevel",
        ),
        (
            "samsungce.ehsDiverterValve",
            {"position": "room"},
            "sensor main samsungce.ehsDiverterValve position",
        ),
        (
            "samsungce.ehsDefrostMode",
            {"status": "off"},
            "binary_sensor main samsungce.ehsDefrostMode status",
        ),
    ],
)
def test_each_setting_is_one_entity(
    capability: str, attributes: dict[str, object], kind: str
) -> None:
    """A value that can be set is a setting, any other a sensor."""
    assert known({capability: attributes}).kinds == {kind}


@pytest.mark.parametrize(
    ("commands", "shown"), [(["resetFilter"], True), ([], False), (None, False)]
)
def test_a_standard_filter_is_reset_where_the_device_can(
    commands: list[str] | None, *, shown: bool
) -> None:
    """The device lists the reset command."""
    kinds = known(
        {"filterState": {"filterLifeRemaining": 70, "supportedFilterCommands": commands}}
    ).kinds
    assert ("button main filterState resetFilter" in kinds) is shown
    assert "sensor main filterState filterLifeRemaining" in kinds
