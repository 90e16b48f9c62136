"""One location with its Home Assistant, which is started, stopped, killed and started again."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant import bootstrap, loader
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import (
    category_registry,
    floor_registry,
    frame,
    label_registry,
    restore_state,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import get_scheduled_timer_handles
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.smartthings_smartapp.const import CONF_INSTALLED_APP_ID, DOMAIN
from custom_components.smartthings_smartapp.location.budget import Budget
from custom_components.smartthings_smartapp.location.heartbeat import State
from custom_components.smartthings_smartapp.location.options import CONF_CALLS_PER_MONTH
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import Simulator
from simulator.delivery.publisher import Batch
from simulator.devices.device import JsonObject
from simulator.devices.ids import SYNTHETIC_LOCATION
from tests.common.world import World

from .clock import Clock
from .door import Door

_REGISTRIES = (
    ar,
    category_registry,
    dr,
    er,
    floor_registry,
    ir,
    label_registry,
    restore_state,
)
_RIGHT = timedelta()
_THREAD_SECONDS = 20.0
_OURS = ("homeassistant.", "custom_components.")


class Life:
    """The cloud with its location, the network, and the current Home Assistant."""

    def __init__(
        self,
        simulator: Simulator,
        door: Door,
        storage: dict[str, Any],
        freezer: FrozenDateTimeFactory,
    ) -> None:
        """``storage`` is the disk, which survives."""
        self.simulator = simulator
        self.cloud = simulator._cloud
        self.door = door
        self.storage = storage
        self.clock = Clock(freezer, self._busy)
        self.hass: HomeAssistant | None = None
        self.burying = False
        """Whether a killed Home Assistant is being removed."""
        self.set_up_at = 0
        """Number of deliveries that the cloud had sent at the last unload or start."""
        self.ahead = timedelta()
        """Difference by which the clock of Home Assistant is ahead of the cloud's."""
        self.wrongly_removed: list[str] = []
        """Devices that Home Assistant removed although the cloud has them."""
        self._stack = AsyncExitStack()
        self._late: dict[asyncio.TimerHandle, Callable[[], None]] = {}
        self._slow_down()
        self._true_clock = dt_util.utcnow
        dt_util.utcnow = partial(self._shown_time)

    @property
    def entry(self) -> SmartThingsConfigEntry:
        """The entry of the location, while Home Assistant runs."""
        assert self.hass is not None
        entry: SmartThingsConfigEntry | None = (
            self.hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, SYNTHETIC_LOCATION)
        )
        assert entry is not None
        return entry

    @property
    def installed_app_id(self) -> str:
        """The only installed app."""
        (installed_app_id,) = self.simulator.installed_apps
        return installed_app_id

    @property
    def budget(self) -> Budget | None:
        """The calls that the location may make, while the entry is loaded."""
        if self.hass is None or self.entry.state is not ConfigEntryState.LOADED:
            return None
        return self.entry.runtime_data.parts.coordinator.budget

    def heartbeat_is(self, state: State) -> bool:
        """Return what the heartbeat says; the entry is loaded."""
        return self.entry.runtime_data.parts.heartbeat.state is state

    @property
    def login_is_good(self) -> bool:
        """Whether the cloud accepts the refresh token on the disk."""
        stored = self.storage[f"{DOMAIN}.{self.installed_app_id}"]["data"]["refresh_token"]
        return self.cloud.tokens.owner_of(stored) == self.installed_app_id

    @property
    def user_is_asked(self) -> bool:
        """Whether Home Assistant requests a login."""
        assert self.hass is not None
        flows = self.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        return any(flow["context"]["source"] == SOURCE_REAUTH for flow in flows)

    async def begin(self, allowance: int | None) -> None:
        """Add the integration as a user does, who may allow some calls per month."""
        await self.start()
        assert self.hass is not None
        world = World(self.hass, self.simulator, self.door.url)
        entry = await world.add_location(SYNTHETIC_LOCATION)
        assert entry.data[CONF_INSTALLED_APP_ID] == self.installed_app_id
        self._watch(entry)
        if allowance is not None:
            options = {**entry.options, CONF_CALLS_PER_MONTH: allowance}
            self.hass.config_entries.async_update_entry(entry, options=options)
            await self.clock.wait_for(self.hass.config_entries.async_reload(entry.entry_id))
        # The entry is written to the disk after a second.
        await self.clock.pass_(60)

    async def start(self, ahead: timedelta = _RIGHT) -> None:
        """Start Home Assistant from the disk, with a clock that may be ahead."""
        self.ahead = ahead
        hass = await self._stack.enter_async_context(
            async_test_home_assistant(load_registries=False)
        )
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        frame.async_setup(hass)
        dr.async_setup(hass)
        for registry in _REGISTRIES:
            await registry.async_load(hass)
        hass.data[bootstrap.DATA_REGISTRIES_LOADED] = None
        await hass.config_entries.async_initialize()
        hass.config.external_url = self.door.url
        self.hass = self.door.hass = hass
        self.set_up_at = len(self.simulator.deliveries)
        hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._registry_changed)
        for entry in hass.config_entries.async_entries(DOMAIN):
            self._watch(entry)
        self.clock.executors = [hass.import_executor]
        url = self.simulator.url
        endpoints: JsonObject = {
            "api_url": url,
            "key_url": url,
            "install_url": f"{url}/install",
        }
        config = {DOMAIN: {"endpoints": endpoints}}
        assert await self.clock.wait_for(async_setup_component(hass, DOMAIN, config))

    async def stop(self) -> None:
        """Stop Home Assistant normally; entries are not unloaded, as on a real machine."""
        hass = self._leave()
        await self.clock.wait_for(hass.async_stop(force=True))
        await self._bury()

    async def kill(self) -> None:
        """End Home Assistant as a power cut does.

        Its tasks are dropped, and its late log lines and writes are ignored.
        """
        disk = deepcopy(self.storage)
        hass = self._leave()
        self.burying = True
        if (connector := async_get_clientsession(hass).connector) is not None:
            await connector.close()
        for visit in self.door.visits:
            visit.cancel()
        doomed = {*hass._tasks, *hass._background_tasks, *_own_tasks()}
        for task in doomed:
            task.cancel()
        await self.clock.wait_for(asyncio.gather(*doomed, return_exceptions=True))
        _cancel_timers()
        await self.clock.wait_for(hass.async_stop(force=True))
        await self._bury()
        self.storage.clear()
        self.storage.update(disk)
        self.burying = False

    async def unload(self) -> list[str]:
        """Unload the entry; return the tasks and timers that it leaves."""
        assert self.hass is not None
        entry = self.entry
        await self.clock.wait_for(self.hass.config_entries.async_unload(entry.entry_id))
        await self.clock.settle()
        return [
            *(repr(task) for task in (*entry._tasks, *entry._background_tasks)),
            *(repr(task) for task in _own_tasks()),
            *(repr(handle) for handle in _timers() if DOMAIN in repr(handle)),
        ]

    async def end(self) -> None:
        """Stop everything."""
        dt_util.utcnow = self._true_clock
        for handle in self._late:
            handle.cancel()
        if self.hass is not None:
            await self.stop()

    async def user_saves(self) -> None:
        """Open the SmartApp in the SmartThings app and save it."""
        report = await self.clock.wait_for(self.simulator.save(self.installed_app_id))
        assert report.ok, report.error
        await self.clock.settle()

    def deliver_what_is_late(self) -> None:
        """Deliver everything that is late or held."""
        for handle, act in tuple(self._late.items()):
            handle.cancel()
            act()
        self.cloud.publisher.release()

    def _shown_time(self) -> datetime:
        """Return the time by the clock of Home Assistant."""
        return datetime.now(UTC) + self.ahead

    def _watch(self, entry: SmartThingsConfigEntry) -> None:
        """Store the number of the first delivery that counts for the current set-up.

        Deliveries while the entry is not loaded wait for its next set-up. Before the first one
        after a start there is no webhook, and Home Assistant answers 200.
        """
        before, set_up = entry.state, False

        def note() -> None:
            nonlocal before, set_up
            if before is ConfigEntryState.LOADED or not set_up:
                self.set_up_at = len(self.simulator.deliveries)
            before, set_up = entry.state, set_up or entry.state is not ConfigEntryState.NOT_LOADED

        note()
        entry.async_on_state_change(note)

    @callback
    def _registry_changed(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        """Record a device that is removed although the cloud has it."""
        if event.data["action"] == "remove":
            gone = {value for _, value in event.data["device"]["identifiers"]}
            self.wrongly_removed += sorted(gone & self.simulator.home.devices.keys())

    def _slow_down(self) -> None:
        """Let delays of the cloud take simulated time."""
        loop = asyncio.get_running_loop()

        def call_later(delay: float, action: Callable[[], None]) -> None:
            if delay <= 0:
                action()
                return

            def act() -> None:
                del self._late[handle]
                action()

            handle = loop.call_later(delay, act)
            self._late[handle] = act

        async def deliver_later(delay: float, batch: Batch) -> None:
            send = partial(self.cloud.publisher._send, batch)
            call_later(delay, lambda: self.cloud.background.spawn(send()))

        self.simulator.home.call_later = call_later
        self.cloud.publisher._later = deliver_later  # type: ignore[method-assign]

    def _busy(self) -> bool:
        hass = self.hass
        at_home = hass is not None and bool(hass._tasks or hass._background_tasks)
        return at_home or bool(self.door.visits) or not self.cloud.background.idle

    def _leave(self) -> HomeAssistant:
        """Disconnect Home Assistant from the network."""
        assert self.hass is not None
        hass, self.hass, self.door.hass = self.hass, None, None
        return hass

    async def _bury(self) -> None:
        """Remove everything that ends with a process."""
        _cancel_timers()
        for task in _own_tasks():
            task.cancel()
        await self.clock.settle()
        await self._stack.aclose()


async def end_threads() -> None:
    """Wait until the threads of Home Assistant have ended.

    Its own shutdown gives up after a while, which on a busy machine comes too early.
    """
    await asyncio.get_running_loop().shutdown_default_executor()
    for thread in threading.enumerate():
        if thread.name.startswith("SyncWorker"):
            thread.join(_THREAD_SECONDS)


def _own_tasks() -> Iterator[asyncio.Task[Any]]:
    """Yield the tasks of Home Assistant or the integration."""
    for task in asyncio.all_tasks():
        code = getattr(task.get_coro(), "cr_code", None)
        if code and ("/homeassistant/" in code.co_filename or DOMAIN in code.co_filename):
            yield task


def _timers() -> Iterator[asyncio.TimerHandle]:
    """Yield the timers of Home Assistant or the integration."""
    for handle in get_scheduled_timer_handles(asyncio.get_running_loop()):
        module = getattr(getattr(handle, "_callback", None), "__module__", None) or ""
        of_job = any(isinstance(item, HassJob) for item in handle._args or ())
        if not handle.cancelled() and (of_job or module.startswith(_OURS)):
            yield handle


def _cancel_timers() -> None:
    for handle in tuple(_timers()):
        handle.cancel()
