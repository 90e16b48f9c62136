"""Controls the simulator through its own routes, and with the API as the CLI does."""

import asyncio
from typing import Any, NamedTuple, TypedDict

import aiohttp

from scripts.demo_driver.home_assistant import Json


class Call(TypedDict):
    """A call of the simulated cloud; `path` is without the query."""

    method: str
    path: str
    token_kind: str
    status: int


class App(NamedTuple):
    """An app of the account; the target is empty if there are no deliveries."""

    app_id: str
    kind: str
    target_url: str
    target_status: str


class Delivery(TypedDict):
    """A POST of the simulated cloud, and the status of the answer."""

    lifecycle: str
    url: str
    status: int | None


class Command(TypedDict):
    """A command of an accepted request."""

    component: str
    capability: str
    command: str
    arguments: list[Json]


class ReceivedCommands(TypedDict):
    """An accepted command request."""

    device_id: str
    commands: list[Command]


class SimulatorControl:
    """A running simulator."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Use a URL without a trailing slash."""
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

    async def set_options(self, **options: Json) -> dict[str, Json]:
        """Change options of the cloud, and return all options."""
        async with self._session.post(f"{self.url}/simulator/options", json=options) as response:
            response.raise_for_status()
            now: dict[str, Json] = await response.json()
            return now

    async def request(self, method: str, path: str, body: Json = None) -> Any:  # noqa: ANN401 - each call has its own reply
        """Call the cloud's API with a personal access token, as the SmartThings CLI does."""
        headers = {"Authorization": f"Bearer {await self.create_pat()}"}
        async with self._session.request(
            method, f"{self.url}{path}", json=body, headers=headers
        ) as response:
            response.raise_for_status()
            return await response.json()

    async def apps(self) -> list[App]:
        """Return the apps of the account."""
        listed = (await self.request("GET", "/apps"))["items"]
        shown = [await self.request("GET", f"/apps/{app['appId']}") for app in listed]
        targets = [app.get("webhookSmartApp") or app["apiOnly"]["subscription"] for app in shown]
        return [
            App(
                app["appId"],
                app["appType"],
                target.get("targetUrl", ""),
                target.get("targetStatus", ""),
            )
            for app, target in zip(shown, targets, strict=True)
        ]

    async def delete_app(self, app_id: str) -> None:
        """Remove an app from the account, with its installations."""
        await self.request("DELETE", f"/apps/{app_id}")

    async def calls(self) -> list[Call]:
        """Return all calls of the cloud so far."""
        async with self._session.get(f"{self.url}/simulator/calls") as response:
            calls: list[Call] = await response.json()
            return calls

    async def commands(self) -> list[ReceivedCommands]:
        """Return all accepted command requests so far."""
        async with self._session.get(f"{self.url}/simulator/commands") as response:
            commands: list[ReceivedCommands] = await response.json()
            return commands

    async def notifications(self) -> list[str]:
        """Return the texts of all notifications to phones so far."""
        async with self._session.get(f"{self.url}/simulator/notifications") as response:
            sent = [item["body"]["messages"][0] for item in await response.json()]
        return [str(text["body"]) for message in sent for text in message.values()]

    async def mode(self, location: str) -> str:
        """Return the name of the current mode of a location, by its name."""
        async with self._session.get(f"{self.url}/home/state") as response:
            places = (await response.json())["locations"]
        return next(str(place["mode"]) for place in places if place["name"] == location)

    async def deliveries(self) -> list[Delivery]:
        """Return all deliveries so far."""
        async with self._session.get(f"{self.url}/simulator/deliveries") as response:
            deliveries: list[Delivery] = await response.json()
            return deliveries

    async def subscriptions(self) -> list[dict[str, Json]]:
        """Return the subscriptions in the format of the API."""
        async with self._session.get(f"{self.url}/simulator/subscriptions") as response:
            subscriptions: list[dict[str, Json]] = await response.json()
            return subscriptions

    async def set_attribute(
        self,
        device_id: str,
        capability: str,
        attribute: str,
        value: Json,
        *,
        data: dict[str, Json] | None = None,
    ) -> None:
        """Change a device of the home as a person does; ``data`` is reported with the change."""
        change: dict[str, Json] = {
            "component": "main",
            "capability": capability,
            "attribute": attribute,
            "value": value,
            "data": data,
        }
        async with self._session.post(
            f"{self.url}/home/devices/{device_id}", json=change
        ) as response:
            response.raise_for_status()

    async def set_health(self, device_id: str, state: str) -> None:
        """Let a device be ONLINE, OFFLINE or UNHEALTHY."""
        async with self._session.post(
            f"{self.url}/home/devices/{device_id}/health", json={"state": state}
        ) as response:
            response.raise_for_status()

    async def wait_quiet(self, seconds: float) -> list[Call]:
        """Wait until there was no call for this many seconds, and return all calls."""
        calls = await self.calls()
        while True:
            await asyncio.sleep(seconds)
            later = await self.calls()
            if len(later) == len(calls):
                return later
            calls = later
