"""The files of the integration on a real disk: their contents and their permissions."""

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch
from uuid import UUID

import atomicwrites  # type: ignore[import-untyped] # it has no types
import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smartthings_smartapp import async_setup
from custom_components.smartthings_smartapp.cloud.auth.token_pair import TokenPair
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from custom_components.smartthings_smartapp.storage.certificates import CertificateStore
from custom_components.smartthings_smartapp.storage.pending_removals import (
    PendingRemoval,
)
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.common.entities import state_of
from tests.common.flows import reauth_flows
from tests.common.restart import restart_definitions
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)

NOW = dt_util.utcnow()
FIRST = TokenPair(
    access_token="access-1", refresh_token="refresh-1", expires_at=NOW, renewed_at=NOW
)

SHAPES = (
    "[]",
    "7",
    "null",
    '"text"',
    '{"data": {}}',
    '{"version": 1}',
    '{"version": "x", "data": {}}',
    '{"version": 0, "minor_version": 1, "data": {}}',
    '{"version": 1, "minor_version": "x", "data": []}',
    '{"version": 1, "minor_version": 1, "data": [[]]}',
    '{"version": 1, "minor_version": 1, "data": {"a/1": 7, "b": null, "c/²": {"read": 1}}}',
)
"""Valid JSON that is no file of this integration."""


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Use the real storage of Home Assistant, which tests otherwise replace."""
    return {}


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give each test its own folder."""
    return hass_tmp_config_dir


def file_of(hass: HomeAssistant, name: str) -> Path:
    """Return a file of the integration."""
    return Path(hass.config.path(".storage", f"{DOMAIN}.{name}"))


def put(file: Path, content: str) -> None:
    """Replace a file, which may be open."""
    new = file.with_name("new")
    new.write_text(content)
    new.replace(file)


@contextmanager
def noted() -> Iterator[list[str]]:
    """Record which files are synced to the disk, and which replace others."""
    steps: list[str] = []

    def note(module: ModuleType, name: str) -> Any:  # noqa: ANN401 (as unittest has it)
        real = getattr(module, name)

        def step(*arguments: Any, **more: Any) -> Any:  # noqa: ANN401 (those of the function)
            steps.append(name)
            return real(*arguments, **more)

        return patch.object(module, name, step)

    with note(atomicwrites, "_proper_fsync"), note(os, "replace"), note(os, "rename"):
        yield steps


async def test_a_token_file_is_private_and_complete(hass: HomeAssistant) -> None:
    """Others must not read it, and a power cut must leave either the old or the new file."""
    with noted() as steps:
        await domain_data(hass).tokens.store("app").save(FIRST)
    file = file_of(hass, "app")
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())["data"]["refresh_token"] == FIRST.refresh_token
    assert steps == ["_proper_fsync", "rename", "_proper_fsync"], "else the old one is lost early"


async def test_two_saves_at_the_same_time_lose_no_pair(hass: HomeAssistant) -> None:
    """An UPDATE may arrive during a renewal, each with a pair that the other does not know."""
    await domain_data(hass).tokens.store("app").save(FIRST)
    for number in range(3):
        savers = [domain_data(hass).tokens.store("app") for _ in range(2)]
        known = [await saver.load() for saver in savers]
        pairs = [
            replace(FIRST, refresh_token=f"refresh-{number}-{name}", former=())
            for name in ("renewed", "delivered")
        ]
        await asyncio.gather(*(saver.save(pair) for saver, pair in zip(savers, pairs, strict=True)))
        stored = await domain_data(hass).tokens.store("app").load()
        assert all(known)
        assert stored is not None
        kept = {pair.refresh_token for pair in stored.every()}
        assert {pair.refresh_token for pair in pairs} <= kept


@pytest.fixture
async def cabin(world: World, entry: SmartThingsConfigEntry) -> SmartThingsConfigEntry:
    """Set up another location."""
    return await world.add_location(CABIN_LOCATION)


async def test_a_file_of_another_shape_stops_nothing(
    world: World, entry: SmartThingsConfigEntry, cabin: SmartThingsConfigEntry
) -> None:
    """Definitions are read again; without tokens the user is asked, and others are not affected."""
    tokens = file_of(world.hass, entry.data["installed_app_id"])
    good = tokens.read_text()
    for shape in SHAPES:
        put(file_of(world.hass, "certificates"), shape)
        certificates = CertificateStore(world.hass)
        await certificates.load()
        assert certificates.certificates == {}, shape
        put(file_of(world.hass, "capabilities"), shape)
        restart_definitions(world.hass)
        await world.hass.config_entries.async_reload(cabin.entry_id)
        assert state_of(cabin) is ConfigEntryState.LOADED, shape
        put(tokens, shape)
        await world.hass.config_entries.async_reload(entry.entry_id)
        assert state_of(entry) is ConfigEntryState.SETUP_ERROR, shape
        await world.hass.async_block_till_done()
        assert len(reauth_flows(world.hass)) == 1, shape
    put(tokens, good)
    await world.hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("access_token", "two\r\nlines"),
        ("access_token", "tökén"),
        ("refresh_token", 7),
        ("expires_at", "0001-01-01T00:00:00+00:00"),
        ("renewed_at", "9999-12-31T23:59:59+00:00"),
        ("former", [[], {"former": [{}]}, 7]),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_an_invalid_member_of_a_token_file_stops_nothing(
    world: World, entry: SmartThingsConfigEntry, member: str, value: object
) -> None:
    """The other members are used: one of the two tokens is enough."""
    tokens = file_of(world.hass, entry.data["installed_app_id"])
    stored = json.loads(tokens.read_text())
    stored["data"][member] = value
    put(tokens, json.dumps(stored))
    await world.hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED


def our_files(hass: HomeAssistant, pattern: str) -> set[str]:
    """Return the names of our files without their common part."""
    folder = Path(hass.config.path(".storage"))
    return {file.name.removeprefix(f"{DOMAIN}.") for file in folder.glob(f"{DOMAIN}.{pattern}")}


async def test_replaced_installations_leave_no_tokens(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Each installation has its own file, whose tokens may be valid for a month."""
    seen = set()
    for _ in range(3):
        seen.add(entry.data["installed_app_id"])
        await world.simulator.uninstall(entry.data["installed_app_id"])
        await world.settle()
        for flow_id in reauth_flows(world.hass):  # An open dialog delays the reload.
            world.hass.config_entries.flow.async_abort(flow_id)
        await world.simulator.install(entry.data["app_id"], HOME_LOCATION)
        await world.settle()
        assert state_of(entry) is ConfigEntryState.LOADED
    assert len(seen) == 3
    assert our_files(world.hass, "*-*-*") == {entry.data["installed_app_id"]} - seen


ORPHAN = "11111111-2222-4333-8444-555555555555"
PENDING = "66666666-2222-4333-8444-555555555555"


async def test_a_start_deletes_unused_tokens(
    hass: HomeAssistant,
) -> None:
    """They are in files of earlier versions, of ended dialogs, and in damaged files."""
    used = MockConfigEntry(domain=DOMAIN, data={"installed_app_id": str(UUID(int=1))})
    used.add_to_hass(hass)
    hass.set_state(CoreState.starting)
    others = ("capabilities", "keys", "keys.corrupt.2026-11-30T17:00:00+00:00", "x-y-z")
    kept = {*others, PENDING, str(UUID(int=1)), f"{UUID(int=1)}.corrupt.2026"}
    gone = {ORPHAN, f"{ORPHAN}.corrupt.2026-11-30T17:00:00+00:00"}
    since = dt_util.utcnow()
    await domain_data(hass).pending_removals.add(
        PENDING, PendingRemoval(client_id="i", client_secret="s", title="Home", since=since)
    )
    for name in kept | gone:
        put(file_of(hass, name), "{}")
    removals_file = file_of(hass, "removals")
    assert removals_file.stat().st_mode & 0o777 == 0o600
    assert await async_setup(hass, {})
    assert our_files(hass, "*") == kept | {"removals"}
