"""Starts a simulator and a Home Assistant that uses it, and creates a user."""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from scripts.demo_driver.config_folder import ConfigFolder
from scripts.demo_driver.home_assistant import HomeAssistant
from scripts.demo_driver.processes import DemoError, Program, require_free, running
from scripts.demo_driver.relays import DIRECT, RELAYS
from scripts.demo_driver.relays.way import Way
from scripts.demo_driver.simulator_control import SimulatorControl

REPOSITORY = Path(__file__).resolve().parents[2]
USER, PASSWORD = "demo", "demo"
_STAND_INS = Path(__file__).with_name("stand_ins")
_START_SECONDS = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The programs to start, and their folder and ports."""

    folder: Path
    """The configuration folder. It is written anew, and contains the output of both programs."""
    python: Path
    """The Python of the environment with Home Assistant."""
    port: int
    simulator_port: int
    speed: float | None = None
    """How fast people and devices act by themselves; None for a home without activity."""
    debug: bool = False
    """Whether the integration writes debug logs."""
    storage: Path | None = None
    """The storage of an earlier Home Assistant."""
    relay: str = DIRECT
    """The way of the deliveries, a name in `RELAYS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launched:
    """The two running programs."""

    simulator: SimulatorControl
    simulator_program: Program
    home_assistant: HomeAssistant
    home_assistant_program: Program
    folder: Path
    way: Way

    def log(self) -> str:
        """Return Home Assistant's log so far."""
        return (self.folder / "home-assistant.log").read_text(encoding="utf-8", errors="replace")


@contextlib.asynccontextmanager
async def launched(
    setting: Setting, session: aiohttp.ClientSession, say: Callable[[str], None]
) -> AsyncIterator[Launched]:
    """Run both programs during the block. Home Assistant has a user and no integrations.

    Raises DemoError if a port is in use or a program does not start.
    """
    for port in (setting.port, setting.simulator_port):
        require_free(port)
    simulator = SimulatorControl(session, f"http://127.0.0.1:{setting.simulator_port}")
    home_assistant = HomeAssistant(session, f"http://127.0.0.1:{setting.port}")
    config = ConfigFolder(
        path=setting.folder,
        repository=REPOSITORY,
        port=setting.port,
        simulator_url=simulator.url,
        debug=setting.debug,
        storage=setting.storage,
    )
    config.clear()
    async with RELAYS[setting.relay](setting.folder, setting.port) as way:
        config.write(way)
        say(f"Starting the simulator at {simulator.url}")
        async with running(_simulator(setting, way)) as simulator_program:
            say(f"Starting Home Assistant at {home_assistant.url}")
            async with running(_home_assistant(setting, way)) as program:
                await _until_up(simulator_program, simulator.is_up)
                await _until_up(program, home_assistant.is_up)
                say("Creating the user")
                await home_assistant.create_user("Demo", USER, PASSWORD)
                version = await home_assistant.wait_running()
                await home_assistant.confirm_http_settings()
                say(f"Home Assistant {version} has started")
                yield Launched(
                    simulator=simulator,
                    simulator_program=simulator_program,
                    home_assistant=home_assistant,
                    home_assistant_program=program,
                    folder=setting.folder,
                    way=way,
                )


def _simulator(setting: Setting, way: Way) -> Program:
    life = [] if setting.speed is None else ["--live", "--speed", str(setting.speed)]
    return Program(
        "The simulator",
        [sys.executable, "-m", "simulator", "--port", str(setting.simulator_port), *life],
        folder=REPOSITORY,
        output=setting.folder / "simulator.log",
        environment=way.environment,
    )


def _home_assistant(setting: Setting, way: Way) -> Program:
    return Program(
        "Home Assistant",
        [
            *(str(setting.python), "-m", "homeassistant", "--config", str(setting.folder)),
            *("--skip-pip", "--log-no-color"),
        ],
        folder=REPOSITORY,
        output=setting.folder / "output.log",
        environment={**way.environment, "PYTHONPATH": str(_STAND_INS)},  # before other folders
    )


async def _until_up(program: Program, is_up: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not await is_up():
        program.require_running()
        if time.monotonic() > deadline:
            msg = f"{program.name} does not answer:\n{program.tail()}"
            raise DemoError(msg)
        await asyncio.sleep(0.1)
