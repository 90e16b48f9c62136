"""Controls Home Assistant through the API of its frontend."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, NotRequired, Self, TypedDict

import aiohttp

from scripts.demo_driver.processes import DemoError

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None

_POLL_SECONDS = 0.2
_STEADY_SECONDS = 1.0
_STEADY_TIMEOUT_SECONDS = 180.0


class FormField(TypedDict):
    """A field of a form, in the format of Home Assistant."""

    name: str
    required: NotRequired[bool]
    default: NotRequired[Json]
    description: NotRequired[dict[str, Json]]
    type: NotRequired[str]
    options: NotRequired[list[Json]]
    selector: NotRequired[dict[str, dict[str, Json]]]


class FlowStep(TypedDict):
    """A step of a config flow."""

    type: str
    flow_id: str
    step_id: NotRequired[str]
    data_schema: NotRequired[list[FormField]]
    errors: NotRequired[dict[str, str] | None]
    description_placeholders: NotRequired[dict[str, str] | None]
    url: NotRequired[str]
    reason: NotRequired[str]
    title: NotRequired[str]
    menu_options: NotRequired[list[str]]


class State(TypedDict):
    """The state of an entity."""

    entity_id: str
    state: str
    attributes: dict[str, Json]


class RegistryEntity(TypedDict):
    """An entry of the entity registry."""

    entity_id: str
    unique_id: str
    platform: str
    device_id: str | None
    area_id: str | None
    disabled_by: str | None
    hidden_by: str | None
    entity_category: str | None


class RegistryDevice(TypedDict):
    """An entry of the device registry."""

    id: str
    area_id: str | None
    parent_device_id: str | None
    name: str | None
    identifiers: list[list[str]]


class Area(TypedDict):
    """An entry of the area registry."""

    area_id: str
    name: str
    icon: str | None


class ConfigEntry(TypedDict):
    """A config entry."""

    entry_id: str
    state: str
    title: str
    reason: str | None


class Tokens(TypedDict):
    """A reply of the token endpoint."""

    access_token: str
    refresh_token: str


class Socket:
    """An authenticated WebSocket. It processes one command at a time."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Use an authenticated socket."""
        self._socket = socket
        self._last_id = 0

    async def command(self, kind: str, **arguments: Json) -> Any:  # noqa: ANN401 - each command has its own reply
        """Send a command and return its result. Raises DemoError if it is rejected."""
        self._last_id += 1
        await self._socket.send_json({"id": self._last_id, "type": kind, **arguments})
        while True:
            message: dict[str, Any] = await self._socket.receive_json()
            if message["id"] == self._last_id and message["type"] == "result":
                break
        if not message["success"]:
            msg = f"Home Assistant rejected {kind}: {message['error']}"
            raise DemoError(msg)
        return message["result"]

    async def next_event(self) -> dict[str, Json]:
        """Return the data of the next event of this socket's subscription."""
        while True:
            message: dict[str, Any] = await self._socket.receive_json()
            if message["type"] == "event":
                data: dict[str, Json] = message["event"]["data"]
                return data


class HomeAssistant:
    """A running Home Assistant."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        """Use a URL without a trailing slash."""
        self._session = session
        self.url = url
        self.client_id = f"{url}/"
        self.tokens: Tokens | None = None

    async def is_up(self) -> bool:
        """Return whether the web server answers."""
        try:
            async with self._session.get(f"{self.url}/api/onboarding") as response:
                return response.ok
        except aiohttp.ClientConnectionError:
            return False

    async def create_user(self, name: str, username: str, password: str) -> None:
        """Do the first step of the onboarding and sign in as the new user."""
        reply = await self.request(
            "POST",
            "/api/onboarding/users",
            {
                "name": name,
                "username": username,
                "password": password,
                "client_id": self.client_id,
                "language": "en",
            },
        )
        form = {
            "grant_type": "authorization_code",
            "code": reply["auth_code"],
            "client_id": self.client_id,
        }
        async with self._session.post(f"{self.url}/auth/token", data=form) as response:
            response.raise_for_status()
            self.tokens = await response.json()

    async def wait_running(self) -> str:
        """Wait until Home Assistant has started, and return its version."""
        while (config := await self.request("GET", "/api/config"))["state"] != "RUNNING":
            await asyncio.sleep(_POLL_SECONDS)
        version: str = config["version"]
        return version

    async def confirm_http_settings(self) -> None:
        """Confirm the address and port of the configuration.

        Otherwise, Home Assistant reverts them after five minutes.
        """
        async with self.socket() as socket:
            if (await socket.command("http/config"))["pending"]:
                await socket.command("http/config/promote")
            await socket.command(
                "repairs/ignore_issue", domain="http", issue_id="deprecated_yaml", ignore=True
            )

    async def request(self, method: str, path: str, body: Json = None) -> Any:  # noqa: ANN401 - as above
        """Return the JSON reply of a call. Raises DemoError if it is rejected."""
        headers = {"Authorization": f"Bearer {self.tokens['access_token']}"} if self.tokens else {}
        async with self._session.request(
            method, f"{self.url}{path}", json=body, headers=headers
        ) as response:
            if not response.ok:
                msg = f"{method} {path}: {response.status} {await response.text()}"
                raise DemoError(msg)
            return await response.json()

    async def start_flow(self, domain: str) -> FlowStep:
        """Start the config flow of an integration."""
        step: FlowStep = await self.request(
            "POST", "/api/config/config_entries/flow", {"handler": domain}
        )
        return step

    async def submit(self, flow_id: str, values: dict[str, Json]) -> FlowStep:
        """Submit a form."""
        step: FlowStep = await self.request(
            "POST", f"/api/config/config_entries/flow/{flow_id}", values
        )
        return step

    async def current_step(self, flow_id: str) -> FlowStep:
        """Return the current step of a flow."""
        step: FlowStep = await self.request("GET", f"/api/config/config_entries/flow/{flow_id}")
        return step

    async def entries(self, domain: str) -> list[ConfigEntry]:
        """Return the config entries of an integration."""
        entries: list[ConfigEntry] = await self.request(
            "GET", f"/api/config/config_entries/entry?domain={domain}"
        )
        return entries

    async def reload_entry(self, entry_id: str) -> None:
        """Reload a config entry, and wait until it is loaded."""
        await self.request("POST", f"/api/config/config_entries/entry/{entry_id}/reload")

    async def remove_entry(self, entry_id: str) -> None:
        """Remove a config entry with its devices and entities."""
        await self.request("DELETE", f"/api/config/config_entries/entry/{entry_id}")

    async def set_url(self, url: str | None) -> None:
        """Set the URL of Home Assistant, outside and inside of its network; None for no URL."""
        async with self.socket() as socket:
            await socket.command("config/core/update", external_url=url, internal_url=url)

    async def states(self) -> dict[str, State]:
        """Return all states by entity id."""
        states: list[State] = await self.request("GET", "/api/states")
        return {state["entity_id"]: state for state in states}

    async def remove_automations(self, *names: str) -> None:
        """Remove automations by their names."""
        for state in (await self.states()).values():
            if state["attributes"].get("friendly_name") in names:
                automation_id = state["attributes"]["id"]
                await self.request("DELETE", f"/api/config/automation/config/{automation_id}")

    async def state(self, entity_id: str) -> str:
        """Return the state of one entity."""
        state: State = await self.request("GET", f"/api/states/{entity_id}")
        return state["state"]

    async def call_service(self, domain: str, service: str, entity_id: str) -> None:
        """Call an action for an entity, and wait until it is done."""
        await self.request("POST", f"/api/services/{domain}/{service}", {"entity_id": entity_id})

    @contextlib.asynccontextmanager
    async def socket(self) -> AsyncIterator[Socket]:
        """Open a WebSocket and sign in."""
        if self.tokens is None:
            msg = "A WebSocket needs a signed-in user"
            raise DemoError(msg)
        async with self._session.ws_connect(
            f"{self.url}/api/websocket", max_msg_size=0
        ) as connection:
            await connection.receive_json()
            await connection.send_json(
                {"type": "auth", "access_token": self.tokens["access_token"]}
            )
            reply: dict[str, Json] = await connection.receive_json()
            if reply["type"] != "auth_ok":
                msg = f"Home Assistant rejected the token: {reply}"
                raise DemoError(msg)
            yield Socket(connection)


class Registries:
    """The registries of Home Assistant at one moment: entities, devices and areas."""

    def __init__(
        self, entities: list[RegistryEntity], devices: list[RegistryDevice], areas: list[Area]
    ) -> None:
        """Use the lists of the three registries."""
        self.entities = entities
        self.devices = {device["id"]: device for device in devices}
        self.areas = areas

    @classmethod
    async def read(cls, home_assistant: HomeAssistant, platform: str) -> Self:
        """Read the registries, with the entities of one integration only."""
        async with home_assistant.socket() as socket:
            entities: list[RegistryEntity] = await socket.command("config/entity_registry/list")
            devices: list[RegistryDevice] = await socket.command("config/device_registry/list")
            areas: list[Area] = await socket.command("config/area_registry/list")
        return cls([item for item in entities if item["platform"] == platform], devices, areas)

    @classmethod
    async def read_steady(cls, home_assistant: HomeAssistant, platform: str) -> Self:
        """Read the registries when the number of the integration's entities no longer changes."""
        before = -1
        async with asyncio.timeout(_STEADY_TIMEOUT_SECONDS):
            while True:
                registries = await cls.read(home_assistant, platform)
                if registries.entities and len(registries.entities) == before:
                    return registries
                before = len(registries.entities)
                await asyncio.sleep(_STEADY_SECONDS)

    def area_of(self, entity: RegistryEntity) -> str | None:
        """Return the id of the area of an entity: its own, its device's or the parent device's."""
        if entity["area_id"] or not entity["device_id"]:
            return entity["area_id"]
        device = self.devices[entity["device_id"]]
        parent_id = device["parent_device_id"]
        if device["area_id"] or parent_id is None:
            return device["area_id"]
        return self.devices[parent_id]["area_id"]

    def device_id(self, identifier: str) -> str:
        """Return the id of the device with an identifier of the integration."""
        return next(
            device["id"]
            for device in self.devices.values()
            if identifier in {own for _, own in device["identifiers"]}
        )

    def device_name(self, entity: RegistryEntity) -> str:
        """Return the name of the device of an entity; for a part, after the name of its parent."""
        device = self.devices.get(entity["device_id"] or "")
        if device is None:
            return ""
        parent = self.devices.get(device["parent_device_id"] or "")
        own = device["name"] or ""
        return f"{parent['name']} {own}" if parent else own
