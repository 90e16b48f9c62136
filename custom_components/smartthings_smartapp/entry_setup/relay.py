"""Follows the connection to Home Assistant Cloud, by which the deliveries of a location come."""

import logging

from homeassistant.core import callback

from ..coordinator import LocationCoordinator
from ..location.gap import GapReader
from ..location.lifetime import Lifetime
from ..webhook.public_url import listen_to_cloud

_LOGGER = logging.getLogger(__name__)


class RelayWatch:
    """Notes when deliveries cannot arrive, and polls when they can again.

    SmartThings does not repeat a delivery that the relay could not pass on (platform
    reference 3.3).
    """

    def __init__(
        self, lifetime: Lifetime, coordinator: LocationCoordinator, gaps: GapReader
    ) -> None:
        """Watch for a location with a cloudhook."""
        self._hass, self._entry = lifetime.hass, lifetime.entry
        self._coordinator = coordinator
        self._gaps = gaps
        self._was_lost = False

    @callback
    def start(self) -> None:
        """Follow the connection until the entry is unloaded."""
        self._entry.async_on_unload(listen_to_cloud(self._hass, self._changed))

    @callback
    def _changed(self, connected: bool) -> None:  # noqa: FBT001 - the type of a listener
        if self._hass.is_stopping:  # Home Assistant Cloud disconnects, too.
            return
        if not connected:
            self._was_lost = True
            _LOGGER.info(
                "The connection to Home Assistant Cloud is lost, so updates of %s do not arrive",
                self._coordinator.name,
            )
            return
        if self._was_lost:
            self._was_lost = False
            _LOGGER.info(
                "The connection to Home Assistant Cloud is back, and with it updates of %s",
                self._coordinator.name,
            )
        self._coordinator.poll_after_gap()
        self._gaps.ended()
