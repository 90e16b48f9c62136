"""Home Assistant's own cloud integration, connected to a relay of the simulator."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from simulator.relay import NO_SUBSCRIPTION, CloudRelay, RelayOptions

from .repository import ROOT

if TYPE_CHECKING:  # Importing them takes a second, and needs the stand-ins.
    from hass_nabucasa import Cloud
    from hass_nabucasa.iot_base import BaseIoT
    from homeassistant.components.cloud.client import CloudClient

_STAND_INS: Final = ROOT / "scripts" / "demo_driver" / "stand_ins"
_ENDED: Final = timedelta(days=8)
"""Home Assistant counts a subscription as active for seven days after its end."""


@dataclass
class NabuCasa:
    """The cloud integration, the relay, and what can happen to both."""

    hass: HomeAssistant
    cloud: Cloud[CloudClient]
    relay: CloudRelay

    @property
    def connected(self) -> bool:
        """Whether Home Assistant is connected to the relay."""
        return self.cloud.is_connected

    @property
    def hooks(self) -> dict[str, str]:
        """The URLs of the cloudhooks that Home Assistant has, by webhook ID."""
        hooks = self.cloud.client.cloudhooks
        return {webhook_id: str(hook["cloudhook_url"]) for webhook_id, hook in hooks.items()}

    async def lose(self) -> None:
        """End the connection, and accept no other one."""
        self.relay.options.reachable = False
        await self.relay.disconnect()
        await self._until(lambda: not self.connected)

    async def restore(self) -> None:
        """Accept connections again, and wait for Home Assistant."""
        self.relay.options.reachable = True
        await self._until(lambda: self.connected and self.relay.instance is not None)

    async def end_subscription(self) -> None:
        """Let the subscription end; Home Assistant notices it when it renews its token."""
        self.relay.options.subscription_end = _today() - _ENDED
        await self.cloud.auth.async_renew_access_token()
        await self._until(lambda: not self.connected)

    async def log_out(self) -> None:
        """Sign out on the page of Home Assistant Cloud."""
        await self.cloud.logout()
        await self._until(lambda: not self.connected)

    async def sign_in(self, *, check_connection: bool = True) -> None:
        """Sign in on the page of Home Assistant Cloud, with the account of the relay.

        Raises AlreadyConnectedError if another Home Assistant is connected, unless the user selects
        to sign in anyway.
        """
        email = self.relay.options.email
        await self.cloud.login(email, "password", check_connection=check_connection)
        await self.restore()

    async def sign_in_elsewhere(self) -> None:
        """Sign in with the same account on another Home Assistant."""
        await self.relay.log_out("Signed in on another instance")
        await self._until(lambda: not self.cloud.is_logged_in and not self.connected)

    async def delete_hook(self, webhook_id: str) -> None:
        """Delete a cloudhook on the page of Home Assistant Cloud."""
        await self.cloud.cloudhooks.async_delete(webhook_id)
        await self.hass.async_block_till_done()

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.005)
        await self.hass.async_block_till_done()


@asynccontextmanager
async def connected_cloud(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],  # JSON of any shape
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: RelayOptions,
) -> AsyncIterator[NabuCasa]:
    """Run a relay, and set the cloud integration up with a user who is signed in.

    The folder becomes the configuration folder, in which hass-nabucasa stores tokens.
    """
    monkeypatch.syspath_prepend(_STAND_INS)
    monkeypatch.setattr("homeassistant.components.cloud.binary_sensor.WAIT_UNTIL_CHANGE", 0)
    # aiohttp leaves the timer of a heartbeat behind when a connection ends.
    monkeypatch.setattr("hass_nabucasa.iot.CloudIoT.ws_heartbeat", None)
    monkeypatch.setattr("hass_nabucasa.iot_base.BaseIoT._wait_retry", _retry_soon)
    monkeypatch.setattr(hass.config, "config_dir", str(folder))
    async with CloudRelay(options=options) as relay:
        signed_in = relay.signed_in
        for name, value in signed_in.environment.items():
            monkeypatch.setenv(name, value)
        (folder / ".cloud").mkdir()
        for name, content in signed_in.files.items():
            (folder / ".cloud" / name).write_text(content, encoding="utf-8")
        hass_storage["cloud"] = signed_in.preferences
        assert await async_setup_component(hass, "homeassistant", {})
        assert await async_setup_component(hass, "cloud", {"cloud": signed_in.configuration})
        nabu_casa = NabuCasa(hass, hass.data["cloud"], relay)
        if options.billing_plan != NO_SUBSCRIPTION:
            await nabu_casa.restore()
        yield nabu_casa
        if stop_ice_servers := nabu_casa.cloud.client._cloud_ice_servers_listener:
            stop_ice_servers()
        await nabu_casa.cloud.stop()
        if reconnection := nabu_casa.cloud._subscription_reconnection_task:
            reconnection.cancel()


async def _retry_soon(_connection: BaseIoT) -> None:
    """Wait less than the seconds between two attempts to connect."""
    await asyncio.sleep(0.02)


def _today() -> date:
    return datetime.now(UTC).date()
