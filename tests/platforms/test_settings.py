"""Settings of air conditioners, filters, stations, chargers and routers."""

import pytest
from homeassistant.helpers import entity_registry as er

from simulator.devices.device import Json, Reading, Readings
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(
    Devices.CAR_CHARGER,
    Devices.ELECTRICITY_METER,
    Devices.ROBOT_VACUUM,
    Devices.STICK_CLEANER,
    Devices.WASHER,
)

DISPLAY = "samsungce.airConditionerLighting"
DUST = "custom.dustFilter"
CLEANING = "custom.autoCleaningMode"
ALARM = "samsungce.dustFilterAlarm"

BREEZE: Readings = {
    "custom.spiMode": {"spiMode": "off"},
    DISPLAY: {"lighting": "on"},
    "samsungce.airConditionerBeep": {"beep": "on"},
    CLEANING: {"autoCleaningMode": "off", "supportedAutoCleaningModes": None},
    DUST: {"dustFilterStatus": "wash", "dustFilterUsage": 81},
    ALARM: {
        "alarmThreshold": Reading(value=500, unit="Hour"),
        "supportedAlarmThresholds": [180, 300, 500, 700],
    },
}


async def test_an_air_conditioner_has_its_settings(world: World) -> None:
    """Each switch has one command with the value, or one for each state."""
    house = await house_with(world, "Breeze", "AirConditioner", BREEZE)
    for name, action, expected in (
        ("purify", "on", ("custom.spiMode", "setSpiMode", ["on"])),
        ("display_lighting", "off", (DISPLAY, "setLightingLevel", ["off"])),
        ("beep_sounds", "off", ("samsungce.airConditionerBeep", "off", [])),
        ("automatic_cleaning", "on", (CLEANING, "setAutoCleaningMode", ["on"])),
    ):
        assert await house.call(f"switch.turn_{action}", f"switch.breeze_{name}") == [
            ("main", *expected)
        ]
    alarm = "select.breeze_dust_filter_alarm_threshold"
    assert house.state(alarm).attributes["options"] == ["180", "300", "500", "700"]
    assert await house.call("select.select_option", alarm, option="300") == [
        ("main", ALARM, "setAlarmThreshold", [300])
    ]
    assert house.state("binary_sensor.breeze_dust_filter").state == "on"
    assert house.state("sensor.breeze_dust_filter_usage").state == "81"
    assert await house.call("button.press", "button.breeze_reset_dust_filter") == [
        ("main", DUST, "resetDustFilter", [])
    ]


async def test_a_station_empties_the_stick_cleaner(house: House) -> None:
    """The dustbin is a switch of the cleaner; bag and filter are parts of the station."""
    dustbin = "samsungce.stickCleanerDustbinStatus"
    name = "switch.stick_cleaner_empty_dustbin"
    assert house.state("sensor.stick_cleaner").state == "ready"
    assert house.state("binary_sensor.stick_cleaner_station_dust_bag_full").state == "off"
    assert await house.call("switch.turn_on", name) == [("main", dustbin, "startEmptying", [])]
    assert await house.call("switch.turn_off", name) == [("main", dustbin, "stopEmptying", [])]
    reset = "button.stick_cleaner_station_reset"
    assert await house.call("button.press", f"{reset}_hepa_filter") == [
        ("station", "custom.hepaFilter", "resetHepaFilter", [])
    ]
    assert await house.call("button.press", f"{reset}_dust_bag") == [
        ("station", "samsungce.stickCleanerDustBag", "reset", [])
    ]
    state = "samsungce.stickCleanerStatus.operatingState"
    shown = await house.shows("sensor.stick_cleaner", Devices.STICK_CLEANER, state, "UVCleaning")
    assert shown == "uv_cleaning"


@pytest.mark.parametrize("unit", [None, "times"])
async def test_a_counted_unit_is_translated(world: World, unit: str | None) -> None:
    """The device's own unit in addition would be an error."""
    status = {key: device.status for key, device in world.simulator.home.devices.items()}
    washer, cleaner = status[Devices.WASHER]["main"], status[Devices.STICK_CLEANER]["station"]
    washer["custom.washerRinseCycles"]["washerRinseCycles"]["unit"] = unit
    cleaner["samsungce.stickCleanerDustBag"]["usage"]["unit"] = unit
    house = House(world, await world.add_location(HOME_LOCATION))
    rinses = house.state("number.washing_machine_rinse_cycles")
    assert (rinses.state, rinses.attributes["unit_of_measurement"]) == ("2.0", "cycles")
    filled = house.state("sensor.stick_cleaner_station_dust_bag_cycles")
    assert (filled.state, filled.attributes["unit_of_measurement"]) == ("24", "cycles")


@pytest.mark.parametrize(
    ("name", "value", "command"),
    [("minimum", 8, "setMinCurrent"), ("maximum", 10, "setMaxCurrent")],
)
async def test_a_charger_has_a_maximum_current(
    house: House, name: str, value: int, command: str
) -> None:
    """The unit is ampere, as cars and cables are rated; the command has milliamperes."""
    number = f"number.car_charger_{name}_charging_current"
    assert house.state(number).attributes["unit_of_measurement"] == "A"
    assert house.state("sensor.car_charger_charger_state").state == "plugged_in_charging"
    assert float(house.state("sensor.car_charger_session_energy").state) == 8.25
    assert float(house.state("sensor.car_charger_session_duration").state) == 1.5
    assert await house.call("number.set_value", number, value=value) == [
        ("main", "evseChargingSession", command, [value * 1000])
    ]
    assert float(house.state(number).state) == value


def test_dangerous_entities_are_disabled_by_default(house: House) -> None:
    """A mistake must not reset a meter; stopping a charge is harmless."""
    registry = er.async_get(house.hass)
    entities = er.async_entries_for_config_entry(registry, house.entry.entry_id)
    disabled = {entity.unique_id for entity in entities if entity.disabled}
    for device_id, capability, key in (
        (Devices.ELECTRICITY_METER, "energyMeter", "resetEnergyMeter"),
        (Devices.ROBOT_VACUUM, "samsungce.robotCleanerOperatingState", "cancelRemainingJob"),
    ):
        assert f"{device_id}_main_{capability}_{key}" in disabled


@pytest.mark.parametrize(
    ("capabilities", "action", "name", "data", "expected"),
    [
        (
            {"wifiMeshRouter": {"wifiGuestNetworkStatus": "disabled"}},
            "switch.turn_on",
            "switch.thing_guest_network",
            {},
            ("wifiMeshRouter", "enableWifiGuestNetwork", []),
        ),
        (
            {"feederOperatingState": {"feederOperatingState": "idle"}},
            "button.press",
            "button.thing_feed",
            {},
            ("feederOperatingState", "startFeeding", []),
        ),
        (
            {"feederPortion": {"feedPortion": Reading(value=40, unit="g")}},
            "number.set_value",
            "number.thing_portion",
            {"value": 25},
            ("feederPortion", "setPortion", [25]),
        ),
        (
            {"custom.picturemode": {"pictureMode": "Standard", "supportedPictureModes": ["Movie"]}},
            "select.select_option",
            "select.thing_picture_mode",
            {"option": "movie"},
            ("custom.picturemode", "setPictureMode", ["Movie"]),
        ),
    ],
)
async def test_other_devices_have_settings_too(
    world: World,
    capabilities: Readings,
    action: str,
    name: str,
    data: dict[str, Json],
    expected: tuple[str, str, list[Json]],
) -> None:
    """These are a router, a feeder and a television."""
    house = await house_with(world, "Thing", "Other", capabilities)
    assert await house.call(action, name, **data) == [("main", *expected)]
