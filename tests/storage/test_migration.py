"""Entries of every earlier version are loaded and updated."""

from typing import Any

import pytest
from homeassistant.config_entries import ConfigEntryState

from custom_components.smartthings_smartapp.config_flow import SmartAppConfigFlow
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.issues.issue import raised_issues
from custom_components.smartthings_smartapp.location.options import Options
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from custom_components.smartthings_smartapp.storage.migration import migrated
from simulator.devices.ids import Devices
from tests.common.entities import state_of
from tests.common.storage import FIRST_KEYS, PRESENT_KEYS
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)


OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"offline": "keep", "left_out": [], "longest_interval": 60, "raw_events": False},
    {
        "offline": "sleepers_keep",
        "left_out": [],
        "longest_interval": 30,
        "raw_events": True,
        "generic_entities": False,
    },
)
"""The shapes of options, by age."""


async def as_of(world: World, entry: SmartThingsConfigEntry, minor: int, **changes: Any) -> None:  # noqa: ANN401
    """Give an entry the shape of a version, and set it up as a start does."""
    entries = world.hass.config_entries
    await entries.async_unload(entry.entry_id)
    keys = FIRST_KEYS if minor == 1 else PRESENT_KEYS
    data = {key: entry.data[key] for key in keys} | changes
    entries.async_update_entry(entry, data=data, minor_version=minor, version=1)
    await entries.async_setup(entry.entry_id)
    await world.settle()


def test_the_flow_creates_entries_of_the_current_version() -> None:
    """The version increases with each added or removed key: see ``migration.py``."""
    assert (SmartAppConfigFlow.VERSION, SmartAppConfigFlow.MINOR_VERSION) == (1, 2)


@pytest.mark.parametrize("minor", [1, 2, 3])
@pytest.mark.parametrize("extra", [{}, {"uninstalled": False}], ids=["plain", "healed"])
async def test_an_entry_of_an_earlier_or_later_version_is_loaded(
    world: World, entry: SmartThingsConfigEntry, minor: int, extra: dict[str, Any]
) -> None:
    """The current version can ignore additions of a later minor version."""
    before = dict(entry.data)
    assert set(before) == PRESENT_KEYS
    later = {"of_the_future": 1} if minor > 2 else {}
    await as_of(world, entry, minor, **extra, **later)
    assert state_of(entry) is ConfigEntryState.LOADED
    assert dict(entry.data) == before | extra | later
    assert entry.minor_version == max(minor, 2)
    assert raised_issues(world.hass, entry) == []


async def test_an_address_of_the_user_is_recognized(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The first version did not store who set it; a path that is not ours shows it."""
    await as_of(world, entry, 1, webhook_url="https://127.0.0.1:1/st")
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.data["address_typed"] is True
    assert raised_issues(world.hass, entry) == []


async def test_a_cloudhook_is_no_address_of_the_user(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It also has its own path."""
    await as_of(world, entry, 1, webhook_url="https://hooks.nabu.casa/x", cloudhook=True)
    assert entry.data["address_typed"] is False


async def test_a_polled_entry_has_no_address(world: World, entry: SmartThingsConfigEntry) -> None:
    """An API_ONLY app without one gets no deliveries."""
    await as_of(world, entry, 1, webhook_url="", app_kind="API_ONLY")
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.data["address_typed"] is False


@pytest.mark.parametrize("options", OPTIONS, ids=["none", "four", "five"])
async def test_options_of_every_shape_are_read(
    world: World, entry: SmartThingsConfigEntry, options: dict[str, Any]
) -> None:
    """An option that an earlier shape did not have gets its default."""
    world.hass.config_entries.async_update_entry(entry, options=options)
    await world.hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED
    read = Options.of(entry)
    assert read.offline == options.get("offline", "sleepers_keep")
    assert read.raw_events == options.get("raw_events", False)
    assert read.generic_entities == options.get("generic_entities", True)


async def test_an_entry_of_a_later_major_version_is_not_loaded(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Home Assistant shows it; the data stay for the later version."""
    before = dict(entry.data)
    await world.hass.config_entries.async_unload(entry.entry_id)
    world.hass.config_entries.async_update_entry(entry, version=2)
    await world.hass.config_entries.async_setup(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.MIGRATION_ERROR
    assert dict(entry.data) == before
    assert entry.domain == DOMAIN


def test_the_known_owner_of_an_address_is_kept() -> None:
    """A proxy of the user may have the path of Home Assistant."""
    data = {
        "address_typed": True,
        "cloudhook": False,
        "webhook_id": "abc",
        "webhook_url": "https://proxy.example.com/api/webhook/abc",
    }
    assert migrated(data) == data
