"""What does not fit into the subscriptions: the user is notified where it matters.

An installed app may have 40 (platform reference 6.3). Settings and diagnostics that are polled are
no reason to tell anybody.
"""

from datetime import timedelta
from typing import Final

from homeassistant.core import Event, callback
from homeassistant.helpers import entity_registry as er

from ..cloud.subscription_plan import Plan
from ..location.entity_loader import HARDLY_URGENT
from ..runtime import Runtime
from .issue import Issue, set_issue

_NAMED: Final = 20
"""Devices whose names a notice bears."""
_SETTLED: Final = 3.0
"""Seconds after which nobody switches one more entity on or off: each plan may cost calls."""
_MINUTE: Final = timedelta(minutes=1)


class SubscriptionLimitWatch:
    """Follows the plan, and the entities that the user switches on, or off to make room."""

    def __init__(self, runtime: Runtime) -> None:
        """Watch for a loaded entry."""
        self._runtime = runtime
        self._replans = False

    @callback
    def start(self) -> None:
        """Watch until the entry is unloaded."""
        runtime = self._runtime
        runtime.entry.async_on_unload(
            runtime.hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_updated)
        )

    @callback
    def _registry_updated(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Plan again once entities are switched on or off."""
        if event.data["action"] != "update" or "disabled_by" not in event.data["changes"]:
            return
        entity = er.async_get(self._runtime.hass).async_get(event.data["entity_id"])
        ours = entity and entity.config_entry_id == self._runtime.entry.entry_id
        if ours and not self._replans:
            self._replans = True
            self._runtime.lifetime.after(_SETTLED, self._replan, "plan subscriptions")

    @callback
    def _replan(self) -> None:
        self._replans = False
        self._runtime.subscriptions.replan()

    @callback
    def update(self, plan: Plan) -> None:
        """Raise the issue for another plan, or end it.

        A location without an address is polled as a whole and as often as that needs: there is
        nothing that the user could make room for.
        """
        runtime = self._runtime
        crowded = plan.polled and runtime.subscriptions.delivers
        urgency = runtime.loader.pairs() if crowded else {}
        waiting = {pair.device_id for pair in plan.polled if urgency.get(pair, 0) > HARDLY_URGENT}
        devices = runtime.store.devices
        names = sorted(devices[key].device.label for key in waiting if key in devices)
        set_issue(
            runtime.hass,
            runtime.entry,
            Issue.POLLED_DEVICES,
            raised=bool(names),
            count=str(len(names)),
            devices=", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else ""),
            ceiling=str(runtime.subscriptions.ceiling),
            minutes=f"{runtime.options.longest_interval / _MINUTE:.0f}",
        )
