"""What must hold before a command is sent, shared by the families."""

from .descriptions.base import Need, Source
from .vocabulary import Attribute, Capability

REMOTE_CONTROL = Need(
    source=Source(Capability.REMOTE_CONTROL_STATUS, Attribute.REMOTE_CONTROL_ENABLED),
    values=("true", True),
    error="remote_control_off",
)
"""The appliance takes commands from afar, which its owner allows at the appliance."""
