"""A SmartApp that is installed in the simulated cloud."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from custom_components.smartthings_smartapp.cloud.api.apps import (
    AppsClient,
    AppTemplate,
    RegisteredApp,
    confirm_webhook,
)
from custom_components.smartthings_smartapp.cloud.api.http import Http, StaticToken
from custom_components.smartthings_smartapp.cloud.auth.token_endpoint import TokenEndpoint
from custom_components.smartthings_smartapp.cloud.auth.token_pair import TokenPair
from custom_components.smartthings_smartapp.cloud.client_credentials import ClientCredentials
from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object, text
from custom_components.smartthings_smartapp.const import SCOPES
from simulator import Simulator, SimulatorOptions
from simulator.devices.ids import HOME_LOCATION

from .scripted import Webhook, running_webhook

TEMPLATE = AppTemplate(name_prefix="homeassistant.", client_name="Home Assistant", scopes=SCOPES)


def pat_client(simulator: Simulator, session: aiohttp.ClientSession) -> AppsClient:
    """Return an Apps API client with a new personal access token."""
    return AppsClient(Http(session, simulator.url, StaticToken(simulator.create_pat())), TEMPLATE)


async def confirmed(
    webhook: Webhook, session: aiohttp.ClientSession, simulator: Simulator, app_id: str
) -> None:
    """Wait for the CONFIRMATION after the reply, and open its link."""
    async with asyncio.timeout(5):
        while not any(d.get("lifecycle") == "CONFIRMATION" for d in webhook.deliveries):
            webhook.arrived.clear()
            await webhook.arrived.wait()
    url = text(webhook.last("CONFIRMATION"), "confirmationUrl")
    await confirm_webhook(session, url, api_url=simulator.url, app_id=app_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """An installation of a SmartApp with its first pair of tokens."""

    simulator: Simulator
    webhook: Webhook
    session: aiohttp.ClientSession
    app: RegisteredApp
    installed_app_id: str

    @property
    def client(self) -> ClientCredentials:
        """The credentials of the SmartApp."""
        return ClientCredentials(self.app.client_id, self.app.client_secret)

    @property
    def endpoint(self) -> TokenEndpoint:
        """Return the token endpoint of the SmartApp."""
        return TokenEndpoint(self.session, self.simulator.url, self.client)

    def delivered(self, lifecycle: str = "INSTALL") -> tuple[str, str]:
        """Return access and refresh token of the latest INSTALL or UPDATE."""
        data: JsonObject = self.webhook.last(lifecycle)
        return text(data, "authToken"), text(data, "refreshToken")

    @property
    def event_token(self) -> str:
        """The token of the latest EVENT."""
        return text(self.webhook.last("EVENT"), "authToken")


@asynccontextmanager
async def installed_smartapp(
    options: SimulatorOptions | None = None,
) -> AsyncIterator[Installed]:
    """Run a simulated cloud with a registered, confirmed and installed SmartApp."""
    async with (
        Simulator(options=options) as simulator,
        running_webhook(SCOPES) as webhook,
        aiohttp.ClientSession() as session,
    ):
        apps = pat_client(simulator, session)
        app = await apps.create_webhook_app(
            display_name="Home Assistant", description="Home", target_url=webhook.url
        )
        await apps.set_client(app.app_id)
        await confirmed(webhook, session, simulator, app.app_id)
        report = await simulator.install(app.app_id, HOME_LOCATION)
        assert report.ok, report.error
        install = as_object(webhook.last("INSTALL")["installedApp"])
        simulator.calls.clear()
        yield Installed(
            simulator=simulator,
            webhook=webhook,
            session=session,
            app=app,
            installed_app_id=text(install, "installedAppId"),
        )


class MemoryStorage:
    """A token storage that can fail or wait, and records the state at each write."""

    def __init__(self, pair: TokenPair | None = None) -> None:
        """Start with a pair or none."""
        self.pair = pair
        self.saved: list[TokenPair] = []
        self.failures = 0
        self.asked = asyncio.Event()
        """Set when a pair is about to be saved."""
        self.open = asyncio.Event()
        """Writes wait until it is set."""
        self.open.set()

    async def load(self) -> TokenPair | None:
        """Return the pair."""
        return self.pair

    async def save(self, pair: TokenPair) -> None:
        """Store the pair, after the storage is open."""
        self.asked.set()
        await self.open.wait()
        if self.failures:
            self.failures -= 1
            raise OSError(28, "No space left on device")
        self.pair = pair
        self.saved.append(pair)
