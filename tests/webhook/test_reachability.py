"""Obstacles between SmartThings and the webhook are found before the registration."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.smartapp import registration
from custom_components.smartthings_smartapp.webhook import reachability
from simulator import Simulator, SimulatorOptions
from tests.common.flows import reconfigure
from tests.common.nabu_casa import NabuCasa
from tests.common.proxy import Proxy
from tests.common.tls import self_signed
from tests.common.world import Resolve, World

type Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def answering(answer: Answer, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Run a server, and return an address on it."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server(ssl=context)
    try:
        yield str(server.make_url("/hook"))
    finally:
        await server.close()


def response(status: int, text: str = "", **headers: str) -> Answer:
    """Return an answer that is always the same."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(
            status=status,
            text=text,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    return answer


async def try_address(world: World, url: str) -> ConfigFlowResult:
    """Enter an address in the form."""
    return await world.fill(await world.open_address_form(), webhook_url=url)


def error(result: ConfigFlowResult) -> str | None:
    """Return the error of the form of the address, None if the flow continued."""
    if result["step_id"] == "token":
        return None
    assert result["errors"] is not None
    return result["errors"]["webhook_url"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (response(404), "address_status"),
        (response(404, "404: Not Found"), "address_path"),
        (response(405), "address_status"),
        (response(401), "address_login"),
        (response(403), "address_blocked"),
        (response(403, "403: Forbidden"), "address_banned"),
        (response(413), "address_too_large"),
        (response(502), "address_upstream"),
        (response(530), "address_upstream"),
        (response(400, "<html>"), "address_status"),
        (response(302, Location="/login"), "address_redirect"),
        (response(403, cf_mitigated="challenge"), "address_challenge"),
        (response(503, "<title>Just a moment...</title>"), "address_challenge"),
        (response(404, "No captcha in sight"), "address_status"),
        (response(200, "Welcome"), "address_elsewhere"),
        (response(200, '{"pingData": {"challenge": "another"}}'), "address_elsewhere"),
        (response(200, "x" * 100_000), "address_elsewhere"),
    ],
)
async def test_a_server_that_answers_instead_is_named(
    world: World, answer: Answer, expected: str
) -> None:
    """Its status is named, if it has one."""
    async with answering(answer) as url:
        result = await try_address(world, url)
    assert error(result) == expected
    assert world.simulator.calls == []


async def test_an_obstacle_can_be_removed_during_the_flow(world: World) -> None:
    """The user fixes the proxy and submits the form again."""
    result = await try_address(world, f"{world.url}/nothing/here")
    assert error(result) == "address_path"
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["status"] == "404"
    result = await world.fill(result, webhook_url=f"{world.url}{placeholders['path']}")
    assert error(result) is None


async def test_an_obstacle_can_be_ignored(world: World) -> None:
    """It may be visible only from inside the network; SmartThings decides."""
    result = await try_address(world, f"{world.url}/nothing/here")
    result = await world.fill(result, webhook_url=f"{world.url}/nothing/here", all_the_same=True)
    assert error(result) is None


async def test_an_untrusted_certificate_is_named(world: World, tmp_path: Path) -> None:
    """Its text says who gives trusted ones."""
    async with answering(response(200), self_signed(tmp_path)) as url:
        result = await try_address(world, url)
    assert error(result) == "address_certificate_self_signed"
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"]["host"] == "127.0.0.1"


async def test_a_server_without_tls_behind_https_is_named(world: World) -> None:
    """The port is right, but speaks plain HTTP."""
    async with answering(response(200)) as url:
        result = await try_address(world, url.replace("http://", "https://"))
    assert error(result) == "address_no_tls"


async def test_an_address_that_cannot_be_reached_from_inside_is_accepted(world: World) -> None:
    """Many routers block the own public address."""
    assert error(await try_address(world, f"http://127.0.0.1:{unused_port()}/hook")) is None


async def test_an_address_that_does_not_answer_in_time_is_accepted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The router may drop the packets."""
    monkeypatch.setattr(reachability, "_TIMEOUT", 0.1)
    asked = asyncio.Event()

    async def hang(_request: web.Request) -> web.Response:
        asked.set()
        await asyncio.sleep(2)
        return web.Response()

    async with answering(hang) as url:
        assert error(await try_address(world, url)) is None
    assert asked.is_set()


# Addresses that SmartThings cannot reach


@pytest.fixture
async def live(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    simulator: Simulator,
    hass_client_no_auth: object,
    resolve: Resolve,
) -> World:
    """Return Home Assistant with the endpoints of SmartThings itself."""
    assert await async_setup_component(hass, DOMAIN, {})
    resolve(
        {
            "private.example.org": "192.168.4.2",
            "cgnat.example.org": "100.64.0.9",
            "192.168.4.2": "192.168.4.2",
            "six.example.org": "2600:1f18::7",
            "busy.example.org": "",
        }
    )
    return World(hass, simulator, "")


@pytest.mark.parametrize(
    ("url", "expected", "placeholders"),
    [
        ("https://ha.example.org:8123/hook", "address_port", {"port": "8123"}),
        ("https://homeassistant.local/hook", "address_not_public", {"host": "homeassistant.local"}),
        (
            "https://private.example.org/hook",
            "address_private_name",
            {"host": "private.example.org", "address": "192.168.4.2"},
        ),
        ("https://cgnat.example.org/hook", "address_private_name", {"host": "cgnat.example.org"}),
        ("https://192.168.4.2/hook", "address_not_public", {"host": "192.168.4.2"}),
        ("https://six.example.org/hook", "address_ipv6", {"host": "six.example.org"}),
        ("https://busy.example.org/hook", "address_no_dns", {"host": "busy.example.org"}),
        ("https://gone.example.org/hook", "address_unknown_name", {"host": "gone.example.org"}),
    ],
)
async def test_an_address_that_smartthings_cannot_reach_is_named(
    live: World, url: str, expected: str, placeholders: dict[str, str]
) -> None:
    """The address and the resolved name are checked."""
    result = await try_address(live, url)
    assert error(result) == expected
    assert result["description_placeholders"] is not None
    assert placeholders.items() <= result["description_placeholders"].items()


async def test_a_cloudhook_whose_subscription_has_ended_is_named(
    nabu_casa: NabuCasa, world: World
) -> None:
    """It relays nothing any more."""
    await nabu_casa.end_subscription()
    result = await try_address(world, "https://hooks.nabu.casa/gAAAAA")
    assert error(result) == "address_cloud_ended"


async def test_a_cloudhook_without_a_connection_is_named(nabu_casa: NabuCasa, world: World) -> None:
    """The relay would answer with a status that says less."""
    await nabu_casa.lose()
    result = await try_address(world, "https://hooks.nabu.casa/gAAAAA")
    assert error(result) == "address_cloud_lost"


async def without_cloud(world: World, cloud: NabuCasa) -> None:
    """Let the subscription end of a Home Assistant that has no other address."""
    await cloud.end_subscription()
    world.hass.config.external_url = None


@pytest.mark.parametrize(
    ("option", "step"), [("enter_address", "webhook"), ("without_address", "token")]
)
async def test_without_an_address_a_menu_names_the_ended_subscription(
    nabu_casa: NabuCasa, world: World, option: str, step: str
) -> None:
    """And the user can continue without an address, or enter one."""
    await without_cloud(world, nabu_casa)
    result = await world.start_flow()
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "cloud_ended")
    result = await world.choose(result, option)
    assert result["step_id"] == step
    assert not result["errors"]


@pytest.mark.parametrize("cause", ["address_cloud_ended", "address_cloud_lost"])
async def test_the_form_names_the_cause_if_an_address_is_needed(
    nabu_casa: NabuCasa, world: World, cause: str
) -> None:
    """It is shown from the beginning, because the field is empty."""
    entry = await world.add_location()
    world.hass.config.external_url = None
    await (nabu_casa.lose() if "lost" in cause else nabu_casa.end_subscription())
    result = await reconfigure(world, entry, "new_app")
    assert error(result) == cause


# A check that takes some time


async def slow(_request: web.Request) -> web.Response:
    """Answer with an error after a second."""
    await asyncio.sleep(1)
    return web.Response(status=404)


async def enter_slow(world: World, url: str) -> ConfigFlowResult:
    """Enter an address whose check takes long; return the progress."""
    form = await world.open_address_form()
    result = await world.hass.config_entries.flow.async_configure(
        form["flow_id"], {"webhook_url": url}
    )
    assert (result["type"], result["step_id"]) == (FlowResultType.SHOW_PROGRESS, "check_address")
    assert result["progress_action"] == "check_address"
    return result


async def test_a_check_that_takes_long_is_shown(world: World) -> None:
    """The form then shows the obstacle, with the address that was entered."""
    async with answering(slow) as url:
        result = await enter_slow(world, url)
        await world.hass.async_block_till_done()
        result = await world.hass.config_entries.flow.async_configure(result["flow_id"])
    assert error(result) == "address_status"
    result = await world.fill(result, webhook_url=url, all_the_same=True)
    assert error(result) is None


async def test_the_dialog_can_be_closed_during_a_check(world: World) -> None:
    """The next one checks again."""
    async with answering(slow) as url:
        result = await enter_slow(world, url)
        world.hass.config_entries.flow.async_abort(result["flow_id"])
        await world.settle()
        await enter_slow(world, url)


# Headers that a proxy changes


async def try_proxy(world: World, proxy: Proxy) -> ConfigFlowResult:
    """Enter the address of a proxy in the form, with the path from the form."""
    result = await world.start_flow()
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    return await world.fill(result, webhook_url=proxy.address(placeholders["path"]))


@pytest.mark.parametrize("header", ["Authorization", "Digest", "Date"])
async def test_a_header_that_a_proxy_removes_is_named(world: World, header: str) -> None:
    """Otherwise each delivery would be rejected."""
    async with Proxy(world.url, drop=[header]) as proxy:
        result = await try_proxy(world, proxy)
    assert error(result) == "address_header"
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"]["header"] == header
    assert world.simulator.calls == []


async def test_a_header_that_a_proxy_changes_is_named(world: World) -> None:
    """A proxy may set its own time."""
    async with Proxy(world.url, change={"Date": "Tue, 24 Nov 2026 09:15:37 GMT"}) as proxy:
        result = await try_proxy(world, proxy)
    assert error(result) == "address_header"
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"]["header"] == "Date"


async def test_a_proxy_that_forwards_everything_is_accepted(world: World) -> None:
    """The check fetches no key, and counts as no rejected request."""
    async with Proxy(world.url) as proxy:
        assert error(await try_proxy(world, proxy)) is None
    assert world.simulator.calls == []


async def test_a_proxy_that_home_assistant_does_not_trust_is_named(world: World) -> None:
    """Home Assistant answers 400 to a request with headers of an unknown proxy."""
    async with Proxy(world.url, change={"X-Forwarded-For": "203.0.113.7"}) as proxy:
        result = await try_proxy(world, proxy)
    assert error(result) == "address_proxy"


@pytest.mark.parametrize(
    ("proxied", "expected", "header"),
    [
        ({"drop": ["Digest"]}, "refused_header", "Digest"),
        ({"drop": ["Authorization"]}, "refused_header", "Authorization"),
        ({"change": {"X-Forwarded-For": "203.0.113.7"}}, "webhook_timeout", None),
    ],
)
async def test_a_registration_names_what_the_receiver_has_rejected(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    proxied: dict[str, Any],
    expected: str,
    header: str | None,
) -> None:
    """SmartThings reports an unreachable webhook, but the receiver knows the cause."""
    monkeypatch.setattr(registration, "CONFIRMATION_TIMEOUT", 0.3)
    async with Proxy(world.url, **proxied) as proxy:
        result = await try_proxy(world, proxy)
        assert error(result) in ("address_header", "address_proxy")
        placeholders = result["description_placeholders"]
        assert placeholders is not None
        address = proxy.address(placeholders["path"])
        result = await world.fill(result, webhook_url=address, all_the_same=True)
        result = await world.fill(result, access_token=world.simulator.create_pat())
    assert error(result) == expected
    assert result["description_placeholders"] is not None
    assert result["description_placeholders"].get("header") == header


@pytest.mark.parametrize("simulator_options", [SimulatorOptions(refuse_confirmation=True)])
async def test_a_reported_status_400_names_the_proxy(world: World) -> None:
    """In the other way to register, SmartThings reports the status of the webhook."""
    async with Proxy(world.url, change={"X-Forwarded-For": "203.0.113.7"}) as proxy:
        result = await try_proxy(world, proxy)
        placeholders = result["description_placeholders"]
        assert placeholders is not None
        address = proxy.address(placeholders["path"])
        result = await world.fill(result, webhook_url=address, all_the_same=True)
        result = await world.fill(result, access_token=world.simulator.create_pat())
    assert error(result) == "address_proxy"
