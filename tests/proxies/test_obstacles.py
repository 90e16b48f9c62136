"""What the address check says about a proxy that lets no delivery pass."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import unused_port
from homeassistant.components.http.ban import KEY_BAN_MANAGER, IpBan
from homeassistant.config_entries import ConfigFlowResult

from scripts.demo_driver.relays.authority import Authority
from simulator.devices.ids import Devices

from .conftest import StartProxy

pytestmark = pytest.mark.devices(Devices.FRONT_DOOR)


def found(result: ConfigFlowResult) -> tuple[str | None, dict[str, str]]:
    """Return the error of the address and its placeholders; None if the flow continued."""
    if result["step_id"] == "token":
        return None, {}
    placeholders = dict(result["description_placeholders"] or {})
    del placeholders["guide"], placeholders["path"]
    return (result["errors"] or {})["webhook_url"], placeholders


@pytest.mark.parametrize("header", ["Authorization", "Digest", "Date"])
async def test_a_dropped_header_is_named(start_proxy: StartProxy, name: str, header: str) -> None:
    """All three are needed for each delivery."""
    drop = f'proxy_set_header {header} "";' if name == "nginx" else f"header_up -{header}"
    async with start_proxy(name, forwarding=drop) as behind:
        result = await behind.try_address()
    assert found(result) == ("address_header", {"header": header})


@pytest.mark.parametrize("http_options", [{}])
async def test_a_proxy_that_is_not_trusted_is_named(
    start_proxy: StartProxy, name: str, http_options: dict[str, Any]
) -> None:
    """Home Assistant answers 400 to ``X-Forwarded-For`` of an unknown proxy."""
    async with start_proxy(name) as behind:
        assert found(await behind.try_address()) == ("address_proxy", {"status": "400"})


@pytest.mark.parametrize(
    ("program", "site", "expected"),
    [
        ("nginx", "return 400;", ("address_status", "400")),
        ("nginx", "client_max_body_size 8k;", ("address_too_large", "413")),
        ("caddy", "request_body {\nmax_size 8KB\n}", ("address_too_large", "502")),
        ("nginx", "auth_basic Home; auth_basic_user_file /none;", ("address_login", "401")),
        ("caddy", "respond 401", ("address_login", "401")),
        ("nginx", "deny all;", ("address_blocked", "403")),
        ("caddy", 'respond "Your country is blocked" 403', ("address_blocked", "403")),
        ("nginx", "location /api/ { return 404; }", ("address_status", "404")),
        (
            "nginx",
            "location /api/ { proxy_pass http://127.0.0.1:1; }",
            ("address_upstream", "502"),
        ),
        ("caddy", "reverse_proxy /api/* 127.0.0.1:1", ("address_upstream", "502")),
    ],
)
async def test_an_answer_of_the_proxy_is_named(
    start_proxy: StartProxy, program: str, site: str, expected: tuple[str, str]
) -> None:
    """With its status."""
    async with start_proxy(program, site=site) as behind:
        result = await behind.try_address()
    assert found(result) == (expected[0], {"status": expected[1]})


@pytest.mark.parametrize(
    ("program", "site", "status", "target"),
    [
        (
            "nginx",
            "return 301 https://other.example.org$request_uri;",
            "301",
            "https://other.example.org",
        ),
        (
            "caddy",
            "redir https://sso.example.org/login?{uri} 302",
            "302",
            "https://sso.example.org",
        ),
        ("nginx", "return 308 http://$host$request_uri;", "308", "http://127.0.0.1"),
        ("nginx", "return 302 /login/index.html;", "302", "/login"),
        ("nginx", "return 302 'https://[evil](x).example.org/';", "302", "127.0.0.1"),
    ],
)
async def test_the_target_of_a_redirect_is_named(
    start_proxy: StartProxy, program: str, site: str, status: str, target: str
) -> None:
    """Without the path of another host, which is long and may contain secrets."""
    async with start_proxy(program, site=site) as behind:
        result = await behind.try_address()
    assert found(result) == ("address_redirect", {"status": status, "target": target})


async def test_a_path_that_the_proxy_does_not_remove_is_named(
    start_proxy: StartProxy, name: str
) -> None:
    """Home Assistant knows no such page."""
    async with start_proxy(name) as behind:
        result = await behind.try_address("/prefix")
    assert found(result) == ("address_path", {"status": "404"})


async def test_a_banned_address_is_named(start_proxy: StartProxy, name: str) -> None:
    """Home Assistant bans after failed logins, and answers 403 itself."""
    async with start_proxy(name) as behind:
        manager = behind.world.hass.http.app[KEY_BAN_MANAGER]
        banned = ip_address("127.0.0.1")
        manager.ip_bans_lookup[banned] = IpBan(banned)
        result = await behind.try_address()
    assert found(result) == ("address_banned", {"status": "403"})


@asynccontextmanager
async def silent() -> AsyncIterator[int]:
    """Run a server that never answers, and return its port."""
    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: writers.append(writer), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for writer in writers:
            writer.close()


async def test_a_slow_home_assistant_is_named(start_proxy: StartProxy) -> None:
    """The proxy gives up before we do."""
    async with silent() as port:
        site = (
            f"location /api/ {{\nproxy_pass http://127.0.0.1:{port}; proxy_read_timeout 100ms;\n}}"
        )
        async with start_proxy("nginx", site=site) as behind:
            result = await behind.try_address()
    assert found(result) == ("address_upstream", {"status": "504"})


@pytest.mark.parametrize("body", ["$request_body ", "empty"], ids=len)
async def test_a_changed_body_is_named(start_proxy: StartProxy, body: str) -> None:
    """Also if it means the same, because the signature covers its bytes."""
    async with start_proxy("nginx", forwarding=f'proxy_set_body "{body}";') as behind:
        result = await behind.try_address()
    assert found(result) == ("address_body", {})


async def test_a_changed_answer_is_named(start_proxy: StartProxy) -> None:
    """Our request arrives, so the address is right."""
    change = "sub_filter pingData answer; sub_filter_types *;"
    async with start_proxy("nginx", forwarding=change) as behind:
        result = await behind.try_address()
    assert found(result) == ("address_answer_lost", {})


@pytest.mark.parametrize(
    ("issued", "cause"),
    [
        ({"days": -1}, "address_certificate_expired"),
        ({"complete": False}, "address_certificate_chain"),
    ],
)
async def test_a_faulty_certificate_is_named(
    start_proxy: StartProxy, name: str, authority: Authority, issued: dict[str, Any], cause: str
) -> None:
    """The administrator of the proxy finds the remedy in the text."""
    async with start_proxy(name, certificate=authority.issue(**issued)) as behind:
        result = await behind.try_address()
    assert found(result) == (cause, {"host": "127.0.0.1"})


async def test_a_certificate_for_another_name_is_named(
    start_proxy: StartProxy, authority: Authority
) -> None:
    """Only nginx has it, because Caddy would end the handshake."""
    async with start_proxy("nginx", certificate=authority.issue(host="203.0.113.7")) as behind:
        result = await behind.try_address()
    assert found(result) == ("address_certificate_name", {"host": "127.0.0.1"})


async def test_a_private_authority_is_named(
    start_proxy: StartProxy, name: str, tmp_path: Path
) -> None:
    """Its chain is complete, but its root is unknown."""
    folder = tmp_path / "private"
    folder.mkdir()
    async with start_proxy(name, certificate=Authority(folder).issue()) as behind:
        result = await behind.try_address()
    assert found(result) == ("address_certificate_private", {"host": "127.0.0.1"})


async def test_a_proxy_without_a_certificate_for_the_name_is_named(start_proxy: StartProxy) -> None:
    """It ends the handshake with an alert."""
    async with start_proxy("nginx", site="ssl_reject_handshake on;") as behind:
        result = await behind.try_address()
    assert found(result) == ("address_no_certificate", {"host": "127.0.0.1"})


async def test_a_proxy_without_tls_is_named(start_proxy: StartProxy) -> None:
    """Its port 443 has a server without the word ``ssl``."""
    port = unused_port()
    async with start_proxy("nginx", site=f"listen 127.0.0.1:{port};") as behind:
        result = await behind.try_address(port=port)
    assert found(result) == ("address_no_tls", {"host": "127.0.0.1", "port": str(port)})


async def test_a_proxy_that_needs_tls_1_3_is_named(start_proxy: StartProxy) -> None:
    """We could connect, but SmartThings could not."""
    async with start_proxy("nginx", site="ssl_protocols TLSv1.3;") as behind:
        result = await behind.try_address()
    assert found(result) == ("address_tls_version", {})
