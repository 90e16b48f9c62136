"""Where devices say of themselves what is not so. Seen on Samsung's appliances."""

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
"""Capabilities that devices list as disabled and use all the same: an attribute that then has a
value."""

NEVER_HIDDEN = frozenset({"lamp"})
"""Components that devices list as disabled and have all the same."""

_NUMBER = re.compile(r"-0*(\d+)$")


def plain_component(component: str) -> str:
    """Return the id of a component without zeros: a range calls ``burner-06`` ``burner-6`` too."""
    return _NUMBER.sub(r"-\1", component)
