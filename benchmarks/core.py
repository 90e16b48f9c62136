"""Home Assistant's own ``smartthings``, fed from the simulator's home without any cloud."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, override
from unittest.mock import AsyncMock, patch

import orjson
import pysmartthings
from homeassistant.core import HomeAssistant
from pysmartthings import Subscription
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator.devices.home import Home
from simulator.devices.house import SYNTHETIC_LOCATION

_CORE = "homeassistant.components.smartthings"


def _client(home: Home) -> type[pysmartthings.SmartThings]:
    """Return a client class that reads a home in place of the cloud."""

    class Client(pysmartthings.SmartThings):
        @override
        async def _get(self, uri: str, params: dict[str, Any] | None = None) -> str:
            match uri.split("/")[1:]:
                case ["devices"]:
                    return _text({"items": [device.item for device in home.devices.values()]})
                case ["devices", device_id, "status"]:
                    return _text({"components": home.devices[device_id].status})
                case ["devices", device_id, "health"]:
                    return _text(home.devices[device_id].health)
                case ["locations", location_id, "rooms"]:
                    return _text({"items": home.rooms[location_id]})
                case ["scenes"]:
                    return _text({"items": []})
            raise ValueError(uri)

        @override
        async def create_subscription(
            self, location_id: str, installed_app_id: str
        ) -> Subscription:
            return Subscription("subscription", "https://example.invalid", "name")

        @override
        async def subscribe(
            self,
            location_id: str,
            installed_app_id: str,
            initial_subscription: Subscription | None = None,
        ) -> None:
            await asyncio.Event().wait()

        @override
        async def delete_subscription(self, subscription_id: str) -> None:
            pass

    return Client


def _text(reply: object) -> str:
    return orjson.dumps(reply).decode()


@contextmanager
def _fed(home: Home) -> Iterator[None]:
    """Put the home in the place of the cloud and of the login."""
    with (
        patch(f"{_CORE}.SmartThings", _client(home)),
        patch(f"{_CORE}.async_get_config_entry_implementation", AsyncMock()),
        patch(f"{_CORE}.OAuth2Session.async_ensure_token_valid", AsyncMock()),
    ):
        yield


async def add_core_entry(hass: HomeAssistant, home: Home) -> None:
    """Set core's integration up for a home."""
    entry = MockConfigEntry(
        domain="smartthings",
        version=3,
        minor_version=3,
        unique_id=SYNTHETIC_LOCATION,
        data={
            "auth_implementation": "benchmark",
            "location_id": SYNTHETIC_LOCATION,
            "token": {"access_token": "token", "installed_app_id": "app", "expires_at": 4e9},
        },
    )
    entry.add_to_hass(hass)
    with _fed(home):
        if not await hass.config_entries.async_setup(entry.entry_id):
            raise RuntimeError(entry.reason)
