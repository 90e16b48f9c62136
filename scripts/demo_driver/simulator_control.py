"""What the demo asks of the simulator, over its control routes."""

import asyncio
from typing import TypedDict

import aiohttp

from scripts.demo_driver.home_assistant import Json


class Call(TypedDict):
    """A call that the simulated cloud received; `path` is without the query."""

    method: str
    path: str
    token_kind: str
    status: int


class Command(TypedDict):
    """One command of an accepted request."""

    component: str
    capability: str
    command: str


class ReceivedCommands(TypedDict):
    """An accepted command request."""

    device_id: str
    commands: list[Command]


class SimulatorControl:
    """A running simulator."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Take the URL without a trailing slash."""
        self._session = session
        self.url = url

    async def is_up(self) -> bool:
        """Return whether the web server answers."""
        try:
            async with self._session.get(f"{self.url}/home") as response:
                return response.ok
        except aiohttp.ClientConnectionError:
            return False

    async def create_pat(self) -> str:
        """Create a personal access token with all scopes."""
        async with self._session.post(f"{self.url}/simulator/pats") as response:
            response.raise_for_status()
            reply: dict[str, str] = await response.json()
            return reply["token"]

    async def calls(self) -> list[Call]:
        """Return every call the cloud received so far."""
        async with self._session.get(f"{self.url}/simulator/calls") as response:
            calls: list[Call] = await response.json()
            return calls

    async def commands(self) -> list[ReceivedCommands]:
        """Return every command request the cloud accepted so far."""
        async with self._session.get(f"{self.url}/simulator/commands") as response:
            commands: list[ReceivedCommands] = await response.json()
            return commands

    async def subscriptions(self) -> list[dict[str, Json]]:
        """Return the subscriptions that exist, as the cloud's API shows them."""
        async with self._session.get(f"{self.url}/simulator/subscriptions") as response:
            subscriptions: list[dict[str, Json]] = await response.json()
            return subscriptions

    async def set_attribute(
        self, device_id: str, capability: str, attribute: str, value: Json
    ) -> None:
        """Change a device of the home, as if somebody had done it by hand."""
        change = {
            "component": "main",
            "capability": capability,
            "attribute": attribute,
            "value": value,
        }
        async with self._session.post(
            f"{self.url}/home/devices/{device_id}", json=change
        ) as response:
            response.raise_for_status()

    async def wait_quiet(self, seconds: float) -> list[Call]:
        """Wait until no call came for so many seconds, and return all calls."""
        calls = await self.calls()
        while True:
            await asyncio.sleep(seconds)
            later = await self.calls()
            if len(later) == len(calls):
                return later
            calls = later
