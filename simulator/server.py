"""The simulated cloud as a server."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp import web
from yarl import URL

from .cloud import Cloud
from .control.faults import Faults
from .control.log import Call, Delivery, ReceivedCommands, SentNotification
from .control.options import PAT_SCOPES, SimulatorOptions
from .delivery.authorizer import Authorizer
from .delivery.installer import Installer, InstallReport
from .delivery.signing import SigningKey
from .delivery.sinks import Sink
from .devices.device import Json, JsonObject
from .devices.home import Home, HomeEvent
from .devices.house import build_house
from .records import App, InstalledApp, Subscription
from .web_application import build

_DAY = 86_400.0
# Do not wait longer for calls in progress.
_SHUTDOWN_SECONDS = 0.1


class Simulator:
    """The simulated SmartThings cloud.

    API, token endpoint, key host and install page have the same origin, `url`. Port 0 uses a free
    port.
    """

    def __init__(
        self,
        home: Home | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        options: SimulatorOptions | None = None,
    ) -> None:
        """Prepare a cloud with a home, by default the house of `devices/house.py`."""
        self.home = home or build_house()
        self._host = host
        self._port = port
        self._cloud = Cloud(self.home, options or SimulatorOptions())
        self._installer = Installer(self._cloud)
        self._authorizer = Authorizer(self._cloud)
        self._runner: web.AppRunner | None = None
        self._schedules: asyncio.Task[None] | None = None
        self._stop_listening: Callable[[], None] | None = None

    async def __aenter__(self) -> Self:
        """Start the server."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server."""
        await self.stop()

    async def start(self) -> None:
        """Listen, and deliver the events of the home. Raises OSError if the port is in use."""
        runner = web.AppRunner(
            build(self._cloud), access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS
        )
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._host, self._port)
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._cloud.origin = f"http://{self._host}:{runner.addresses[0][1]}"
        self.home.serve_at(self._cloud.origin)
        await self._cloud.sender.start()
        self._stop_listening = self.home.listen(self._happened)
        self._schedules = asyncio.create_task(self._cloud.scheduler.run())

    async def stop(self) -> None:
        """Stop listening and cancel all tasks. Tests can still read the state."""
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        if self._schedules is not None:
            self._schedules.cancel()
            await asyncio.wait({self._schedules})
            self._schedules = None
        self._cloud.faults.clear()
        self._cloud.sinks.close()
        await self._cloud.background.close()
        await self._cloud.sender.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        """The origin, without a trailing slash; known after the start."""
        return self._cloud.origin

    @property
    def options(self) -> SimulatorOptions:
        """The options of the running cloud; a change takes effect immediately."""
        return self._cloud.options

    @property
    def clock(self) -> Callable[[], datetime]:
        """The clock of the cloud: lifetime of tokens, windows of limits, dates of deliveries.

        Values and events use `home.clock`.
        """
        return self._cloud.clock.now

    @clock.setter
    def clock(self, now: Callable[[], datetime]) -> None:
        self._cloud.clock.now = now

    @property
    def faults(self) -> Faults:
        """Faults to simulate."""
        return self._cloud.faults

    @property
    def calls(self) -> list[Call]:
        """Every call of the API, the token endpoint and the key host, in order."""
        return self._cloud.log.calls

    @property
    def commands(self) -> list[ReceivedCommands]:
        """Every accepted command request."""
        return self._cloud.log.commands

    @property
    def notifications(self) -> list[SentNotification]:
        """Every accepted notification."""
        return self._cloud.log.notifications

    @property
    def sinks(self) -> list[Sink]:
        """The sinks that exist."""
        return [*self._cloud.sinks.by_id.values()]

    @property
    def deliveries(self) -> list[Delivery]:
        """Every POST to a target."""
        return self._cloud.log.deliveries

    @property
    def apps(self) -> dict[str, App]:
        """The apps by id."""
        return self._cloud.records.apps

    @property
    def installed_apps(self) -> dict[str, InstalledApp]:
        """The installed apps by id."""
        return self._cloud.records.installed_apps

    @property
    def subscriptions(self) -> dict[str, Subscription]:
        """The subscriptions by id."""
        return self._cloud.records.subscriptions

    def schedules(self, installed_app_id: str) -> dict[str, JsonObject]:
        """Return the schedules of an installed app by name."""
        return self._cloud.records.schedules.get(installed_app_id, {})

    def remember(  # noqa: PLR0913 (four words name an attribute)
        self,
        device_id: str,
        component: str,
        capability: str,
        attribute: str,
        value: Json,
        *,
        time: datetime,
        unit: str | None = None,
    ) -> None:
        """Add a report of the past to the history. Raises UnknownTargetError."""
        home = self._cloud.home
        payload: JsonObject = {
            "deviceId": home.device(device_id).device_id,
            "componentId": component,
            "capability": capability,
            "attribute": attribute,
            "value": value,
            "data": {},
            "unit": unit,
        }
        location_id = home.device(device_id).location_id
        event = HomeEvent(
            location_id=location_id,
            event_type="DEVICE_EVENT",
            payload_key="deviceEvent",
            payload=payload,
            time=time,
        )
        self._cloud.history.record(home, event)

    def define(
        self,
        definition: Json,
        *,
        presentation: Json = None,
        i18n: Mapping[str, Json] | None = None,
        under: tuple[str, int] | None = None,
    ) -> None:
        """Replace everything that the cloud knows about a capability.

        The definition is stored under the id and version that it names, or those of `under`, so it
        may also be broken JSON. A presentation, or a tag of `i18n`, that is not given is a 404.
        Raises ValueError if neither names an id and a version.
        """
        self._cloud.catalogue.define(definition, presentation=presentation, i18n=i18n, under=under)

    def create_pat(self, scopes: Iterable[str] = PAT_SCOPES, *, lifetime: float = _DAY) -> str:
        """Return a new personal access token."""
        return self._cloud.tokens.create_pat(scopes, lifetime)

    @property
    def signing_key(self) -> SigningKey:
        """The ST_PADLOCK key that signs deliveries now."""
        return self._cloud.keys.current

    def rotate_keys(self) -> str:
        """Sign with a new ST_PADLOCK key from now on, and return its id."""
        return self._cloud.keys.rotate()

    def revoke_tokens(self, installed_app_id: str) -> None:
        """Invalidate the access and refresh tokens of an installed app, but not those of events."""
        self._cloud.tokens.revoke_pairs(installed_app_id)

    async def install(self, app_id: str, location_id: str) -> InstallReport:
        """Install as the install page does: INSTALL, or UPDATE of a single instance."""
        return await self._installer.install(app_id, location_id)

    async def save(self, installed_app_id: str) -> InstallReport:
        """Open the settings of the SmartApp and save them: UPDATE with new tokens.

        Raises KeyError if it is not installed.
        """
        return await self._installer.save(installed_app_id)

    def authorize(self, url: str, location_id: str) -> str:
        """Agree to the authorize URL of an API_ONLY app, as a user does on its page.

        Returns the redirect URI with `code` and `state`. Raises AuthorizationError if the page
        would show an error.
        """
        return self._authorizer.authorize(self._authorizer.read(URL(url).query), location_id)

    def deny(self, url: str) -> str:
        """Deny the request of an authorize URL.

        Returns the redirect URI with `error` and `state`. Raises AuthorizationError.
        """
        return self._authorizer.deny(self._authorizer.read(URL(url).query))

    async def uninstall(self, installed_app_id: str) -> None:
        """Remove an installed app from its location, and notify its target.

        A webhook app gets UNINSTALL, an API_ONLY app INSTALLED_APP_LIFECYCLE_EVENT. Raises KeyError
        if it is not installed.
        """
        await self._installer.uninstall(installed_app_id)

    async def post(self, app_id: str, body: JsonObject) -> Delivery:
        """Send any body with a valid signature to the target of an app.

        Raises KeyError if there is no such app.
        """
        return await self._cloud.sender.post(self.apps[app_id], body)

    async def deliver_events(self, installed_app_id: str, events: list[HomeEvent]) -> int:
        """Send one EVENT with these events, without regard to subscriptions.

        Returns the status of the answer, 0 if there is none. Raises KeyError if the app is not
        installed.
        """
        delivery = await self._cloud.publisher.deliver(installed_app_id, events)
        return delivery.status or 0

    async def settle(self, timeout: float = 5) -> None:  # noqa: ASYNC109 (the time limit of a test)
        """Wait until all effects and deliveries are done; release deliveries that are held back.

        The events of schedules that are due by the clock are sent first. Raises TimeoutError.
        """
        self._cloud.scheduler.send_due()
        async with asyncio.timeout(timeout):
            await self._cloud.background.wait_idle()
            while self._cloud.publisher.release():
                await self._cloud.background.wait_idle()

    def _happened(self, event: HomeEvent) -> None:
        self._cloud.history.record(self.home, event)
        self._cloud.publisher.publish(event)
        self._cloud.sinks.publish(event)
