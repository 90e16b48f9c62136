"""What a config entry does with the deliveries for its installed app, loaded or not."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from typing import Final

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
    ModeEvent,
    SceneLifecycleEvent,
    SecurityArmStateEvent,
)
from ..cloud.delivery.lifecycle import EventDelivery, Install, Update
from ..cloud.models import Scene
from ..const import (
    CONF_INSTALLED_APP_ID,
    CONF_LOCATION_ID,
    CONF_UNCONFIRMED,
    CONF_UNINSTALLED,
    DOMAIN,
)
from ..coordinator import Doubt
from ..issues.issue import Issue, end_issue, raise_issue
from ..location.changes import Changes, Heard
from ..runtime import Runtime, SmartThingsConfigEntry, entry_state
from ..storage.tokens import save_tokens
from .activity import fire_events, fire_mode, fire_scene_changes

_PART = 100
"""Events of a delivery that are applied in one go: a few milliseconds."""

_MAX_WAITING: Final = 200
"""Deliveries that are kept while the entry is not loaded: those of minutes in a busy home."""

_FOLLOW_UP = "delivery follow-up"

_DIALOG_TIME = 2.0
"""Seconds in which a browser asks for the next step of a dialog."""


class _FollowUp(Enum):
    """What an event asks for beyond the store; asked for once per delivery."""

    READ_HOME = auto()
    READ_MODES = auto()
    READ_SCENES = auto()
    UNINSTALL = auto()


_GONE = frozenset({"DELETE", "MOVE_FROM"})


def _device_of(event: Event) -> str | None:
    """Return the device of an event, None where it has none."""
    match event:
        case DeviceEvent() | DeviceHealthEvent() | DeviceLifecycleEvent():
            return event.device_id
        case HubHealthEvent():
            return event.hub_id
    return None


def _happened(delivery: EventDelivery, sent: datetime) -> datetime:
    """Return when the only event of a delivery happened."""
    return delivery.events[0].time or sent


class EntryDeliveries:
    """The owner of the deliveries of one entry (``owners.Owner``)."""

    def __init__(self, hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
        """Speak for the entry."""
        self.hass = hass
        self.entry = entry
        self._applying = asyncio.Lock()
        # The oldest are dropped: the first poll of the next set-up brings what they reported.
        self._waiting: deque[tuple[EventDelivery, datetime]] = deque(maxlen=_MAX_WAITING)
        """Deliveries that came while the entry was not loaded, and when each was sent."""
        self._waiting_security: tuple[EventDelivery, datetime] | None = None
        """The last state of the security of those: no poll brings it, and what it was before that
        is not to arm or disarm anything now."""
        self._renamed: dict[str, str] = {}
        """The last reported name of each scene, by id."""

    @property
    def installed_app_id(self) -> str:
        """The installed app whose deliveries are the entry's."""
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

        An UNINSTALL may have been lost, so a loaded entry asks SmartThings.
        """
        if self.entry.data.get(CONF_UNINSTALLED):
            return True
        if (runtime := self._runtime) is None:
            return self.entry.state is ConfigEntryState.SETUP_ERROR
        if runtime.tokens.login_lost:
            return True
        try:
            await runtime.client.installed_app(self.installed_app_id)
        except LoginLostError, UnauthorizedError, ForbiddenError, NotFoundError:
            return True
        except CloudError:
            return False
        return False

    async def installed(self, delivery: Install | Update, *, dialog_open: bool) -> None:
        """Take over the tokens of an INSTALL or UPDATE, which heals a lost login."""
        runtime = self._runtime
        same_app = delivery.installed_app.installed_app_id == self.installed_app_id
        access = entry_state(self.hass, self.entry).access
        access.know(delivery.installed_app.permissions)
        if runtime and same_app:
            await runtime.tokens.replace(
                access_token=delivery.auth_token, refresh_token=delivery.refresh_token
            )
            runtime.lifetime.start(self._look_again(runtime), _FOLLOW_UP)
            return
        await save_tokens(self.hass, delivery)
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
    async def _look_again(runtime: Runtime) -> None:
        """Follow an UPDATE: the user may have changed what we may do."""
        await runtime.entry_state.access.read(runtime.client)
        runtime.subscriptions.request()
        await runtime.coordinator.async_request_refresh()

    async def _reload_entry(self, delay: float) -> None:
        """Reload the entry, which ends its re-authentication: so let the dialog end it first."""
        await asyncio.sleep(delay)
        if self.hass.config_entries.async_get_entry(self.entry.entry_id):  # Not removed by now.
            self.hass.config_entries.async_schedule_reload(self.entry.entry_id)

    @callback
    def uninstalled(self) -> None:
        """Mark the entry and ask the user; a delivery never deletes an entry."""
        if self.entry.data.get(CONF_UNINSTALLED):
            return
        self.hass.config_entries.async_update_entry(
            self.entry, data={**self.entry.data, CONF_UNINSTALLED: True}
        )
        raise_issue(self.hass, self.entry, Issue.UNINSTALLED)
        self.hass.config_entries.async_schedule_reload(self.entry.entry_id)

    async def events(self, delivery: EventDelivery, sent: datetime) -> None:
        """Apply the events, one delivery after the other; what takes time follows later.

        While the entry is not loaded, they wait for the first poll of its next set-up.
        """
        entry_state(self.hass, self.entry).clock.taken()
        self.confirmed()
        async with self._applying:
            await self._apply_or_keep(delivery, sent)

    @callback
    def loaded(self) -> None:
        """Apply the deliveries that came while the entry was not loaded."""
        if (self._waiting or self._waiting_security) and (runtime := self._runtime):
            runtime.lifetime.start(self._apply_waiting(), _FOLLOW_UP)

    async def _apply_waiting(self) -> None:
        async with self._applying:
            if security := self._waiting_security:
                self._waiting_security = None
                await self._apply_or_keep(*security)
            for _ in range(len(self._waiting)):
                await self._apply_or_keep(*self._waiting.popleft())

    async def _apply_or_keep(self, delivery: EventDelivery, sent: datetime) -> None:
        """Apply a delivery in parts, so that nothing else has to wait for all of it."""
        for start in range(0, len(delivery.events), _PART):
            if start:
                await asyncio.sleep(0)
            if (runtime := self._runtime) is None:
                self._keep(replace(delivery, events=delivery.events[start:]), sent)
                return
            if delivery.auth_token:
                runtime.tokens.offer_event_token(delivery.auth_token)
            self._apply(runtime, delivery.events[start : start + _PART], sent)

    def _keep(self, delivery: EventDelivery, sent: datetime) -> None:
        security = [item for item in delivery.events if isinstance(item, SecurityArmStateEvent)]
        for event in self._of_location(security):
            self._keep_security(replace(delivery, events=(event,)), sent)
        if others := [item for item in delivery.events if item not in security]:
            self._waiting.append((replace(delivery, events=tuple(others)), sent))
        # An entry that failed to set up is not to wait for its next set-up to learn this.
        if any(map(self._is_uninstall, delivery.events)):
            self.uninstalled()

    def _keep_security(self, delivery: EventDelivery, sent: datetime) -> None:
        known = self._waiting_security
        if known is None or _happened(delivery, sent) >= _happened(*known):
            self._waiting_security = (delivery, sent)

    @callback
    def _apply(self, runtime: Runtime, delivered: Sequence[Event], sent: datetime) -> None:
        left_out = runtime.options.left_out
        ours = self._of_location(delivered)
        events = [event for event in ours if _device_of(event) not in left_out]
        known = runtime.store.scenes
        # First, so that what is pushed during an outage is shown.
        runtime.coordinator.delivered()
        heard = runtime.store.apply(events, sent)
        fire_events(runtime, heard, sent)
        # Those of excluded devices show that events arrive, too.
        runtime.missed_events.heard(delivered)
        if grown := runtime.store.take_grown():
            runtime.home_changed(Changes(changed=grown))
        if runtime.store.take_contradicted():
            runtime.coordinator.read_soon()
        asked = {self._follow_up(runtime, item, sent) for item in heard}
        if _FollowUp.READ_HOME in asked:
            runtime.lifetime.start(runtime.coordinator.async_request_refresh(), _FOLLOW_UP)
        if _FollowUp.READ_SCENES in asked:
            runtime.lifetime.start(self._read_scenes(runtime, heard, known), _FOLLOW_UP)
        if _FollowUp.READ_MODES in asked:
            runtime.lifetime.start(self._read_modes(runtime, heard), _FOLLOW_UP)
        if _FollowUp.UNINSTALL in asked:
            self.uninstalled()

    def _of_location(self, events: Sequence[Event]) -> Sequence[Event]:
        """Drop events that name another location."""
        return [event for event in events if event.location_id in ("", self.location_id)]

    def _is_uninstall(self, event: Event) -> bool:
        return (
            isinstance(event, InstalledAppLifecycleEvent)
            and event.lifecycle == "DELETE"
            and event.installed_app_id == self.installed_app_id
        )

    @callback
    def confirmed(self) -> None:
        """Take back that the address may not be confirmed."""
        if self.entry.data.get(CONF_UNCONFIRMED):
            data = {key: self.entry.data[key] for key in self.entry.data if key != CONF_UNCONFIRMED}
            self.hass.config_entries.async_update_entry(self.entry, data=data)
            end_issue(self.hass, self.entry, Issue.UNCONFIRMED, Issue.DELIVERIES_REFUSED)

    @callback
    def on_rejected(self) -> None:
        """Poll more often for a while: a true delivery may have been refused."""
        if runtime := self._runtime:
            runtime.coordinator.poll_more_often(Doubt.REFUSED)

    @callback
    def on_clock_skew(self, sent: datetime) -> None:
        """Look at the clock: a delivery was refused for its date."""
        entry_state(self.hass, self.entry).clock.on_clock_skew(sent)

    def _follow_up(self, runtime: Runtime, heard: Heard, sent: datetime) -> _FollowUp | None:
        event, fresh = heard
        match event:
            case DeviceLifecycleEvent() if event.lifecycle in _GONE and (
                fresh and runtime.store.report_gone(event, sent)
            ):
                runtime.remove_device(event.device_id)
                runtime.subscriptions.request()
            case DeviceLifecycleEvent() | HubHealthEvent():
                return _FollowUp.READ_HOME
            case DeviceEvent() | DeviceHealthEvent():
                known = event.device_id in runtime.store.devices
                return None if known else _FollowUp.READ_HOME
            case ModeEvent():
                known = event.mode_id in runtime.store.modes
                return None if known else _FollowUp.READ_MODES
            case SceneLifecycleEvent():
                return _FollowUp.READ_SCENES
            case InstalledAppLifecycleEvent() if self._is_uninstall(event):
                return _FollowUp.UNINSTALL
        return None

    async def _read_scenes(
        self, runtime: Runtime, heard: Sequence[Heard], known: Mapping[str, Scene]
    ) -> None:
        """Read the scenes again: the events of scenes do not name them."""
        await self._reload(runtime, runtime.coordinator.location.read_scenes)
        events = [event for event, _ in heard if isinstance(event, SceneLifecycleEvent)]
        fire_scene_changes(runtime, events, known, self._renamed)

    async def _read_modes(self, runtime: Runtime, heard: Sequence[Heard]) -> None:
        """Read the modes again, and report which of the unknown ones was entered."""
        unknown = [
            event
            for event, fresh in heard
            if isinstance(event, ModeEvent) and fresh and event.mode_id not in runtime.store.modes
        ]
        await self._reload(runtime, runtime.coordinator.location.read_modes)
        for event in unknown:
            fire_mode(runtime, event)

    @staticmethod
    async def _reload(runtime: Runtime, read: Callable[[], Awaitable[bool]]) -> None:
        """Read scenes or modes again, and bring the entities of the location in step."""
        with suppress(CloudError):  # The next reconcile tries again.
            if await read():
                runtime.loader.load_location()
