"""What the address check says about a proxy that lets no delivery pass."""

from typing import Any

import pytest
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
    del placeholders["path"]
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
        assert found(await behind.try_address()) == ("address_proxy", {})


@pytest.mark.parametrize(
    ("program", "site", "expected"),
    [
        ("nginx", "return 301 https://other.example.org$request_uri;", ("address_redirect", "301")),
        ("caddy", "redir https://other.example.org{uri} 302", ("address_redirect", "302")),
        ("nginx", "return 302 /login;", ("address_redirect", "302")),
        ("nginx", "client_max_body_size 10;", ("address_status", "413")),
        ("nginx", "return 401;", ("address_status", "401")),
        ("caddy", "respond 401", ("address_status", "401")),
    ],
)
async def test_an_answer_of_the_proxy_is_named(
    start_proxy: StartProxy, program: str, site: str, expected: tuple[str, str]
) -> None:
    """With its status."""
    async with start_proxy(program, site=site) as behind:
        result = await behind.try_address()
    assert found(result) == (expected[0], {"status": expected[1]})


async def test_a_path_that_the_proxy_does_not_remove_is_named(
    start_proxy: StartProxy, name: str
) -> None:
    """Home Assistant knows no such page."""
    async with start_proxy(name) as behind:
        result = await behind.try_address("/prefix")
    assert found(result) == ("address_status", {"status": "404"})


@pytest.mark.parametrize(
    ("issued", "reason"),
    [
        ((-1, True), "certificate has expired"),
        ((30, False), "unable to get local issuer certificate"),
    ],
)
async def test_a_faulty_certificate_is_named(
    start_proxy: StartProxy, name: str, authority: Authority, issued: tuple[int, bool], reason: str
) -> None:
    """In the words of OpenSSL."""
    days, complete = issued
    certificate = authority.issue(days=days, complete=complete)
    async with start_proxy(name, certificate=certificate) as behind:
        result = await behind.try_address()
    assert found(result) == ("address_certificate", {"reason": reason})
