"""Where we show something else than Home Assistant's own integration, and why.

The table stands in ``docs/devices.md``; the parity test knows no other differences, and finds those
that are none any more.
"""

from typing import NamedTuple


class Difference(NamedTuple):
    """An aspect of an entity of core that is deliberately another here."""

    platform: str
    """Platform of core's entity."""
    capability: str
    """Capability of core's entity, or its platform again where it is made of several."""
    attribute: str
    """Attribute, or command of a button; empty where the entity is made of several."""
    aspect: str
    """``platform``, ``device class``, ``unit`` or ``state``; ``missing`` where we have none."""


_PLAYER = "the media player shows it, as its channel and title"
_VACUUM = "the vacuum shows it, as its state or fan speed"
_MACHINE = "a sensor shows the state; start, pause and cancel are buttons that say why they refuse"
_CLIMATE = "the air conditioner is a climate entity, also without a fan mode"

DIFFERENCES: dict[Difference, str] = {
    Difference(
        "binary_sensor", "custom.cooktopOperatingState", "cooktopOperatingState", "platform"
    ): ("the sensor beside it shows the same, and more"),
    Difference("button", "custom.supportedOptions", "setCourse", "missing"): (
        "a code of some models; the button Cancel drains too"
    ),
    Difference("cover", "cover", "", "device class"): "what SmartThings calls a blind is a blind",
    Difference(
        "media_player", "media_player", "", "device class"
    ): "a smart monitor is a television",
    Difference("select", "dishwasherOperatingState", "machineState", "platform"): _MACHINE,
    Difference("select", "dryerOperatingState", "machineState", "platform"): _MACHINE,
    Difference("select", "washerOperatingState", "machineState", "platform"): _MACHINE,
    Difference("select", "samsungce.lamp", "brightnessLevel", "platform"): (
        "the light of the lamp has the same levels"
    ),
    Difference("sensor", "airConditionerMode", "airConditionerMode", "platform"): _CLIMATE,
    Difference("sensor", "thermostatCoolingSetpoint", "coolingSetpoint", "platform"): _CLIMATE,
    Difference("sensor", "alarm", "alarm", "platform"): "a siren can be turned on, with its tones",
    Difference("sensor", "audioVolume", "volume", "platform"): "it can be set",
    Difference("sensor", "dishwasherOperatingState", "dishwasherJobState", "state"): (
        "without a job it says so, as a washer does"
    ),
    **{
        Difference("sensor", capability, "completionTime", "state"): (
            "a time that is over while nothing runs is no completion time"
        )
        for capability in (
            "dishwasherOperatingState",
            "dryerOperatingState",
            "ovenOperatingState",
            "washerOperatingState",
        )
    },
    Difference("sensor", "temperatureMeasurement", "temperature", "state"): (
        "what cooks measures nothing below freezing"
    ),
    Difference("sensor", "ovenSetpoint", "ovenSetpoint", "platform"): "it can be set",
    Difference("sensor", "robotCleanerCleaningMode", "robotCleanerCleaningMode", "platform"): (
        "it can be set"
    ),
    Difference("sensor", "robotCleanerMovement", "robotCleanerMovement", "platform"): _VACUUM,
    Difference("sensor", "robotCleanerTurboMode", "robotCleanerTurboMode", "platform"): _VACUUM,
    Difference("sensor", "threeAxis", "threeAxis", "unit"): "the unit is the device's own",
    Difference("sensor", "tvChannel", "tvChannel", "platform"): _PLAYER,
    Difference("sensor", "tvChannel", "tvChannelName", "platform"): _PLAYER,
    Difference("sensor", "voltageMeasurement", "voltage", "unit"): "volts, also while unknown",
    Difference("switch", "switch", "switch", "platform"): (
        "it turns on a light by its owner's word, a vacuum or an air conditioner, which show it"
    ),
    Difference("switch", "switch", "switch", "state"): "never reported is unknown, and not off",
}
