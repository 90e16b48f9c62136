"""Handles the deliveries for the installed app of a config entry, loaded or not."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from ..cloud.api.errors import (
    CloudError,
    ForbiddenError,
    LoginLostError,
    NotFoundError,
    UnauthorizedError,
)
from ..cloud.delivery.events import (
    DeviceEvent,
    DeviceHealthEvent,
    DeviceLifecycleEvent,
    Event,
    HubHealthEvent,
    InstalledAppLifecycleEvent,
)
from ..cloud.delivery.lifecycle import EventDelivery, Install, Update
from ..const import (
    CONF_INSTALLED_APP_ID,
    CONF_LOCATION_ID,
    CONF_UNCONFIRMED,
    CONF_UNINSTALLED,
    DOMAIN,
)
from ..coordinator import Doubt
from ..issues.issue import Issue, end_issue
from ..issues.uninstalled import raise_uninstalled
from ..location.changes import Changes
from ..runtime import Runtime, SmartThingsConfigEntry, domain_data, entry_state
from .activity import fire_events
from .backlog import Backlog
from .follow_ups import TASK_NAME, FollowUps

_PART = 100
"""Events per turn of the event loop: they take a few milliseconds."""

_DIALOG_TIME = 2.0
"""Seconds until the browser has requested the next step of a dialog."""


def _device_of(event: Event) -> str | None:
    """Return the device id of an event, None if it has none."""
    match event:
        case DeviceEvent() | DeviceHealthEvent() | DeviceLifecycleEvent():
            return event.device_id
        case HubHealthEvent():
            return event.hub_id
    return None


class EntryDeliveries:
    """The owner of the deliveries for one entry (``webhook.owners.Owner``)."""

    def __init__(self, hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
        """Handle the deliveries for an entry; this object outlives each of its set-ups."""
        self.hass = hass
        self.entry = entry
        self._applying = asyncio.Lock()
        self._backlog = Backlog()
        self._follow_ups = FollowUps()

    @property
    def installed_app_id(self) -> str:
        """The installed app of the entry."""
        return str(self.entry.data[CONF_INSTALLED_APP_ID])

    @property
    def location_id(self) -> str:
        """The location of the entry."""
        return str(self.entry.data[CONF_LOCATION_ID])

    @property
    def _runtime(self) -> Runtime | None:
        loaded = self.entry.state is ConfigEntryState.LOADED
        return self.entry.runtime_data if loaded else None

    async def may_be_replaced(self) -> bool:
        """Return whether the user removed the SmartApp, or its login is lost.

        An UNINSTALL may not have arrived, so a loaded entry asks the cloud.
        """
        if self.entry.data.get(CONF_UNINSTALLED):
            return True
        if (runtime := self._runtime) is None:
            return self.entry.state is ConfigEntryState.SETUP_ERROR
        if runtime.parts.tokens.login_lost:
            return True
        try:
            await runtime.client.installed_app(self.installed_app_id)
        except LoginLostError, UnauthorizedError, ForbiddenError, NotFoundError:
            return True
        except CloudError:
            return False
        return False

    async def installed(self, delivery: Install | Update, *, dialog_open: bool) -> None:
        """Save the tokens of an INSTALL or UPDATE, which restores a lost login."""
        runtime = self._runtime
        same_app = delivery.installed_app.installed_app_id == self.installed_app_id
        access = entry_state(self.hass, self.entry).access
        access.know(delivery.installed_app.permissions)
        if runtime and same_app:
            await runtime.parts.tokens.replace(
                access_token=delivery.auth_token, refresh_token=delivery.refresh_token
            )
            runtime.parts.lifetime.start(self._read_after_update(runtime), TASK_NAME)
            return
        await domain_data(self.hass).tokens.save_delivery(delivery)
        self.hass.config_entries.async_update_entry(
            self.entry,
            data={
                **self.entry.data,
                CONF_INSTALLED_APP_ID: delivery.installed_app.installed_app_id,
                CONF_UNINSTALLED: False,
            },
        )
        self.hass.async_create_background_task(
            self._reload_entry(_DIALOG_TIME if dialog_open else 0), f"{DOMAIN} reload"
        )

    @staticmethod
    async def _read_after_update(runtime: Runtime) -> None:
        """Read permissions and devices after an UPDATE: the user may have changed them."""
        await runtime.parts.entry_state.access.read(runtime.client)
        runtime.parts.subscriptions.request()
        runtime.parts.heartbeat.request()
        runtime.parts.gaps.permissions_changed()
        await runtime.refresh()

    async def _reload_entry(self, delay: float) -> None:
        """Reload the entry after a delay; the reload ends the dialog of a re-authentication."""
        await asyncio.sleep(delay)
        if self.hass.config_entries.async_get_entry(self.entry.entry_id):
            self.hass.config_entries.async_schedule_reload(self.entry.entry_id)

    @callback
    def uninstalled(self) -> None:
        """Mark the entry and raise an issue; a delivery never deletes an entry."""
        if self.entry.data.get(CONF_UNINSTALLED):
            return
        self.hass.config_entries.async_update_entry(
            self.entry, data={**self.entry.data, CONF_UNINSTALLED: True}
        )
        raise_uninstalled(self.hass, self.entry)
        self.hass.config_entries.async_schedule_reload(self.entry.entry_id)

    async def events(self, delivery: EventDelivery, sent: datetime) -> None:
        """Apply the events of deliveries in order; reads are started in tasks.

        While the entry is not loaded, the events wait for the first poll of its next set-up.
        """
        entry_state(self.hass, self.entry).clock.taken()
        self.confirmed()
        async with self._applying:
            await self._apply_or_keep(delivery, sent)

    @callback
    def loaded(self) -> None:
        """Apply the deliveries that arrived while the entry was not loaded."""
        if self._backlog and (runtime := self._runtime):
            runtime.parts.lifetime.start(self._apply_backlog(), TASK_NAME)

    async def _apply_backlog(self) -> None:
        async with self._applying:
            for waiting in self._backlog.take():
                await self._apply_or_keep(*waiting)

    async def _apply_or_keep(self, delivery: EventDelivery, sent: datetime) -> None:
        """Apply a delivery in parts, so that it does not block the event loop."""
        for start in range(0, len(delivery.events), _PART):
            if start:
                await asyncio.sleep(0)
            if (runtime := self._runtime) is None:
                self._keep(replace(delivery, events=delivery.events[start:]), sent)
                return
            if delivery.auth_token:
                runtime.parts.tokens.offer_event_token(delivery.auth_token)
            self._apply(runtime, delivery.events[start : start + _PART], sent)

    def _keep(self, delivery: EventDelivery, sent: datetime) -> None:
        self._backlog.add(replace(delivery, events=self._of_location(delivery.events)), sent)
        # An entry whose set-up failed is marked now, not after its next set-up.
        if any(map(self._is_uninstall, delivery.events)):
            self.uninstalled()

    @callback
    def _apply(self, runtime: Runtime, delivered: Sequence[Event], sent: datetime) -> None:
        excluded = runtime.options.excluded
        ours = self._of_location(delivered)
        events = [event for event in ours if _device_of(event) not in excluded]
        known_scenes = runtime.scenes
        # First, so that a value that is pushed during an outage is shown.
        runtime.parts.coordinator.delivered()
        applied = runtime.parts.store.apply(events, sent)
        fire_events(runtime, applied.received, sent)
        # Events of excluded devices also show that push works.
        runtime.parts.missed_events.received(delivered)
        runtime.parts.heartbeat.received(delivered)
        runtime.parts.gaps.received(delivered)
        if applied.first_values:
            runtime.parts.signals.changed.send(Changes(changed=applied.first_values))
        if applied.contradicted:
            runtime.parts.coordinator.poll_soon()
        self._follow_ups.start(runtime, applied.received, sent, known_scenes)
        if any(self._is_uninstall(event) for event, _ in applied.received):
            self.uninstalled()

    def _of_location(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Return the events of this location; those of another one are dropped."""
        return tuple(event for event in events if event.location_id in ("", self.location_id))

    def _is_uninstall(self, event: Event) -> bool:
        return (
            isinstance(event, InstalledAppLifecycleEvent)
            and event.lifecycle == "DELETE"
            and event.installed_app_id == self.installed_app_id
        )

    @callback
    def confirmed(self) -> None:
        """Mark the address as confirmed by SmartThings."""
        if self.entry.data.get(CONF_UNCONFIRMED):
            data = {key: self.entry.data[key] for key in self.entry.data if key != CONF_UNCONFIRMED}
            self.hass.config_entries.async_update_entry(self.entry, data=data)
            end_issue(self.hass, self.entry, Issue.UNCONFIRMED, Issue.DELIVERIES_REFUSED)

    @callback
    def on_rejected(self) -> None:
        """Poll more often for a while: the rejected delivery may have been authentic."""
        if runtime := self._runtime:
            runtime.parts.coordinator.poll_more_often(Doubt.REJECTED)

    @callback
    def on_clock_skew(self, sent: datetime) -> None:
        """Check the clock: a delivery was rejected for its date."""
        entry_state(self.hass, self.entry).clock.on_clock_skew(sent)
