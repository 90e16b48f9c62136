"""Selects: options, states and commands."""

import pytest
from homeassistant.const import STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(
    Devices.DISHWASHER, Devices.MICROWAVE, Devices.RANGE, Devices.WASHER
)

SPIN = "select.washing_machine_spin_level"
CYCLE = "select.dishwasher_program"
ZONE = "select.dishwasher_selected_zone"
REMOTE = "remoteControlStatus.remoteControlEnabled"


async def _refused(house: House, name: str, option: str, key: str) -> dict[str, str]:
    """Select an option that raises an error; return the placeholders of its text."""
    before = len(house.simulator.commands)
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("select.select_option", name, option=option)
    assert raised.value.translation_key == key
    assert len(house.simulator.commands) == before
    return raised.value.translation_placeholders or {}


async def test_it_has_the_options_that_the_device_lists(house: House) -> None:
    """The order is the device's; a number is an option, too."""
    assert house.state(SPIN).state == "1200"
    offered = ["no_spin", "400", "800", "1200", "1400"]
    assert house.state(SPIN).attributes["options"] == offered
    await house.report(
        Devices.WASHER, "custom.washerSpinLevel.supportedWasherSpinLevel", ["400", "1200"]
    )
    assert house.state(SPIN).attributes["options"] == ["400", "1200"]


async def test_it_sends_the_value_of_the_device(house: House) -> None:
    """The option is snake case, the value is not."""
    assert await house.call("select.select_option", SPIN, option="no_spin") == [
        ("main", "custom.washerSpinLevel", "setWasherSpinLevel", ["noSpin"])
    ]
    assert house.state(SPIN).state == "no_spin"


async def test_a_value_that_is_not_listed_is_shown(house: House) -> None:
    """Devices report more than they list, and null for none."""
    source = "custom.washerSpinLevel.washerSpinLevel"
    assert await house.shows(SPIN, Devices.WASHER, source, "rinseHold") == "rinse_hold"
    assert house.state(SPIN).attributes["options"][-1] == "rinse_hold"
    assert await house.shows(SPIN, Devices.WASHER, source, None) == STATE_UNKNOWN


async def test_the_current_value_is_always_an_option(house: House) -> None:
    """A scene may restore it; the device decides whether it accepts it."""
    source = "custom.washerSpinLevel.washerSpinLevel"
    await house.report(Devices.WASHER, source, "rinseHold")
    house.simulator.home.device(Devices.WASHER).status["main"]["custom.washerSpinLevel"].pop(
        "supportedWasherSpinLevel"
    )
    assert await house.call("select.select_option", SPIN, option="rinse_hold") == [
        ("main", "custom.washerSpinLevel", "setWasherSpinLevel", ["rinseHold"])
    ]


async def test_a_setting_requires_remote_control(house: House) -> None:
    """Without it the appliance would not react."""
    await house.report(Devices.WASHER, REMOTE, "false")
    said = await _refused(house, SPIN, "800", "remote_control_off")
    assert said == {"name": "Washing machine"}


async def test_a_dishwasher_is_set_while_it_is_idle(house: House) -> None:
    """One object has the value of the cycle and its supported values."""
    await _refused(house, CYCLE, "auto", "remote_control_off")
    await house.report(Devices.DISHWASHER, REMOTE, "true")
    assert house.state(CYCLE).state == "eco"
    assert await house.call("select.select_option", CYCLE, option="express") == [
        ("main", "samsungce.dishwasherWashingCourse", "setWashingCourse", ["express_0C"])
    ]
    assert house.state(ZONE).state == "all"
    assert house.state(ZONE).attributes["options"] == ["none", "upper", "lower", "all"]
    assert await house.call("select.select_option", ZONE, option="upper") == [
        ("main", "samsungce.dishwasherWashingOptions", "setSelectedZone", ["upper"])
    ]
    assert house.state(ZONE).state == "upper"
    await house.report(Devices.DISHWASHER, "dishwasherOperatingState.machineState", "run")
    said = await _refused(house, ZONE, "all", "not_resting")
    assert said == {"name": "Dishwasher"}


async def test_a_microwave_has_its_power_in_percent(house: House) -> None:
    """The device's values have the sign."""
    name = "select.microwave_power_level"
    assert house.state(name).state == "0"
    await house.report(Devices.MICROWAVE, REMOTE, "true")
    assert await house.call("select.select_option", name, option="70") == [
        ("main", "samsungce.microwavePower", "setPowerLevel", ["70%"])
    ]
    assert house.state(name).state == "70"


async def test_an_oven_gets_its_program(house: House) -> None:
    """Each cavity has its own."""
    name = "select.range_second_cavity_program"
    assert await house.call("select.select_option", name, option="keep_warm") == [
        ("cavity-01", "samsungce.ovenMode", "setOvenMode", ["KeepWarm"])
    ]
    assert house.state("select.range_program").state == "bake"


@pytest.mark.parametrize(
    ("capability", "attribute", "supported", "command", "name"),
    [
        (
            "custom.dryerDryLevel",
            "dryerDryLevel",
            "supportedDryerDryLevel",
            "setDryerDryLevel",
            "dry_level",
        ),
        (
            "samsungce.dryerDryingTime",
            "dryingTime",
            "supportedDryingTime",
            "setDryingTime",
            "drying_time",
        ),
        (
            "custom.washerSoilLevel",
            "washerSoilLevel",
            "supportedWasherSoilLevel",
            "setWasherSoilLevel",
            "soil_level",
        ),
        (
            "custom.washerWaterTemperature",
            "washerWaterTemperature",
            "supportedWasherWaterTemperature",
            "setWasherWaterTemperature",
            "water_temperature",
        ),
        (
            "laundryWasherSpinSpeed",
            "spinSpeed",
            "supportedSpinSpeeds",
            "setSpinSpeed",
            "spin_speed",
        ),
        (
            "samsungce.freezerConvertMode",
            "freezerConvertMode",
            "supportedFreezerConvertModes",
            "setFreezerConvertMode",
            "freezer_mode",
        ),
        (
            "temperatureLevel",
            "temperatureLevel",
            "supportedTemperatureLevels",
            "setTemperatureLevel",
            "temperature_level",
        ),
        (
            "samsungce.autoDispenseDetergent",
            "amount",
            "supportedAmount",
            "setAmount",
            "detergent_amount",
        ),
        (
            "samsungce.autoDispenseSoftener",
            "density",
            "supportedDensity",
            "setDensity",
            "softener_concentration",
        ),
    ],
)
async def test_a_setting_of_an_appliance_is_sent(
    world: World, capability: str, attribute: str, supported: str, command: str, name: str
) -> None:
    """Each setting has its own command."""
    settings: Readings = {capability: {attribute: "20", supported: ["20", "40"]}}
    house = await house_with(world, "Machine", "Washer", settings)
    select = f"select.machine_{name}"
    assert house.state(select).state == "20"
    assert await house.call("select.select_option", select, option="40") == [
        ("main", capability, command, ["40"])
    ]
    assert house.state(select).state == "40"
