"""Intended differences from Home Assistant's own integration, and the reason for each.

The table is in ``docs/devices/by-capability.md``. The parity test allows no other differences, and
fails for a row that is no difference any more.
"""

from typing import NamedTuple


class Difference(NamedTuple):
    """An aspect of an entity of core that is different here on purpose."""

    platform: str
    """Platform of core's entity."""
    capability: str
    """Capability of core's entity, or its platform if it has several capabilities."""
    attribute: str
    """Attribute, or command of a button; empty if the entity has several capabilities."""
    aspect: str
    """``platform``, ``device class``, ``unit`` or ``state``; ``missing`` if we have no such entity.
    """


_ALARM = "an alarm is a binary sensor"
_PLAYER = "the media player shows it as channel and title"
_VACUUM = "the vacuum shows it as state or fan speed"
_MACHINE = "a sensor shows the state, and buttons start, pause and cancel with clear errors"
_CLIMATE = "the air conditioner is a climate entity even without a fan mode"

DIFFERENCES: dict[Difference, str] = {
    Difference(
        "binary_sensor", "custom.cooktopOperatingState", "cooktopOperatingState", "platform"
    ): ("a sensor shows this and more states"),
    Difference("button", "custom.supportedOptions", "setCourse", "missing"): (
        "only some models accept its code; the button Cancel also drains"
    ),
    **{
        Difference("button", capability, command, "state"): (
            "it is unavailable while the appliance would reject it"
        )
        for capability, commands in (
            ("ovenOperatingState", ("stop",)),
            ("samsungce.dishwasherOperation", ("cancel", "pause", "resume", "start")),
        )
        for command in commands
    },
    **dict.fromkeys(
        (
            Difference("sensor", "energyMeter", "energy", "unit"),
            Difference("sensor", "energyMeter", "energy", "state"),
        ),
        "it is in kWh also if the device reports Wh",
    ),
    Difference("cover", "cover", "", "device class"): "the category Blind becomes the class blind",
    Difference(
        "media_player", "media_player", "", "device class"
    ): "a smart monitor has the class of a television",
    Difference("select", "dishwasherOperatingState", "machineState", "platform"): _MACHINE,
    Difference("select", "dryerOperatingState", "machineState", "platform"): _MACHINE,
    Difference("select", "washerOperatingState", "machineState", "platform"): _MACHINE,
    Difference("select", "samsungce.lamp", "brightnessLevel", "platform"): (
        "the light entity of the lamp has the same levels"
    ),
    Difference(
        "climate", "climate", "", "state"
    ): "the current mode is shown, also if it is not listed as supported",
    Difference(
        "media_player", "media_player", "", "state"
    ): "a television that reports playing is shown as playing",
    Difference("sensor", "airConditionerMode", "airConditionerMode", "platform"): _CLIMATE,
    Difference("sensor", "thermostatCoolingSetpoint", "coolingSetpoint", "platform"): _CLIMATE,
    Difference(
        "sensor", "alarm", "alarm", "platform"
    ): "a siren entity can be turned on with a tone",
    Difference("sensor", "audioVolume", "volume", "platform"): "an entity that can be set shows it",
    Difference("sensor", "dishwasherOperatingState", "dishwasherJobState", "state"): (
        "without a job the state is none, as for a washer"
    ),
    **{
        Difference("sensor", capability, "completionTime", "state"): (
            "a past time is unknown while nothing runs"
        )
        for capability in (
            "dishwasherOperatingState",
            "dryerOperatingState",
            "ovenOperatingState",
            "washerOperatingState",
        )
    },
    Difference("sensor", "carbonMonoxideDetector", "carbonMonoxide", "platform"): _ALARM,
    Difference("sensor", "smokeDetector", "smoke", "platform"): _ALARM,
    Difference(
        "sensor", "powerSource", "powerSource", "device class"
    ): "the possible values are known",
    Difference("sensor", "thermostatHeatingSetpoint", "heatingSetpoint", "platform"): (
        "a thermostat is a climate entity, also without a mode"
    ),
    Difference("sensor", "temperatureMeasurement", "temperature", "unit"): (
        "degrees of the location, also while unknown"
    ),
    Difference("sensor", "temperatureMeasurement", "temperature", "state"): (
        "a temperature below freezing is invalid for a cooking appliance"
    ),
    Difference(
        "sensor", "ovenSetpoint", "ovenSetpoint", "platform"
    ): "an entity that can be set shows it",
    Difference("sensor", "robotCleanerCleaningMode", "robotCleanerCleaningMode", "platform"): (
        "an entity that can be set shows it"
    ),
    Difference("sensor", "robotCleanerMovement", "robotCleanerMovement", "platform"): _VACUUM,
    Difference("sensor", "robotCleanerTurboMode", "robotCleanerTurboMode", "platform"): _VACUUM,
    Difference("sensor", "threeAxis", "threeAxis", "unit"): "each device uses its own unit",
    Difference("sensor", "tvChannel", "tvChannel", "platform"): _PLAYER,
    Difference("sensor", "tvChannel", "tvChannelName", "platform"): _PLAYER,
    Difference(
        "sensor", "voltageMeasurement", "voltage", "unit"
    ): "the unit is volts even while the value is unknown",
    Difference("switch", "switch", "switch", "platform"): (
        "the light (by the category that the user chose), vacuum or air conditioner shows it"
    ),
    Difference(
        "switch", "switch", "switch", "state"
    ): "a value that was never reported is unknown, not off",
    Difference("switch", "switch", "switch", "device class"): "a plug has the class outlet",
    Difference("valve", "valve", "", "device class"): "an irrigation valve has the class water",
}
