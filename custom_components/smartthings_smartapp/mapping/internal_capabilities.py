"""Capabilities and attributes that are internal to SmartThings and so not shown.

They register the device, or control what apps offer, or only list the values of another attribute.
Everything else is shown.
"""

from collections.abc import Container, Iterable
from typing import Final

from ..cloud.json_types import Json, texts
from .descriptions.base import Source
from .vocabulary import Attribute, Capability

DISABLED_CAPABILITIES: Final = Source(
    Capability.CUSTOM_DISABLED_CAPABILITIES, Attribute.DISABLED_CAPABILITIES
)
"""Lists the capabilities that a component does not use (platform reference 8.2)."""

_CAPABILITIES: Final = frozenset(
    {
        # Used by the platform itself.
        "execute",
        "healthCheck",
        "ocf",
        # The action ``refresh`` sends its only command.
        "refresh",
        # Used between drivers and the cloud.
        "actuator",
        "bridge",
        "configuration",
        "custom.deviceReportStateConfiguration",
        "custom.ocfResourceVersion",
        "polling",
        "logTrigger",
        "samsungce.kitchenModeSpecification",
        "samsungce.robotCleanerAvpRegistration",
        "samsungce.robotCleanerFeatureVisibility",
        "samsungce.robotCleanerMapMetadata",
        "samsungvd.deviceCategory",
        # Both sides of a connection for video, with addresses of the home.
        "webrtc",
        "sec.calmConnectionCare",
        "sec.deviceConnectionState",
        "sensor",
        # Registration and service of the device.
        "samsungce.deviceIdentification",
        "samsungce.driverVersion",
        "samsungce.kitchenDeviceIdentification",
        "sec.diagnosticsInformation",
        "sec.wifiConfiguration",
        # Its only value is ``connected``.
        "tag.updatedInfo",
        # What apps offer of the device.
        DISABLED_CAPABILITIES.capability,
        "custom.disabledComponents",
        "samsungce.quickControl",
        "samsungce.unavailableCapabilities",
        "samsungvd.supportsFeatures",
        "samsungvd.supportsPowerOnByOcf",
    }
)
_ATTRIBUTES: Final = frozenset(
    {
        "drMaxDuration",
        "energyType",
        "energyUsageMax",
        "groupId",
        "groupPrimaryDeviceId",
        "notificationTemplateID",
        "obsoleted",
        "otnDUID",
        "referenceTable",
        "reservable",
        "settableMaxFanSpeed",
        "settableMinFanSpeed",
        "specializedFunctionClassification",
        "supportRepeatMode",
        "targetModule",
        "waterUsageMax",
    }
)
"""Attributes that only the app of the manufacturer uses."""
_OFFERS: Final = ("Support", "FilterResetType", "FilterUsageStep")
"""Endings of attributes that say what another attribute can do: whether a device has an energy
saving mode, whether a filter is washed or replaced, in which steps its usage is counted."""
_REPEATED: Final = {Source("samsungce.toggleSwitch", "switch"): Source("switch", "switch")}
"""Attributes that repeat another one, if the component has it."""
_TEXT: Final = "Str"
"""Ending of an attribute that repeats a number as text."""
_LISTING: Final = ("supported", "available")
_RANGE: Final = "Range"
_COMMANDS: Final = ("Command", "Commands")


def is_internal_capability(capability: str) -> bool:
    """Return whether a capability is internal to SmartThings."""
    return capability in _CAPABILITIES


def takes(capability: Iterable[tuple[str, Json]], command: str) -> bool:
    """Return whether a device supports a command, from the attributes of its capability.

    A capability that lists no commands supports all.
    """
    lists = (
        texts(value)
        for attribute, value in capability
        if attribute.startswith(_LISTING[0]) and attribute.endswith(_COMMANDS)
    )
    return all(command in listed for listed in lists if listed)


def is_internal(source: Source, value: Json, reported: Container[Source]) -> bool:
    """Return whether an attribute has no meaning for people, or repeats another attribute."""
    attribute = source.attribute
    number = Source(source.capability, attribute.removesuffix(_TEXT))
    return (
        attribute in _ATTRIBUTES
        or attribute.endswith(_OFFERS)
        or lists_values(attribute, value)
        or (attribute.endswith(_TEXT) and number in reported)
        or (source in _REPEATED and _REPEATED[source] in reported)
    )


def lists_values(attribute: str, value: Json) -> bool:
    """Return whether an attribute lists the values of another, whose entity uses it."""
    named = attribute.startswith(_LISTING) or attribute.endswith(_RANGE)
    return named and (value is None or isinstance(value, list | dict))
