"""Home Assistant's own ``smartthings``, fed from the simulator's home without any cloud."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, override
from unittest.mock import AsyncMock, patch

import orjson
import pysmartthings
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pysmartthings import Subscription
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator.devices.home import Home

_CORE = "homeassistant.components.smartthings"


class _Streamed(pysmartthings.SmartThings):
    """A client with its own stream of events, or with none."""

    stream: ClassVar[str | None] = None

    @override
    async def create_subscription(self, location_id: str, installed_app_id: str) -> Subscription:
        return Subscription("subscription", self.stream or "https://example.invalid", "name")

    @override
    async def subscribe(
        self,
        location_id: str,
        installed_app_id: str,
        initial_subscription: Subscription | None = None,
    ) -> None:
        if self.stream is None:
            await asyncio.Event().wait()
        await super().subscribe(location_id, installed_app_id, initial_subscription)

    @override
    async def delete_subscription(self, subscription_id: str) -> None:
        pass


def _client(home: Home, here: str, stream: str | None) -> type[pysmartthings.SmartThings]:
    """Return a client class that reads a home in place of the cloud."""

    class Client(_Streamed):
        @override
        async def _get(self, uri: str, params: dict[str, Any] | None = None) -> str:
            match uri.split("/")[1:]:
                case ["devices"]:
                    devices = home.devices.values()
                    return _text(
                        {"items": [device.item for device in devices if device.location_id == here]}
                    )
                case ["devices", device_id, "status"]:
                    return _text({"components": home.devices[device_id].status})
                case ["devices", device_id, "health"]:
                    return _text(home.devices[device_id].health)
                case ["locations", location_id, "rooms"]:
                    return _text({"items": home.rooms[location_id]})
                case ["scenes"]:
                    return _text({"items": []})
            raise ValueError(uri)

    Client.stream = stream
    return Client


def _text(reply: object) -> str:
    return orjson.dumps(reply).decode()


@contextmanager
def _fed(home: Home, location_id: str, stream: str | None) -> Iterator[None]:
    """Put the home in the place of the cloud and of the login."""
    with (
        patch(f"{_CORE}.SmartThings", _client(home, location_id, stream)),
        patch(f"{_CORE}.async_get_config_entry_implementation", AsyncMock()),
        patch(f"{_CORE}.OAuth2Session.async_ensure_token_valid", AsyncMock()),
    ):
        yield


async def add_core_entry(
    hass: HomeAssistant,
    home: Home,
    location_id: str,
    *,
    all_entities: bool = False,
    stream: str | None = None,
) -> ConfigEntry:
    """Set core's integration up for a location, if asked with the entities it leaves disabled.

    ``stream`` is the URL of its events; without one, there are none.
    """
    made = MockConfigEntry(
        domain="smartthings",
        version=3,
        minor_version=3,
        unique_id=location_id,
        data={
            "auth_implementation": "benchmark",
            "location_id": location_id,
            "token": {"access_token": "token", "installed_app_id": "app", "expires_at": 4e9},
        },
    )
    made.add_to_hass(hass)
    entry: ConfigEntry = made
    with _fed(home, location_id, stream):
        if not await hass.config_entries.async_setup(entry.entry_id):
            raise RuntimeError(entry.reason)
        if all_entities:
            registry = er.async_get(hass)
            for item in er.async_entries_for_config_entry(registry, entry.entry_id):
                registry.async_update_entity(item.entity_id, disabled_by=None)
            await hass.config_entries.async_reload(entry.entry_id)
            await hass.async_block_till_done()
    return entry
