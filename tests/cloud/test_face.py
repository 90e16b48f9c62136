"""A program that uses the cloud package as a library, by the names of its ``__init__`` alone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from custom_components.smartthings_smartapp import cloud
from custom_components.smartthings_smartapp.cloud import (
    AppsClient,
    AppTemplate,
    AttributeKey,
    CertificatesInMemory,
    ClientCredentials,
    Command,
    ConfigurationInitialize,
    ConfigurationPage,
    Confirmation,
    Delivery,
    DeviceEvent,
    EventDelivery,
    Execute,
    Flaw,
    Http,
    Install,
    KeyRing,
    NotAuthenticError,
    OAuthCallback,
    Ping,
    SmartThingsClient,
    SourceType,
    StaticToken,
    Subscription,
    TokenEndpoint,
    TokenManager,
    TokenPair,
    Uninstall,
    Update,
    authenticate_delivery,
    confirm_webhook,
    confirmation_reply,
    empty_reply,
    initialize_reply,
    page_reply,
    parse_delivery,
    ping_reply,
)
from simulator import Simulator
from simulator.devices.ids import HOME_LOCATION, Devices

SCOPES = ("r:devices:*", "x:devices:*", "r:locations:*")


class InMemory:
    """A token storage for one run."""

    pair: TokenPair | None = None

    async def load(self) -> TokenPair | None:
        """Return the pair."""
        return self.pair

    async def save(self, pair: TokenPair) -> None:
        """Keep the pair."""
        self.pair = pair


class Program:
    """A webhook that answers every delivery and keeps the verified ones."""

    def __init__(self, session: aiohttp.ClientSession, simulator: Simulator) -> None:
        """Start without an app."""
        self.keys = KeyRing(session, simulator.url, storage=CertificatesInMemory())
        self.url = ""
        self.deliveries: asyncio.Queue[Delivery] = asyncio.Queue()
        self.flaws: list[Flaw] = []

    async def handle(self, request: web.Request) -> web.Response:
        """Verify a delivery, then answer it."""
        body = await request.read()
        try:
            await authenticate_delivery(
                request.headers, body, path=request.path, keys=self.keys, now=datetime.now(UTC)
            )
        except NotAuthenticError as err:
            self.flaws.append(err.reason)
            return web.Response(status=401)
        delivery = parse_delivery(body)
        self.deliveries.put_nowait(delivery)
        return web.Response(body=orjson.dumps(self.answer(delivery)))

    def answer(self, delivery: Delivery) -> object:
        """Return the reply that the platform expects."""
        match delivery:
            case Ping():
                return ping_reply(delivery.challenge)
            case Confirmation():
                return confirmation_reply(self.url)
            case ConfigurationInitialize():
                return initialize_reply(
                    name="Example", description="", permissions=SCOPES, first_page_id="1"
                )
            case ConfigurationPage():
                return page_reply(page_id="1", name="Example", section="Example", text="Hello")
            case Install() | Update() | Uninstall() | EventDelivery() | OAuthCallback() | Execute():
                return empty_reply(delivery)

    async def next[DeliveryT](self, kind: type[DeliveryT]) -> DeliveryT:
        """Return the next delivery of a kind."""
        async with asyncio.timeout(5):
            while True:
                if isinstance(delivery := await self.deliveries.get(), kind):
                    return delivery


@pytest.fixture
async def program(simulator: Simulator, session: aiohttp.ClientSession) -> AsyncIterator[Program]:
    """Return a program whose webhook runs."""
    program = Program(session, simulator)
    application = web.Application()
    application.router.add_post("/hook", program.handle)
    async with TestServer(application) as server:
        program.url = str(server.make_url("/hook"))
        yield program


async def test_a_program_registers_an_app_sends_a_command_and_gets_the_event(
    program: Program, simulator: Simulator, session: aiohttp.ClientSession
) -> None:
    template = AppTemplate(name_prefix="example.", client_name="Example", scopes=SCOPES)
    apps = AppsClient(Http(session, simulator.url, StaticToken(simulator.create_pat())), template)
    app = await apps.create_webhook_app(
        display_name="Example", description="", target_url=program.url
    )
    await apps.set_client(app.app_id)
    url = (await program.next(Confirmation)).confirmation_url
    await confirm_webhook(session, url, api_url=simulator.url, app_id=app.app_id)

    report = await simulator.install(app.app_id, HOME_LOCATION)
    assert report.ok, report.error
    install = await program.next(Install)
    installed_app = install.installed_app
    credentials = ClientCredentials(app.client_id, app.client_secret)
    tokens = TokenManager(TokenEndpoint(session, simulator.url, credentials), InMemory())
    await tokens.replace(access_token=install.auth_token, refresh_token=install.refresh_token)

    smartthings = SmartThingsClient(Http(session, simulator.url, tokens))
    found = await smartthings.devices(installed_app.location_id)
    (light,) = (
        listed for listed in found.devices if listed.device.device_id == Devices.CEILING_LIGHT
    )
    assert light.status is not None
    is_on = light.status[AttributeKey("main", "switch", "switch")].value == "on"
    wanted = "off" if is_on else "on"
    subscription = Subscription(source_type=SourceType.DEVICE, device_id=Devices.CEILING_LIGHT)
    await smartthings.create_subscription(installed_app.installed_app_id, subscription.as_json())
    await smartthings.execute(Devices.CEILING_LIGHT, [Command("switch", wanted)])

    delivery = await program.next(EventDelivery)
    (event,) = (event for event in delivery.events if isinstance(event, DeviceEvent))
    assert (event.device_id, event.attribute, event.value) == (
        Devices.CEILING_LIGHT,
        "switch",
        wanted,
    )
    await tokens.close()
    assert program.flaws == []


async def test_a_forged_delivery_is_rejected(
    program: Program, session: aiohttp.ClientSession
) -> None:
    async with session.post(program.url, json={"lifecycle": "PING"}) as response:
        assert response.status == 401
    assert program.flaws == [Flaw.AUTHORIZATION_MISSING]


def test_every_name_of_the_face_exists() -> None:
    assert [name for name in cloud.__all__ if not hasattr(cloud, name)] == []
