"""Exceptions for devices that report wrong things about themselves, seen on Samsung appliances."""

import re
from collections.abc import Mapping

from .descriptions.base import Source
from .vocabulary import Attribute, Capability

KEPT_WHERE_KNOWN: Mapping[str, Source] = {
    source.capability: source
    for source in (
        Source(Capability.DRYER_OPERATING_STATE, Attribute.SUPPORTED_MACHINE_STATES),
        Source(Capability.SAMSUNG_CE_AIR_CONDITIONER_BEEP, Attribute.BEEP),
        Source(Capability.SAMSUNG_CE_AIR_CONDITIONER_LIGHTING, Attribute.LIGHTING),
        Source(Capability.WASHER_OPERATING_STATE, Attribute.SUPPORTED_MACHINE_STATES),
    )
}
"""Capabilities that devices list as disabled and use anyway, each with an attribute that has a
value if the capability is in use."""

NEVER_HIDDEN = frozenset({"lamp"})
"""Components that devices list as disabled and have anyway."""

_NUMBER = re.compile(r"-0*(\d+)$")


def plain_component(component: str) -> str:
    """Return a component id without leading zeros: ``burner-06`` is also ``burner-6``."""
    return _NUMBER.sub(r"-\1", component)
