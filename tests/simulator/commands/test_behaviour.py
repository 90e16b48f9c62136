"""The effects of commands, and the commands that the platform rejects."""

from collections.abc import Callable

import pytest

from simulator.commands.behaviour import TABLE, effects
from simulator.devices.device import Json, JsonObject, Reading, Readings
from simulator.devices.home import Home
from simulator.devices.ids import Devices

from .commanding import after, make_command, make_gadget


class _Timeline:
    """Runs delayed effects when the test asks for it."""

    def __init__(self, home: Home) -> None:
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []
        self._now = 0.0
        home.call_later = self._call_later

    def _call_later(self, delay: float, action: Callable[[], None]) -> None:
        self._waiting.append((self._now + delay, len(self._waiting), action))

    def run(self, seconds: float) -> None:
        """Execute everything that is due within `seconds` from now."""
        self._now += seconds
        due = sorted(entry for entry in self._waiting if entry[0] <= self._now)
        self._waiting = [entry for entry in self._waiting if entry[0] > self._now]
        for _, _, action in due:
            action()


@pytest.fixture(name="timeline")
def timeline_fixture(home: Home) -> _Timeline:
    """Return the clock of the house, which only moves when the test runs it."""
    return _Timeline(home)


def _send(home: Home, device_id: str, capability: str, command: str, *arguments: Json) -> None:
    device = home.devices[device_id]
    home.apply(device_id, effects(device, make_command(capability, command, *arguments), 0))


@pytest.mark.parametrize(
    ("device_id", "command", "expected"),
    [
        (Devices.CEILING_LIGHT, make_command("switch", "off"), {"switch": "off"}),
        (
            Devices.BEDSIDE_DIMMER,
            make_command("switchLevel", "setLevel", 40, 2),
            {"level": 40, "switch": "on"},
        ),
        (
            Devices.CEILING_LIGHT,
            make_command("switchLevel", "setLevel", 0),
            {"level": 0, "switch": "off"},
        ),
        (
            Devices.FLOOR_LAMP,
            make_command("colorControl", "setColor", {"hue": 62.5, "saturation": 40}),
            {"hue": 62.5, "saturation": 40, "switch": "on"},
        ),
        (
            Devices.FLOOR_LAMP,
            make_command("colorControl", "setColor", {"hex": "#0000FF"}),
            {"hue": 66.67, "saturation": 100.0, "switch": "on"},
        ),
        (
            Devices.FLOOR_LAMP,
            make_command("colorControl", "setColor", {"saturation": 5}),
            {"saturation": 5, "switch": "on"},
        ),
        (Devices.FLOOR_LAMP, make_command("colorControl", "setHue", 12.5), {"hue": 12.5}),
        (
            Devices.KITCHEN_SPOTS,
            make_command("colorTemperature", "setColorTemperature", 3500),
            {"colorTemperature": 3500, "switch": "on"},
        ),
        (
            Devices.KITCHEN_SPOTS,
            make_command("colorTemperature", "setColorTemperature", 30000),
            {"colorTemperature": 6535, "switch": "on"},
        ),
        (Devices.COFFEE_PLUG, make_command("switch", "off"), {"switch": "off", "power": 0.0}),
        (Devices.COFFEE_PLUG, make_command("energyMeter", "resetEnergyMeter"), {"energy": 0}),
        (Devices.FRONT_LOCK, make_command("lock", "unlock"), {"lock": "unlocked"}),
        (Devices.FAN, make_command("switch", "on"), {"switch": "on", "fanSpeed": 1}),
        (Devices.FAN, make_command("switch", "off"), {"switch": "off", "fanSpeed": 0}),
        (Devices.FAN, make_command("fanSpeed", "setFanSpeed", 3), {"fanSpeed": 3, "switch": "on"}),
        (Devices.FAN, make_command("fanSpeed", "setFanSpeed", 0), {"fanSpeed": 0, "switch": "off"}),
        (Devices.WATER_VALVE, make_command("valve", "close"), {"valve": "closed"}),
        (Devices.SIREN, make_command("alarm", "both"), {"alarm": "both", "switch": "on"}),
        (Devices.TELEVISION, make_command("audioVolume", "volumeUp"), {"volume": 19}),
        (Devices.AIR_CONDITIONER, make_command("audioVolume", "volumeUp"), {"volume": 100}),
        (Devices.TELEVISION, make_command("audioMute", "setMute", "muted"), {"mute": "muted"}),
        (Devices.TELEVISION, make_command("mediaPlayback", "pause"), {"playbackStatus": "paused"}),
        (
            Devices.TELEVISION,
            make_command("samsungvd.mediaInputSource", "setInputSource", "HDMI2"),
            {"inputSource": "HDMI2", "tvChannel": "", "tvChannelName": ""},
        ),
        (
            Devices.TELEVISION,
            make_command("tvChannel", "setTvChannel", "12"),
            {"tvChannel": "12", "tvChannelName": ""},
        ),
        (
            Devices.TELEVISION,
            make_command("tvChannel", "channelUp"),
            {"tvChannel": "5", "tvChannelName": "Sport"},
        ),
        (
            Devices.TELEVISION,
            make_command("tvChannel", "channelDown"),
            {"tvChannel": "7", "tvChannelName": "Films"},
        ),
        (
            Devices.TELEVISION,
            make_command("custom.launchapp", "launchApp", "3201907018807"),
            {"tvChannel": "", "tvChannelName": "org.tizen.netflix-app"},
        ),
        (Devices.TELEVISION, make_command("custom.launchapp", "launchApp"), {}),
        (
            Devices.TELEVISION,
            make_command("samsungvd.ambient", "setAmbientOn"),
            {"tvChannel": "", "tvChannelName": "art"},
        ),
        (
            Devices.TELEVISION,
            make_command("samsungvd.remoteControl", "send", "MUTE"),
            {"mute": "muted"},
        ),
        (
            Devices.TELEVISION,
            make_command("samsungvd.remoteControl", "send", "HOME", "PRESSED"),
            {"tvChannel": "", "tvChannelName": ""},
        ),
        (
            Devices.TELEVISION,
            make_command("samsungvd.remoteControl", "send", "HOME", "RELEASED"),
            {},
        ),
        (Devices.TELEVISION, make_command("samsungvd.remoteControl", "send", "UP"), {}),
        (Devices.TELEVISION, make_command("execute", "execute", "/sec/networkaudio/woofer"), {}),
        (
            Devices.SOUNDBAR,
            make_command("samsungvd.audioInputSource", "setNextInputSource"),
            {"inputSource": "bluetooth"},
        ),
        (
            Devices.SOUNDBAR,
            make_command("audioNotification", "playTrack", "http://192.0.2.1/a.mp3", 30),
            {},
        ),
        (
            Devices.AIR_CONDITIONER,
            make_command("airConditionerMode", "setAirConditionerMode", "dry"),
            {"airConditionerMode": "dry"},
        ),
        (
            Devices.AIR_CONDITIONER,
            make_command("custom.thermostatSetpointControl", "raiseSetpoint"),
            {"coolingSetpoint": 25},
        ),
        (
            Devices.AIR_CONDITIONER,
            make_command("custom.dustFilter", "resetDustFilter"),
            {"dustFilterUsage": 0, "dustFilterStatus": "normal"},
        ),
        (
            Devices.AIR_CONDITIONER,
            make_command(
                "custom.airConditionerTropicalNightMode", "setAcTropicalNightModeLevel", 2
            ),
            {"acTropicalNightModeLevel": 2},
        ),
        (Devices.FRIDGE, make_command("samsungce.powerCool", "activate"), {"activated": True}),
        (Devices.FRIDGE, make_command("refrigeration", "setDefrost", "on"), {"defrost": "on"}),
        (Devices.REMOTE, make_command("refresh", "refresh"), {}),
        (
            Devices.WASHER,
            make_command("washerOperatingState", "setMachineState", "run"),
            {
                "machineState": "run",
                "operatingState": "running",
                "washerJobState": "wash",
                "switch": "on",
            },
        ),
        (
            Devices.WASHER,
            make_command("samsungce.washerOperatingState", "cancel"),
            {"operatingState": "ready", "machineState": "stop", "washerJobState": "none"},
        ),
        (
            Devices.WASHER,
            make_command("custom.washerSpinLevel", "setWasherSpinLevel", "800"),
            {"washerSpinLevel": "800"},
        ),
        (
            Devices.THERMOSTAT,
            make_command("thermostatMode", "off"),
            {"thermostatMode": "off", "thermostatOperatingState": "idle"},
        ),
        (
            Devices.THERMOSTAT,
            make_command("thermostatHeatingSetpoint", "setHeatingSetpoint", 24.5),
            {"heatingSetpoint": 24.5, "thermostatOperatingState": "heating"},
        ),
        (
            Devices.THERMOSTAT,
            make_command("thermostatFanMode", "fanCirculate"),
            {"thermostatFanMode": "circulate"},
        ),
    ],
)
def test_a_command_moves_its_attributes(
    home: Home, device_id: str, command: JsonObject, expected: dict[str, Json]
) -> None:
    assert after(home.devices[device_id], command) == expected


def test_a_thermostat_cools_above_its_setpoint(home: Home) -> None:
    thermostat = home.devices[Devices.THERMOSTAT]
    home.apply(Devices.THERMOSTAT, effects(thermostat, make_command("thermostatMode", "cool"), 0))

    state = after(thermostat, make_command("thermostatCoolingSetpoint", "setCoolingSetpoint", 18))

    assert state["thermostatOperatingState"] == "cooling"


def test_a_command_reaches_the_component_it_names(home: Home, timeline: _Timeline) -> None:
    relay = home.devices[Devices.RELAY]

    home.apply(
        relay.device_id, effects(relay, make_command("switch", "off", component="switch2"), 0)
    )
    timeline.run(0)

    assert relay.value("switch2", "switch", "switch") == "off"
    assert relay.value("main", "switch", "switch") == "off"


def test_component_and_arguments_have_defaults(home: Home) -> None:
    """The platform's own examples omit both."""
    command: JsonObject = {"capability": "switch", "command": "on"}

    [effect] = effects(home.devices[Devices.RELAY], command, 0)

    assert (effect.component, effect.value) == ("main", "on")


def test_a_garage_door_opens_after_a_while(home: Home, timeline: _Timeline) -> None:
    door = home.devices[Devices.GARAGE_DOOR]

    _send(home, Devices.GARAGE_DOOR, "doorControl", "open")
    timeline.run(0)
    moving = (
        door.value("main", "doorControl", "door"),
        door.value("main", "contactSensor", "contact"),
    )
    timeline.run(2)

    assert moving == ("opening", "closed")
    assert door.value("main", "doorControl", "door") == "open"
    assert door.value("main", "contactSensor", "contact") == "open"


def test_an_open_garage_door_only_says_so_again(home: Home) -> None:
    planned = effects(home.devices[Devices.GARAGE_DOOR], make_command("doorControl", "close"), 0)

    assert [(effect.value, effect.after) for effect in planned] == [
        ("closed", 0.0),
        ("closed", 0.0),
    ]


def test_a_shade_travels_and_arrives(home: Home, timeline: _Timeline) -> None:
    shade = home.devices[Devices.PATIO_SHADE]

    _send(home, Devices.PATIO_SHADE, "windowShadeLevel", "setShadeLevel", 40)
    timeline.run(0)
    moving = shade.value("main", "windowShade", "windowShade")
    timeline.run(0.7)
    halfway = shade.value("main", "windowShadeLevel", "shadeLevel")
    timeline.run(1)

    assert (moving, halfway) == ("closing", 70)
    assert shade.value("main", "windowShadeLevel", "shadeLevel") == 40
    assert shade.value("main", "windowShade", "windowShade") == "partially open"


def test_a_shade_that_is_stopped_does_not_arrive(home: Home, timeline: _Timeline) -> None:
    shade = home.devices[Devices.PATIO_SHADE]

    _send(home, Devices.PATIO_SHADE, "windowShade", "close")
    timeline.run(0)
    timeline.run(1.1)
    _send(home, Devices.PATIO_SHADE, "windowShade", "pause")
    timeline.run(0)
    timeline.run(5)

    assert shade.value("main", "windowShadeLevel", "shadeLevel") == 50
    assert shade.value("main", "windowShade", "windowShade") == "partially open"


def test_a_shade_goes_to_its_preset(home: Home, timeline: _Timeline) -> None:
    _send(home, Devices.PATIO_SHADE, "windowShadePreset", "setPresetPosition", 20)
    timeline.run(0)
    _send(home, Devices.PATIO_SHADE, "windowShadePreset", "presetPosition")
    timeline.run(2)

    shade = home.devices[Devices.PATIO_SHADE]
    assert shade.value("main", "windowShadeLevel", "shadeLevel") == 20


def test_an_open_shade_stays_where_it_is(home: Home) -> None:
    state = after(home.devices[Devices.PATIO_SHADE], make_command("windowShade", "open"))

    assert state == {"shadeLevel": 100, "windowShade": "open"}


def test_a_shade_without_its_own_level_uses_the_switch_level() -> None:
    """Some drivers have the position of a shade there."""
    shade = make_gadget({"windowShade": {"windowShade": "closed"}, "switchLevel": {"level": 0}})

    state = after(shade, make_command("switchLevel", "setLevel", 30))

    assert state == {"level": 30, "windowShade": "partially open"}


def test_two_changes_of_one_capability_both_happen(home: Home, timeline: _Timeline) -> None:
    """A request may contain both setHue and setSaturation."""
    _send(home, Devices.FLOOR_LAMP, "colorControl", "setHue", 20)
    _send(home, Devices.FLOOR_LAMP, "colorControl", "setSaturation", 30)
    timeline.run(0)

    lamp = home.devices[Devices.FLOOR_LAMP]
    assert lamp.value("main", "colorControl", "hue") == 20
    assert lamp.value("main", "colorControl", "saturation") == 30


def test_a_robot_goes_home_and_charges(home: Home, timeline: _Timeline) -> None:
    robot = home.devices[Devices.ROBOT_VACUUM]

    _send(
        home,
        Devices.ROBOT_VACUUM,
        "robotCleanerCleaningMode",
        "setRobotCleanerCleaningMode",
        "auto",
    )
    timeline.run(0)
    cleaning = robot.value("main", "samsungce.robotCleanerOperatingState", "operatingState")
    switched = robot.value("main", "switch", "switch")
    _send(
        home,
        Devices.ROBOT_VACUUM,
        "robotCleanerCleaningMode",
        "setRobotCleanerCleaningMode",
        "stop",
    )
    timeline.run(0)
    homing = robot.value("main", "robotCleanerMovement", "robotCleanerMovement")
    timeline.run(2)

    assert (cleaning, switched, homing) == ("cleaning", "on", "homing")
    assert robot.value("main", "robotCleanerMovement", "robotCleanerMovement") == "charging"
    assert robot.value("main", "switch", "switch") == "off"


def test_a_hub_installs_the_firmware_on_offer(home: Home, timeline: _Timeline) -> None:
    hub = home.devices[Devices.HUB]

    _send(home, Devices.HUB, "firmwareUpdate", "updateFirmware")
    timeline.run(0)
    state = hub.value("main", "firmwareUpdate", "state")
    timeline.run(1)

    assert state == "updateInProgress"
    assert hub.value("main", "firmwareUpdate", "currentVersion") == "000.059.00004"
    assert hub.value("main", "firmwareUpdate", "updateAvailable") is False
    assert hub.value("main", "firmwareUpdate", "state") == "normalOperation"


def test_nothing_is_installed_where_nothing_is_on_offer() -> None:
    gadget = make_gadget({"firmwareUpdate": {"availableVersion": None}})

    assert effects(gadget, make_command("firmwareUpdate", "updateFirmware"), 0) == []


def test_inputs_without_a_list_do_not_cycle() -> None:
    gadget = make_gadget({"samsungvd.audioInputSource": {"inputSource": "wifi"}})

    command = make_command("samsungvd.audioInputSource", "setNextInputSource")
    assert effects(gadget, command, 0) == []


def test_an_unknown_input_cycles_to_the_first() -> None:
    readings: Readings = {
        "samsungvd.audioInputSource": {"inputSource": "x", "supportedInputSources": ["a", "b"]}
    }

    command = make_command("samsungvd.audioInputSource", "setNextInputSource")
    assert after(make_gadget(readings), command) == {"inputSource": "a"}


def test_demand_response_is_started_and_overridden(home: Home, timeline: _Timeline) -> None:
    conditioner = home.devices[Devices.AIR_CONDITIONER]
    capability = "demandResponseLoadControl"

    _send(
        home,
        Devices.AIR_CONDITIONER,
        capability,
        "requestDrlcAction",
        1,
        2,
        "2026-11-24T12:00:00Z",
        60,
    )
    timeline.run(0)
    _send(home, Devices.AIR_CONDITIONER, capability, "overrideDrlcAction", *(True,))
    timeline.run(0)

    assert conditioner.value("main", capability, "drlcStatus") == {
        "drlcType": 1,
        "drlcLevel": 2,
        "start": "2026-11-24T12:00:00Z",
        "duration": 60,
        "override": True,
    }


def test_a_device_without_a_list_takes_any_word() -> None:
    """Many devices report null instead of the list."""
    gadget = make_gadget({"airConditionerMode": {"supportedAcModes": None}})

    command = make_command("airConditionerMode", "setAirConditionerMode", "turboCool")
    assert after(gadget, command) == {"airConditionerMode": "turboCool"}


def test_a_bulb_without_a_range_takes_the_temperature_as_it_is() -> None:
    gadget = make_gadget({"colorTemperature": {"colorTemperature": Reading(value=1)}})

    command = make_command("colorTemperature", "setColorTemperature", 9000)
    assert after(gadget, command) == {"colorTemperature": 9000}


# Read-only capabilities of the house.
_SENSORS = {
    "airQualitySensor",
    "audioTrackData",
    "battery",
    "bridge",
    "button",
    "carbonDioxideMeasurement",
    "carbonMonoxideDetector",
    "chargingState",
    "contactSensor",
    "currentMeasurement",
    "custom.accessibility",
    "custom.cooktopOperatingState",
    "custom.disabledCapabilities",
    "custom.disabledComponents",
    "custom.error",
    "custom.ovenCavityStatus",
    "custom.recording",
    "custom.tvsearch",
    "dustSensor",
    "evseState",
    "fineDustSensor",
    "illuminanceMeasurement",
    "motionSensor",
    "objectDetection",
    "powerConsumptionReport",
    "powerMeter",
    "powerSource",
    "presenceSensor",
    "relativeHumidityMeasurement",
    "remoteControlStatus",
    "samsungce.cleanStationStickStatus",
    "samsungce.cooktopHeatingPower",
    "samsungce.doorState",
    "samsungce.driverVersion",
    "samsungce.ehsThermostat",
    "samsungce.fridgeIcemakerOperatingState",
    "samsungce.kidsLock",
    # Its commands edit maps, which nothing does.
    "samsungce.robotCleanerMapList",
    "samsungce.stickCleanerStatus",
    "samsungce.stickCleanerStickStatus",
    "samsungce.surfaceResidualHeat",
    # Its commands take pictures that a SmartApp cannot read.
    "samsungce.viewInside",
    "samsungvd.thingStatus",
    "smokeDetector",
    "tamperAlert",
    "temperatureMeasurement",
    "thermostatOperatingState",
    "tvocMeasurement",
    "voltageMeasurement",
    "waterSensor",
}


def test_the_table_knows_every_capability_of_the_house_that_takes_commands(home: Home) -> None:
    capabilities = {
        capability
        for device in home.devices.values()
        for component in device.status.values()
        for capability in component
    }

    assert capabilities - set(TABLE) == _SENSORS
