"""Addresses as users enter and paste them: the form always shows an answer."""

from itertools import product
from random import Random

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.webhook.public_url import usable_url
from simulator import Simulator
from tests.common.world import Resolve, World

SEED = 20_261_130
TYPED = 400

SCHEMES = ("https://", "https://", "https://", "HTTPS://", "https:", "https:/", "http://", "", "//")
USERS = ("", "", "", "", "me@", "me:word@", ":@", "@", "ü:ü@", "%40@")
HOSTS = (
    "ha.example.com",
    "ha..example.com",
    ".example.com",
    "ha.example.com.",
    "ü..com",
    "bücher.example",
    "xn--zz.com",
    "xn--.com",
    "xn--" + "a" * 60 + ".com",
    "😀.example",
    "\N{FULLWIDTH LATIN CAPITAL LETTER H}a.example",
    "\N{ARABIC-INDIC DIGIT ONE}.com",
    "a" * 64 + ".com",
    ".".join(["a" * 60] * 5),
    "ü" * 63 + ".com",
    "-ha-.example.com",
    "ha_home.example.com",
    "ha example.com",
    "ha\t.example.com",
    "ha\u200d.example.com",
    "*.example.com",
    "%zz",
    "a%2fb.com",
    "",
    "1.2.3.4",
    "256.1.1.1",
    "0x7f.1",
    "[::1]",
    "[::1",
    "::1",
    "[fe80::1%25eth0]",
    "[2001:db8::1]",
    "[v1.x]",
    "localhost",
    "ha\\example.com",
)
PORTS = ("", "", "", ":443", ":8123", ":0", ":99999", ":-1", ":port", ":", ":443:443")
PATHS = (
    "",
    "/",
    "/hook",
    "/ho ok",
    "/hook?",
    "/hook?secret=1",
    "/hook#there",
    "/%zz",
    "/a/../b",
    "/ü",
    "/\x00",
    "/\ud800",
    "\\hook",
    "/" + "a" * 3000,
)
ODD = ("", " ", "https://", "http", "?", "#", "https://?", "\x00", "😀", "https://[", "a" * 5000)


def _typed() -> list[str]:
    random = Random(SEED)  # noqa: S311 - not for secrets
    parts = (SCHEMES, USERS, HOSTS, PORTS, PATHS)
    return [
        *ODD,
        *("".join(pair) for pair in product(("https://",), HOSTS)),
        *("".join(random.choice(part) for part in parts) for _ in range(TYPED)),
    ]


async def test_every_input_is_answered_in_the_form(
    hass: HomeAssistant, enable_custom_integrations: None, simulator: Simulator, resolve: Resolve
) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    resolve({})
    result = await World(hass, simulator, "").open_address_form()
    seen = set()
    for typed in _typed():
        result = await hass.config_entries.flow.async_configure(
            result["flow_id"], {"webhook_url": typed}
        )
        assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "webhook"), typed
        assert result["errors"], typed
        seen.add(result["errors"]["webhook_url"])
    assert seen == {
        "webhook_unusable",
        "address_unknown_name",
        "address_not_public",
        "address_port",
    }


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("HTTPS://HA.example.com/hook", "https://ha.example.com/hook"),
        ("https://bücher.example/hook", "https://xn--bcher-kva.example/hook"),
        ("https://ha.example.com/my hook", "https://ha.example.com/my%20hook"),
        ("https://ha.example.com/ü", "https://ha.example.com/%C3%BC"),
        ("https://ha.example.com", "https://ha.example.com"),
        ("https://[2001:db8::1]/hook", "https://[2001:db8::1]/hook"),
    ],
)
def test_the_path_is_registered_as_it_is_signed(typed: str, url: str) -> None:
    """SmartThings sends to the registered URL, and signs it."""
    assert usable_url(typed, allow_http=False) == url
