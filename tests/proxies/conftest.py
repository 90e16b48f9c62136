"""Deliveries over TLS, through a real reverse proxy."""

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from homeassistant.components.http import CONF_TRUSTED_PROXIES, CONF_USE_X_FORWARDED_FOR
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import ssl as ssl_util
from yarl import URL

from scripts.demo_driver.processes import Program
from scripts.demo_driver.relays.authority import Authority, Certificate
from scripts.demo_driver.relays.proxy import MISSING, Front, is_provided, proxy
from tests.common.world import World


@pytest.fixture(scope="package", autouse=True)
def provided() -> None:
    """Skip all tests where the programs are missing."""
    if not is_provided():
        pytest.skip(MISSING)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Return the authority that both sides trust."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def http_options() -> dict[str, Any]:
    """Return options with which Home Assistant trusts the proxy; a test may override them."""
    return {CONF_USE_X_FORWARDED_FOR: True, CONF_TRUSTED_PROXIES: ["127.0.0.1"]}


@pytest.fixture(autouse=True)
async def prepared(
    hass: HomeAssistant,
    authority: Authority,
    http_options: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Let both sides trust the authority, and Home Assistant the proxy."""
    context = authority.context()

    def client_context(*_: object) -> ssl.SSLContext:
        return context

    monkeypatch.setattr(ssl_util, "client_context", client_context)
    monkeypatch.setattr(aiohttp, "TCPConnector", partial(aiohttp.TCPConnector, ssl=context))
    assert await async_setup_component(hass, "http", {"http": http_options})


@dataclass
class Behind:
    """Home Assistant behind a running proxy."""

    world: World
    front: Front
    program: Program

    async def try_address(self, prefix: str = "", *, port: int | None = None) -> ConfigFlowResult:
        """Enter the address of the proxy in the form, with another port if one is given."""
        result = await self.world.open_address_form()
        placeholders = result["description_placeholders"]
        assert placeholders is not None
        url = URL(f"{self.front.url}{prefix}{placeholders['path']}").with_port(
            port or self.front.port
        )
        return await self.world.fill(result, webhook_url=str(url))

    def use_proxy(self) -> None:
        """Make the address of the proxy the external URL, so that the flow proposes it."""
        self.world.hass.config.external_url = self.front.url


type StartProxy = Callable[..., AbstractAsyncContextManager[Behind]]


@pytest.fixture
def start_proxy(world: World, authority: Authority, tmp_path: Path) -> StartProxy:
    """Return a function that runs a proxy; it takes its name and changes of its front."""

    @asynccontextmanager
    async def run(
        name: str,
        certificate: Certificate | None = None,
        *,
        site: str = "",
        forwarding: str = "",
        target: str = "",
    ) -> AsyncIterator[Behind]:
        front = Front(
            target=target or world.url.removeprefix("http://"),
            certificate=certificate or authority.issue(),
            site=site,
            forwarding=forwarding,
        )
        async with proxy(name, tmp_path, front) as program:
            yield Behind(world, front, program)

    return run


@pytest.fixture(params=["nginx", "caddy"])
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of each proxy."""
    return str(request.param)
