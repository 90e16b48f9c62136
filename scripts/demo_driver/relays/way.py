"""What a way from the simulated cloud to Home Assistant needs of both."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How Home Assistant and the simulator are configured for a way."""

    external_url: str
    """The external URL of Home Assistant, without a trailing slash."""
    http: tuple[str, ...] = ()
    """More lines of the block ``http:``, each with its indentation."""
    configuration: tuple[str, ...] = ()
    """More lines of the ``configuration.yaml``, outside of other blocks."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """More environment variables of both programs."""
    steps: str = ""
    """What the user can do on this way; printed after the addresses."""
