"""Climate entities: thermostats, air conditioners, zones of heat pumps."""

import pytest
from homeassistant.components.climate import ClimateEntityFeature, HVACAction, HVACMode
from homeassistant.const import STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Reading, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(
    Devices.AIR_CONDITIONER, Devices.HEAT_PUMP, Devices.RADIATOR, Devices.THERMOSTAT
)

THERMOSTAT = "climate.thermostat"
CONDITIONER = "climate.air_conditioner"
RADIATOR = "climate.radiator"
ZONE = "climate.heat_pump_indoor"
MODE = "thermostatMode.thermostatMode"
AC_MODE = "airConditionerMode.airConditionerMode"
BOTH_WAYS = ClimateEntityFeature.TURN_ON | ClimateEntityFeature.TURN_OFF
RANGE = ClimateEntityFeature.TARGET_TEMPERATURE | ClimateEntityFeature.TARGET_TEMPERATURE_RANGE

type Requests = list[tuple[str, str, str, list[Json]]]


def _heat(value: Json = 20, unit: str | None = "C", limits: Json = None) -> Readings:
    return {
        "thermostatHeatingSetpoint": {
            "heatingSetpoint": Reading(value=value, unit=unit),
            "heatingSetpointRange": Reading(value=limits, unit=unit),
        }
    }


def _cool(value: Json = 24, unit: str | None = "C") -> Readings:
    return {"thermostatCoolingSetpoint": {"coolingSetpoint": Reading(value=value, unit=unit)}}


def _warm(value: Json = 21, unit: str | None = "C") -> Readings:
    return {"temperatureMeasurement": {"temperature": Reading(value=value, unit=unit)}}


def _modes(present: Json, listed: Json) -> Readings:
    return {
        "thermostatMode": {"thermostatMode": present, "supportedThermostatModes": listed},
    }


# Thermostats


async def test_a_thermostat_shows_the_values_of_the_device(house: House) -> None:
    """Modes, fan modes, temperatures and the action come from the device."""
    state = house.state(THERMOSTAT)
    assert state.state == HVACMode.HEAT
    assert state.attributes["supported_features"] == (
        RANGE | BOTH_WAYS | ClimateEntityFeature.FAN_MODE
    )
    wanted = {
        "hvac_modes": ["off", "heat", "cool", "heat_cool"],
        "fan_modes": ["auto", "on", "circulate"],
        "fan_mode": "auto",
        "hvac_action": HVACAction.HEATING,
        "current_temperature": 19.8,
        "current_humidity": 44,
        "temperature": 20.5,
        "target_temp_low": None,
        "min_temp": 7,
        "max_temp": 35,
        "target_temp_step": 0.5,
    }
    assert {name: state.attributes[name] for name in wanted} == wanted


async def test_the_mode_decides_which_setpoint_counts(house: House) -> None:
    """Heating and cooling have one, both together have a range, off has none."""

    async def temperatures(mode: str) -> tuple[str, list[float | None]]:
        state = await house.shows(THERMOSTAT, Devices.THERMOSTAT, MODE, mode)
        attributes = house.state(THERMOSTAT).attributes
        names = ("temperature", "target_temp_low", "target_temp_high")
        return state, [attributes[name] for name in names]

    assert await temperatures("cool") == ("cool", [25, None, None])
    assert await temperatures("auto") == ("heat_cool", [None, 20.5, 25])
    assert await temperatures("off") == ("off", [None, None, None])
    assert await temperatures("heat") == ("heat", [20.5, None, None])


@pytest.mark.parametrize(
    ("word", "action"),
    [
        ("cooling", HVACAction.COOLING),
        ("fan only", HVACAction.FAN),
        ("idle", HVACAction.IDLE),
        ("pending heat", HVACAction.HEATING),
        ("resting", None),
        (None, None),
    ],
)
async def test_the_action_is_shown(house: House, word: str | None, action: str | None) -> None:
    """A value that Home Assistant does not know is unknown."""
    source = "thermostatOperatingState.thermostatOperatingState"
    await house.report(Devices.THERMOSTAT, source, word)
    assert house.state(THERMOSTAT).attributes.get("hvac_action") == action


@pytest.mark.parametrize(
    ("action", "data", "requests"),
    [
        (
            "set_hvac_mode",
            {"hvac_mode": "heat_cool"},
            [("main", "thermostatMode", "setThermostatMode", ["auto"])],
        ),
        ("turn_off", {}, [("main", "thermostatMode", "setThermostatMode", ["off"])]),
        ("turn_on", {}, [("main", "thermostatMode", "setThermostatMode", ["auto"])]),
        (
            "set_fan_mode",
            {"fan_mode": "circulate"},
            [("main", "thermostatFanMode", "setThermostatFanMode", ["circulate"])],
        ),
        (
            "set_temperature",
            {"temperature": 22},
            [("main", "thermostatHeatingSetpoint", "setHeatingSetpoint", [22])],
        ),
        (
            "set_temperature",
            {"temperature": 23.5, "hvac_mode": "cool"},
            [
                ("main", "thermostatMode", "setThermostatMode", ["cool"]),
                ("main", "thermostatCoolingSetpoint", "setCoolingSetpoint", [23.5]),
            ],
        ),
        (
            "set_temperature",
            {"target_temp_low": 19, "target_temp_high": 26, "hvac_mode": "heat_cool"},
            [
                ("main", "thermostatMode", "setThermostatMode", ["auto"]),
                ("main", "thermostatHeatingSetpoint", "setHeatingSetpoint", [19]),
                ("main", "thermostatCoolingSetpoint", "setCoolingSetpoint", [26]),
            ],
        ),
        (
            "set_temperature",
            {"target_temp_low": 17, "target_temp_high": 27, "hvac_mode": "off"},
            [
                ("main", "thermostatHeatingSetpoint", "setHeatingSetpoint", [17]),
                ("main", "thermostatCoolingSetpoint", "setCoolingSetpoint", [27]),
                ("main", "thermostatMode", "setThermostatMode", ["off"]),
            ],
        ),
    ],
)
async def test_a_thermostat_is_set_in_one_request(
    house: House, action: str, data: dict[str, Json], requests: Requests
) -> None:
    """Several changes in one action are one request, with the mode before the temperature."""
    assert await house.call(f"climate.{action}", THERMOSTAT, **data) == requests


@pytest.mark.parametrize(
    "data",
    [
        {"temperature": 21, "hvac_mode": "dry"},
        {"temperature": 21, "hvac_mode": "heat_cool"},
        {"temperature": 99},
    ],
)
async def test_invalid_values_are_rejected(house: House, data: dict[str, Json]) -> None:
    """No command is sent for an unknown mode, one temperature of two, or one that is too high."""
    with pytest.raises(ServiceValidationError):
        await house.act("climate.set_temperature", THERMOSTAT, **data)
    assert not house.simulator.commands


async def test_a_radiator_only_heats(house: House) -> None:
    """A thermostat needs one setpoint, and has the limits of the device."""
    state = house.state(RADIATOR)
    assert state.state == HVACMode.HEAT
    wanted = {
        "hvac_modes": ["off", "heat"],
        "preset_modes": ["none", "emergency_heat", "eco"],
        "preset_mode": "none",
        "min_temp": 5,
        "max_temp": 30,
        "target_temp_step": 0.5,
        "temperature": 21,
    }
    assert {name: state.attributes[name] for name in wanted} == wanted
    assert (
        not state.attributes["supported_features"]
        & RANGE
        & ~(ClimateEntityFeature.TARGET_TEMPERATURE)
    )
    assert await house.shows(RADIATOR, Devices.RADIATOR, MODE, "off") == HVACMode.OFF
    assert house.state(RADIATOR).attributes["temperature"] == 21
    assert await house.call("climate.turn_on", RADIATOR) == [
        ("main", "thermostatMode", "setThermostatMode", ["heat"])
    ]
    assert await house.call("climate.set_temperature", RADIATOR, temperature=20.3) == [
        ("main", "thermostatHeatingSetpoint", "setHeatingSetpoint", [20.5])
    ]


async def test_emergency_heat_is_a_preset_of_heating(house: House) -> None:
    """It is shown as heat, and can be set and left for normal heat."""
    setting = ("main", "thermostatMode", "setThermostatMode")
    assert await house.call("climate.set_preset_mode", RADIATOR, preset_mode="emergency_heat") == [
        (*setting, ["emergency heat"])
    ]
    assert house.state(RADIATOR).state == HVACMode.HEAT
    assert house.state(RADIATOR).attributes["preset_mode"] == "emergency_heat"
    assert await house.call("climate.set_preset_mode", RADIATOR, preset_mode="none") == [
        (*setting, ["heat"])
    ]
    assert house.state(RADIATOR).attributes["preset_mode"] == "none"


async def test_an_unknown_mode_is_a_preset(house: House) -> None:
    """Eco is such a mode; leaving it without another selection is heating."""
    assert await house.shows(RADIATOR, Devices.RADIATOR, MODE, "eco") == HVACMode.AUTO
    assert house.state(RADIATOR).attributes["preset_mode"] == "eco"
    assert await house.call("climate.set_preset_mode", RADIATOR, preset_mode="none") == [
        ("main", "thermostatMode", "setThermostatMode", ["heat"])
    ]
    await house.act("climate.set_preset_mode", RADIATOR, preset_mode="none")
    assert len(house.simulator.commands) == 1


async def test_a_mode_that_is_not_reported_is_unknown(house: House) -> None:
    assert await house.shows(RADIATOR, Devices.RADIATOR, MODE, None) == STATE_UNKNOWN
    assert house.state(RADIATOR).attributes["preset_mode"] == "none"


async def test_the_current_mode_is_always_supported(house: House) -> None:
    """The state is one of the modes, and its preset one of the presets."""
    assert await house.shows(RADIATOR, Devices.RADIATOR, MODE, "lunar") == HVACMode.AUTO
    attributes = house.state(RADIATOR).attributes
    assert HVACMode.AUTO in attributes["hvac_modes"]
    assert attributes["preset_mode"] == "lunar"
    assert "lunar" in attributes["preset_modes"]
    await house.act("climate.set_hvac_mode", RADIATOR, hvac_mode="auto")
    assert not house.simulator.commands


async def test_emergency_heat_is_never_sent_for_heat(world: World) -> None:
    """It is expensive, and a device that has it can also heat without it."""
    modes = _modes("off", ["off", "emergency heat", "heatingoff"])
    house = await house_with(world, "Boiler", "Thermostat", {**modes, **_heat(), **_warm()})
    attributes = house.state("climate.boiler").attributes
    assert attributes["hvac_modes"] == ["off", "heat"]
    assert attributes["preset_modes"] == ["none", "emergency_heat", "heatingoff"]
    assert await house.call("climate.set_hvac_mode", "climate.boiler", hvac_mode="heat") == [
        ("main", "thermostatMode", "heat", [])
    ]
    await house.act("climate.set_preset_mode", "climate.boiler", preset_mode="none")
    assert len(house.simulator.commands) == 1


async def test_a_thermostat_without_a_list_of_modes_has_the_default_ones(world: World) -> None:
    """They follow from its setpoints."""
    house = await house_with(world, "Cooler", "Thermostat", {**_modes("cool", None), **_cool()})
    state = house.state("climate.cooler")
    assert state.state == HVACMode.COOL
    assert state.attributes["hvac_modes"] == ["off", "cool"]
    assert state.attributes["current_temperature"] is None


async def test_a_thermostat_without_modes_heats_and_has_a_switch(world: World) -> None:
    """A setpoint is enough; a switch turns it on and off."""
    floor: Readings = {**_heat(), **_warm(), "switch": {"switch": "off"}}
    house = await house_with(world, "Floor", "Other", floor)
    state = house.state("climate.floor")
    assert (state.state, state.attributes["hvac_modes"]) == ("off", ["off", "heat"])
    assert await house.call("climate.set_hvac_mode", "climate.floor", hvac_mode="heat") == [
        ("main", "switch", "on", [])
    ]
    assert house.state("climate.floor").state == HVACMode.HEAT
    assert await house.call("climate.turn_off", "climate.floor") == [("main", "switch", "off", [])]
    assert await house.call("climate.turn_on", "climate.floor") == [("main", "switch", "on", [])]


async def test_a_thermostat_with_only_setpoints_cannot_be_turned_off(
    world: World,
) -> None:
    """Two setpoints without a mode are a range."""
    house = await house_with(world, "Hall", "Thermostat", {**_heat(18), **_cool(26), **_warm()})
    state = house.state("climate.hall")
    assert (state.state, state.attributes["hvac_modes"]) == ("heat_cool", ["heat_cool"])
    assert state.attributes["supported_features"] == RANGE
    assert (state.attributes["target_temp_low"], state.attributes["target_temp_high"]) == (18, 26)


async def test_a_setpoint_without_a_value_does_not_count(world: World) -> None:
    """Devices that only heat often list the capability of the other setpoint, too."""
    capabilities = {**_modes("heat", ["off", "heat"]), **_heat(), **_cool(None, None)}
    house = await house_with(world, "Attic", "Thermostat", capabilities)
    attributes = house.state("climate.attic").attributes
    assert not attributes["supported_features"] & ClimateEntityFeature.TARGET_TEMPERATURE_RANGE
    assert attributes["temperature"] == 20


# Units


async def test_setpoint_and_measurement_may_have_different_units(world: World) -> None:
    """The measured value and the limits are converted to the unit of the setpoint."""
    capabilities: Readings = {
        **_modes("heat", ["off", "heat"]),
        "thermostatHeatingSetpoint": {
            "heatingSetpoint": Reading(value=68, unit="F"),
            "heatingSetpointRange": Reading(
                value={"minimum": 10, "maximum": 30, "step": 0.5}, unit="C"
            ),
        },
        **_warm(20, "C"),
    }
    house = await house_with(world, "Cellar", "Thermostat", capabilities)
    attributes = house.state("climate.cellar").attributes
    wanted = {"temperature": 20, "current_temperature": 20, "min_temp": 10, "max_temp": 30}
    assert {name: attributes[name] for name in wanted} == wanted
    assert await house.call("climate.set_temperature", "climate.cellar", temperature=21) == [
        ("main", "thermostatHeatingSetpoint", "setHeatingSetpoint", [69.8])
    ]


async def test_a_thermostat_in_fahrenheit_has_default_limits_in_fahrenheit(
    world: World,
) -> None:
    """Without its own limits, the range is 7 to 35 degrees Celsius."""
    capabilities = {**_modes("heat", ["off", "heat"]), **_heat(70, "F"), **_warm(70, "F")}
    house = await house_with(world, "Porch", "Thermostat", capabilities)
    attributes = house.state("climate.porch").attributes
    assert (attributes["min_temp"], attributes["max_temp"]) == (7.2, 35)
    assert attributes["current_temperature"] == 21.1


async def test_a_value_that_contradicts_the_limits_is_in_the_other_unit(house: House) -> None:
    """A device that is changed to Fahrenheit reports only the value."""
    await house.report(Devices.RADIATOR, "thermostatHeatingSetpoint.heatingSetpoint", 68)
    attributes = house.state(RADIATOR).attributes
    assert (attributes["temperature"], attributes["current_temperature"]) == (20, 21.4)
    assert (attributes["min_temp"], attributes["max_temp"]) == (5, 30)


async def test_without_any_unit_the_unit_of_the_location_counts(world: World) -> None:
    """Some drivers leave units out, also for limits that are no limits."""
    capabilities = {
        **_modes("heat", ["off", "heat"]),
        **_heat(20, None, {"minimum": 0, "maximum": 0}),
        **_warm(19, None),
    }
    house = await house_with(world, "Barn", "Thermostat", capabilities)
    attributes = house.state("climate.barn").attributes
    wanted = {"temperature": 20, "current_temperature": 19, "min_temp": 7, "max_temp": 35}
    assert {name: attributes[name] for name in wanted} == wanted


# Air conditioners


async def test_an_air_conditioner_has_what_the_device_lists(house: House) -> None:
    """Modes, fan, swing and presets are exactly the listed ones."""
    state = house.state(CONDITIONER)
    assert state.state == HVACMode.OFF
    wanted = {
        "hvac_modes": ["off", "auto", "cool", "dry", "fan_only", "heat"],
        "fan_modes": ["auto", "low", "medium", "high", "turbo"],
        "swing_modes": ["off", "both", "vertical", "horizontal"],
        "swing_mode": "off",
        "preset_modes": ["none", "sleep", "quiet", "boost", "wind_free"],
        "preset_mode": "none",
        "min_temp": 16,
        "max_temp": 30,
        "target_temp_step": 1,
        "temperature": 24,
        "current_humidity": 47,
    }
    assert {name: state.attributes[name] for name in wanted} == wanted


MODE_COMMAND = ("main", "airConditionerMode", "setAirConditionerMode")


@pytest.mark.parametrize(
    ("action", "data", "requests"),
    [
        (
            "set_hvac_mode",
            {"hvac_mode": "fan_only"},
            [("main", "switch", "on", []), (*MODE_COMMAND, ["wind"])],
        ),
        ("turn_on", {}, [("main", "switch", "on", [])]),
        ("set_hvac_mode", {"hvac_mode": "off"}, [("main", "switch", "off", [])]),
        (
            "set_temperature",
            {"temperature": 22, "hvac_mode": "cool"},
            [
                ("main", "switch", "on", []),
                (*MODE_COMMAND, ["cool"]),
                ("main", "thermostatCoolingSetpoint", "setCoolingSetpoint", [22]),
            ],
        ),
        (
            "set_fan_mode",
            {"fan_mode": "turbo"},
            [("main", "airConditionerFanMode", "setFanMode", ["turbo"])],
        ),
        (
            "set_swing_mode",
            {"swing_mode": "both"},
            [("main", "fanOscillationMode", "setFanOscillationMode", ["all"])],
        ),
        (
            "set_preset_mode",
            {"preset_mode": "wind_free"},
            [("main", "custom.airConditionerOptionalMode", "setAcOptionalMode", ["windFree"])],
        ),
        (
            "set_preset_mode",
            {"preset_mode": "none"},
            [("main", "custom.airConditionerOptionalMode", "setAcOptionalMode", ["off"])],
        ),
    ],
)
async def test_an_air_conditioner_that_is_off_is_turned_on_for_a_mode(
    house: House, action: str, data: dict[str, Json], requests: Requests
) -> None:
    """The switch comes first, in the same request."""
    assert await house.call(f"climate.{action}", CONDITIONER, **data) == requests


async def test_a_running_air_conditioner_is_not_turned_on_again(house: House) -> None:
    """Only the mode is set."""
    shown = await house.shows(CONDITIONER, Devices.AIR_CONDITIONER, "switch.switch", "on")
    assert shown == HVACMode.COOL
    assert await house.call("climate.set_hvac_mode", CONDITIONER, hvac_mode="dry") == [
        (*MODE_COMMAND, ["dry"])
    ]
    assert house.state(CONDITIONER).state == HVACMode.DRY


async def test_variants_of_a_mode_are_presets(world: World) -> None:
    """If cool exists, cool and clean is a preset; so is the second value for fan."""
    words = ["aIComfort", "cool", "coolClean", "wind", "fanOnly", "heatClean", "breeze"]
    conditioner: Readings = {
        "switch": {"switch": "on"},
        "airConditionerMode": {"supportedAcModes": [*words], "airConditionerMode": "coolClean"},
        "custom.airConditionerOptionalMode": {
            "supportedAcOptionalMode": ["off", "windFree"],
            "acOptionalMode": "windFree",
        },
        **_cool(),
    }
    house = await house_with(world, "Study", "AirConditioner", conditioner)
    name = "climate.study"
    state = house.state(name)
    assert (state.state, state.attributes["preset_mode"]) == ("cool", "cool_clean")
    assert state.attributes["hvac_modes"] == ["off", "cool", "fan_only"]
    assert state.attributes["preset_modes"] == [
        "none",
        "wind_free",
        "ai_comfort",
        "cool_clean",
        "wind",
        "heat_clean",
        "breeze",
    ]
    optional = ("main", "custom.airConditionerOptionalMode", "setAcOptionalMode")
    assert await house.call("climate.set_preset_mode", name, preset_mode="wind_free") == [
        (*MODE_COMMAND, ["cool"]),
        (*optional, ["windFree"]),
    ]
    assert house.state(name).attributes["preset_mode"] == "wind_free"
    for preset, word, mode in (("breeze", "breeze", "auto"), ("ai_comfort", "aIComfort", "auto")):
        assert await house.call("climate.set_preset_mode", name, preset_mode=preset) == [
            (*MODE_COMMAND, [word])
        ]
        assert house.state(name).state == mode
        assert house.state(name).attributes["preset_mode"] == preset
    assert await house.call("climate.set_hvac_mode", name, hvac_mode="cool") == [
        (*MODE_COMMAND, ["cool"])
    ]
    assert await house.call("climate.set_hvac_mode", name, hvac_mode="fan_only") == [
        (*MODE_COMMAND, ["fanOnly"])
    ]


async def test_no_preset_is_sent_for_the_mode_that_it_is_shown_as(world: World) -> None:
    """Cleaning during heating is not heating, and a mode that decides itself is not automatic."""
    words = ["cool", "dry", "aIComfort", "dryClean", "heatClean"]
    conditioner: Readings = {
        "switch": {"switch": "on"},
        "airConditionerMode": {"supportedAcModes": [*words], "airConditionerMode": "cool"},
        **_cool(),
    }
    house = await house_with(world, "Attic", "AirConditioner", conditioner)
    name = "climate.attic"
    assert house.state(name).attributes["hvac_modes"] == ["off", "cool", "dry"]
    for preset, word, shown in (
        ("heat_clean", "heatClean", "heat"),
        ("ai_comfort", "aIComfort", "auto"),
    ):
        assert await house.call("climate.set_preset_mode", name, preset_mode=preset) == [
            (*MODE_COMMAND, [word])
        ]
        assert house.state(name).state == shown
        assert shown in house.state(name).attributes["hvac_modes"]
        before = len(house.simulator.commands)
        await house.act("climate.set_hvac_mode", name, hvac_mode=shown)
        with pytest.raises(ServiceValidationError) as refused:
            await house.act("climate.set_preset_mode", name, preset_mode="none")
        assert refused.value.translation_key == "not_offered"
        assert len(house.simulator.commands) == before
    await house.call("climate.set_preset_mode", name, preset_mode="dry_clean")
    assert await house.call("climate.set_preset_mode", name, preset_mode="none") == [
        (*MODE_COMMAND, ["dry"])
    ]


async def test_an_air_conditioner_without_lists_keeps_its_mode(world: World) -> None:
    """The clouds of some manufacturers report a mode and a setpoint and no lists."""
    conditioner: Readings = {
        "switch": {"switch": "off"},
        "airConditionerMode": {"supportedAcModes": None, "airConditionerMode": "cool"},
        **_cool(20),
    }
    house = await house_with(world, "Loft", "AirConditioner", conditioner)
    state = house.state("climate.loft")
    assert (state.state, state.attributes["hvac_modes"]) == ("off", ["off", "cool"])
    assert state.attributes["supported_features"] == (
        ClimateEntityFeature.TARGET_TEMPERATURE | BOTH_WAYS
    )
    assert await house.call("climate.set_hvac_mode", "climate.loft", hvac_mode="cool") == [
        ("main", "switch", "on", []),
        (*MODE_COMMAND, ["cool"]),
    ]
    device = next(d for d in house.simulator.home.devices.values() if d.label == "Loft")
    assert await house.shows("climate.loft", device.device_id, AC_MODE, None) == STATE_UNKNOWN
    # It can return to its previous mode.
    assert house.state("climate.loft").attributes["hvac_modes"] == ["off", "cool"]


async def test_an_air_conditioner_without_a_switch_is_turned_off_by_its_mode(
    world: World,
) -> None:
    """Off is one of its modes then."""
    conditioner: Readings = {
        "airConditionerMode": {
            "supportedAcModes": ["off", "fanOnly", "dry"],
            "airConditionerMode": "dry",
        },
        "airConditionerFanMode": {"supportedAcFanModes": None, "fanMode": "low"},
        **_cool(),
    }
    house = await house_with(world, "Office", "AirConditioner", conditioner)
    assert house.state("climate.office").attributes["fan_modes"] == ["low"]
    assert await house.call("climate.turn_off", "climate.office") == [(*MODE_COMMAND, ["off"])]
    assert house.state("climate.office").state == HVACMode.OFF
    assert await house.call("climate.turn_on", "climate.office") == [(*MODE_COMMAND, ["fanOnly"])]


async def test_an_air_conditioner_with_two_setpoints_heats_to_one_of_them(world: World) -> None:
    """The modes dry and fan use the one for cooling."""
    conditioner: Readings = {
        "airConditionerMode": {
            "supportedAcModes": ["cool", "heat", "dry"],
            "airConditionerMode": "dry",
        },
        **_heat(19),
        **_cool(25),
    }
    house = await house_with(world, "Salon", "AirConditioner", conditioner)
    assert house.state("climate.salon").attributes["temperature"] == 25
    assert not house.state("climate.salon").attributes["supported_features"] & BOTH_WAYS
    heating: dict[str, Json] = {"temperature": 21, "hvac_mode": "heat"}
    assert await house.call("climate.set_temperature", "climate.salon", **heating) == [
        (*MODE_COMMAND, ["heat"]),
        ("main", "thermostatHeatingSetpoint", "setHeatingSetpoint", [21]),
    ]


# Heat pumps


async def test_a_zone_of_a_heat_pump_has_its_own_climate_entity(house: House) -> None:
    """Its limits are the device's, and in automatic mode the weather sets the temperature."""
    state = house.state(ZONE)
    assert state.state == HVACMode.HEAT
    assert state.attributes["hvac_modes"] == ["off", "auto", "cool", "heat"]
    assert (state.attributes["min_temp"], state.attributes["max_temp"]) == (16, 30)
    assert await house.call("climate.set_temperature", ZONE, temperature=22.5) == [
        ("INDOOR", "thermostatCoolingSetpoint", "setCoolingSetpoint", [22.5])
    ]
    await house.report(Devices.HEAT_PUMP, AC_MODE, "auto", component="INDOOR")
    state = house.state(ZONE)
    assert state.state == HVACMode.AUTO
    assert state.attributes["supported_features"] == BOTH_WAYS
    assert await house.call("climate.turn_off", ZONE) == [("INDOOR", "switch", "off", [])]
    assert house.state(ZONE).state == HVACMode.OFF
    assert await house.call("climate.set_hvac_mode", ZONE, hvac_mode="heat") == [
        ("INDOOR", "switch", "on", []),
        ("INDOOR", "airConditionerMode", "setAirConditionerMode", ["heat"]),
    ]
