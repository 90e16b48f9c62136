"""What of a device is SmartThings' own plumbing, and nothing that a user would want to see.

The rule, in short: what registers the device, what tells apps which parts of it they should offer,
and what only lists the values that another attribute may have. All else is shown.
"""

from collections.abc import Container, Iterable
from typing import Final

from ..cloud.json_types import Json, texts
from .descriptions.base import Source

_CAPABILITIES: Final = frozenset(
    {
        # The platform's own.
        "execute",
        "healthCheck",
        "ocf",
        # Its one command stands behind the action refresh.
        "refresh",
        # What drivers and the cloud arrange among themselves.
        "actuator",
        "bridge",
        "configuration",
        "custom.deviceReportStateConfiguration",
        "custom.ocfResourceVersion",
        "polling",
        "samsungce.kitchenModeSpecification",
        "samsungvd.deviceCategory",
        "sec.deviceConnectionState",
        "sensor",
        # How the device was registered, and how it is to be serviced.
        "samsungce.deviceIdentification",
        "samsungce.driverVersion",
        "samsungce.kitchenDeviceIdentification",
        "sec.diagnosticsInformation",
        "sec.wifiConfiguration",
        # Which parts of it apps should offer.
        "custom.disabledCapabilities",
        "custom.disabledComponents",
        "samsungce.quickControl",
        "samsungce.unavailableCapabilities",
        "samsungvd.supportsFeatures",
        "samsungvd.supportsPowerOnByOcf",
    }
)
_ATTRIBUTES: Final = frozenset(
    {"notificationTemplateID", "otnDUID", "referenceTable", "specializedFunctionClassification"}
)
"""Attributes that mean something to the maker's own app alone."""
_TEXT: Final = "Str"
"""Ending of an attribute that says again as a text what another says as a number."""
_LISTING: Final = ("supported", "available")
_RANGE: Final = "Range"
_COMMANDS: Final = ("Command", "Commands")


def is_internal_capability(capability: str) -> bool:
    """Return whether a capability is the platform's own."""
    return capability in _CAPABILITIES


def takes(capability: Iterable[tuple[str, Json]], command: str) -> bool:
    """Return whether a device knows a command, by the attributes of the command's capability.

    A capability that lists no commands has all of its definition.
    """
    lists = (
        texts(value)
        for attribute, value in capability
        if attribute.startswith(_LISTING[0]) and attribute.endswith(_COMMANDS)
    )
    return all(command in listed for listed in lists if listed)


def is_internal(source: Source, value: Json, reported: Container[Source]) -> bool:
    """Return whether an attribute says nothing to a person, or nothing that no other says."""
    attribute = source.attribute
    number = Source(source.capability, attribute.removesuffix(_TEXT))
    return (
        attribute in _ATTRIBUTES
        or lists_values(attribute, value)
        or (attribute.endswith(_TEXT) and number in reported)
    )


def lists_values(attribute: str, value: Json) -> bool:
    """Return whether an attribute lists what another may be: it is part of that one's entity."""
    named = attribute.startswith(_LISTING) or attribute.endswith(_RANGE)
    return named and (value is None or isinstance(value, list | dict))
