"""Entries of every form that an earlier version made: each loads, and is brought up to date."""

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
"""The forms of options, by age."""


async def as_of(world: World, entry: SmartThingsConfigEntry, minor: int, **changes: Any) -> None:  # noqa: ANN401
    """Give an entry the form of a version, and set it up as a start does."""
    entries = world.hass.config_entries
    await entries.async_unload(entry.entry_id)
    keys = FIRST_KEYS if minor == 1 else PRESENT_KEYS
    data = {key: entry.data[key] for key in keys} | changes
    entries.async_update_entry(entry, data=data, minor_version=minor, version=1)
    await entries.async_setup(entry.entry_id)
    await world.settle()


def test_the_flow_makes_entries_of_the_present_form() -> None:
    """The number goes up with each key that the data gains or loses: see ``migration.py``."""
    assert (SmartAppConfigFlow.VERSION, SmartAppConfigFlow.MINOR_VERSION) == (1, 2)


@pytest.mark.parametrize("minor", [1, 2, 3])
@pytest.mark.parametrize("extra", [{}, {"uninstalled": False}], ids=["plain", "healed"])
async def test_an_entry_of_an_earlier_or_later_version_loads(
    world: World, entry: SmartThingsConfigEntry, minor: int, extra: dict[str, Any]
) -> None:
    """A later minor version adds what this one can do without."""
    before = dict(entry.data)
    assert set(before) == PRESENT_KEYS
    later = {"of_the_future": 1} if minor > 2 else {}
    await as_of(world, entry, minor, **extra, **later)
    assert state_of(entry) is ConfigEntryState.LOADED
    assert dict(entry.data) == before | extra | later
    assert entry.minor_version == max(minor, 2)
    assert raised_issues(world.hass, entry) == []


async def test_an_address_of_the_user_stays_theirs(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The first form did not say who chose it; another path than ours tells."""
    await as_of(world, entry, 1, webhook_url="https://127.0.0.1:1/st")
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.data["address_typed"] is True
    assert raised_issues(world.hass, entry) == []


async def test_a_cloudhook_is_no_address_of_the_user(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It has a path of its own, too."""
    await as_of(world, entry, 1, webhook_url="https://hooks.nabu.casa/x", cloudhook=True)
    assert entry.data["address_typed"] is False


async def test_a_polled_entry_has_no_address(world: World, entry: SmartThingsConfigEntry) -> None:
    """Nothing is delivered to an API_ONLY app without one."""
    await as_of(world, entry, 1, webhook_url="", app_kind="API_ONLY")
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.data["address_typed"] is False


@pytest.mark.parametrize("options", OPTIONS, ids=["none", "four", "five"])
async def test_options_of_every_form_are_read(
    world: World, entry: SmartThingsConfigEntry, options: dict[str, Any]
) -> None:
    """A choice that an earlier form did not know has its default."""
    world.hass.config_entries.async_update_entry(entry, options=options)
    await world.hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED
    read = Options.of(entry)
    assert read.offline == options.get("offline", "sleepers_keep")
    assert read.raw_events == options.get("raw_events", False)
    assert read.generic_entities == options.get("generic_entities", True)


async def test_an_entry_of_a_later_major_version_is_left_alone(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Home Assistant says so; the data wait for the later version to come back."""
    before = dict(entry.data)
    await world.hass.config_entries.async_unload(entry.entry_id)
    world.hass.config_entries.async_update_entry(entry, version=2)
    await world.hass.config_entries.async_setup(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.MIGRATION_ERROR
    assert dict(entry.data) == before
    assert entry.domain == DOMAIN


def test_what_an_entry_says_of_its_address_is_kept() -> None:
    """A proxy of the user may have the path that Home Assistant uses itself."""
    data = {
        "address_typed": True,
        "cloudhook": False,
        "webhook_id": "abc",
        "webhook_url": "https://proxy.example.com/api/webhook/abc",
    }
    assert migrated(data) == data
