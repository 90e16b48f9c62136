"""Facts about appliances that several modules of the mapping use."""

from .descriptions.base import ComponentView, Need, Source
from .vocabulary import Attribute, Capability, Category

COOKING = (Category.COOKTOP, Category.MICROWAVE, Category.OVEN, Category.RANGE, Category.STOVE)
"""Categories of devices that cook."""

REMOTE_CONTROL = Need(
    source=Source(Capability.REMOTE_CONTROL_STATUS, Attribute.REMOTE_CONTROL_ENABLED),
    values=("true", True),
    error="remote_control_off",
)
"""Remote control is on. The owner turns it on at the appliance."""

_CONNECTION = Source(Capability.SAMSUNG_CE_CONNECTION_STATE, Attribute.CONNECTION_STATE)


def is_connected(view: ComponentView) -> bool:
    """Return whether a component is connected: a hood may be an appliance that is not paired."""
    return view.values.get(_CONNECTION) != "disconnected"
