"""A location runs for days while everything around it fails, and is right again afterwards."""

import asyncio
import importlib
import json
import logging
import os
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, override
from uuid import UUID

import pytest
from freezegun.api import FrozenDateTimeFactory

import simulator
from simulator import Simulator
from simulator.delivery.signing import KEY_FOLDER

from .door import Door
from .life import Life, end_threads
from .story import Report, Story, build_home, options_of

_BEGIN = "2026-03-02T08:00:00Z"
_SPELLS = 3


class _Complaints(logging.Handler):
    """Collects every logged traceback, except for those of a killed process."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []
        self.life: Life | None = None

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if self.life is not None and self.life.burying:
            return
        text = logging.Formatter().format(record)
        if record.exc_info or "Traceback" in text:
            self.heard.append(text)


@contextmanager
def _complaints() -> Iterator[_Complaints]:
    root = logging.getLogger()
    level = root.level
    handler = _Complaints()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    try:
        yield handler
    finally:
        root.setLevel(level)
        root.removeHandler(handler)


@dataclass(slots=True)
class FinishedLife:
    """A finished life."""

    report: Report
    journal: list[str] = field(default_factory=list)
    calls: list[tuple[str, str, int]] = field(default_factory=list)


type RunLife = Callable[[int], Awaitable[FinishedLife]]


def _write_down(report: Report) -> None:
    """Add a line to the file that the environment names (`scripts/chaos`)."""
    if path := os.environ.get("CHAOS_REPORT"):
        with Path(path).open("a") as file:
            file.write(json.dumps(report.as_json()) + "\n")


def _number_ids(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Draw the cloud's ids from the seed too, because the order of many things depends on them."""
    numbers = Random(f"ids {seed}")  # noqa: S311 (the ids are no secret)

    def draw() -> UUID:
        return UUID(int=numbers.getrandbits(128), version=4)

    for info in pkgutil.walk_packages(simulator.__path__, "simulator."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name in ("uuid1", "uuid4"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, draw)


@pytest.fixture
async def run_life(
    socket_enabled: None,
    hass_storage: dict[str, Any],
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[RunLife]:
    """Return a function that runs the life of a seed to its end."""

    async def live(seed: int) -> FinishedLife:
        freezer.move_to(_BEGIN)
        hass_storage.clear()
        # Stack traces of every task would take most of the time.
        asyncio.get_running_loop().set_debug(False)
        _number_ids(monkeypatch, seed)
        home, spare = build_home(seed)
        options = options_of(seed)
        async with AsyncExitStack() as stack:
            cloud = await stack.enter_async_context(Simulator(home, options=options))
            door = await stack.enter_async_context(Door())
            complaints = stack.enter_context(_complaints())
            life = Life(cloud, door, hass_storage, freezer)
            complaints.life = life
            stack.push_async_callback(life.end)
            story = Story(life, seed, spare)
            await life.begin(story.report.allowance)
            report = await story.run_life(_SPELLS)
            left = await life.unload()
            assert not left, f"seed {seed}: left behind: {left}"
            assert not complaints.heard, f"seed {seed}: {complaints.heard[0]}"
            # The name of a key is secret in the cloud, and not drawn.
            calls = [
                (call.method, call.path, call.status)
                for call in cloud.calls
                if not call.path.startswith(KEY_FOLDER)
            ]
        return FinishedLife(report, story.journal, calls)

    yield live
    await end_threads()


async def test_after_each_spell_of_trouble_the_location_is_as_in_the_cloud(
    run_life: RunLife, seed: int
) -> None:
    """No state is wrong for longer than one poll, and the user is asked only if that helps."""
    report = await run_life(seed)
    _write_down(report.report)


async def test_the_same_seed_has_the_same_story(run_life: RunLife) -> None:
    """Otherwise no failure could be reproduced."""
    first, second = await run_life(7), await run_life(7)
    assert first.journal == second.journal
    assert first.calls == second.calls
