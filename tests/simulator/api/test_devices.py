"""Devices, status, health and commands (platform reference 8)."""

from uuid import UUID

import aiohttp
import pytest

from simulator import Simulator, SimulatorOptions
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from simulator.devices.synthetic import synthetic_home
from tests.simulator.parties import Api, Developer, Installed, Target, at, items, text_at


async def _ids(api: Api, *query: tuple[str, str]) -> set[Json]:
    reply = await api.get("/devices", *query)
    assert reply.status == 200, reply.text
    return {device["deviceId"] for device in items(reply.json)}


async def test_the_list_has_filters(simulator: Simulator, developer: Developer) -> None:
    devices = simulator.home.devices.values()
    api = developer.api
    assert await _ids(api) == {device.device_id for device in devices}
    cabin = {device.device_id for device in devices if device.location_id == CABIN_LOCATION}
    assert await _ids(api, ("locationId", CABIN_LOCATION)) == cabin
    both = ("locationId", CABIN_LOCATION), ("locationId", HOME_LOCATION)
    assert await _ids(api, *both) == await _ids(api)
    assert await _ids(api, ("deviceId", Devices.HUB), ("deviceId", Devices.REMOTE)) == {
        Devices.HUB,
        Devices.REMOTE,
    }
    hubs = {device.device_id for device in devices if device.type == "HUB"}
    assert await _ids(api, ("type", "HUB")) == hubs
    levels = await _ids(api, ("capability", "switchLevel"))
    assert Devices.BEDSIDE_DIMMER in levels
    assert Devices.COFFEE_PLUG not in levels
    two = ("capability", "switchLevel"), ("capability", "contactSensor")
    assert await _ids(api, *two) == set()
    assert await _ids(api, ("capability", "switchLevel,contactSensor")) == set()
    either = await _ids(api, *two, ("capabilitiesMode", "or"))
    assert {Devices.BEDSIDE_DIMMER, Devices.FRONT_DOOR} <= either


async def test_the_devices_of_an_installation(developer: Developer, installed: Installed) -> None:
    own = await _ids(developer.api, ("installedAppId", installed.installed_app_id))
    assert own == await _ids(developer.api, ("locationId", HOME_LOCATION))
    assert await _ids(developer.api, ("installedAppId", "other")) == set()


async def test_status_and_health_come_only_when_asked_for(installed: Installed) -> None:
    query = ("deviceId", str(Devices.CEILING_LIGHT))
    [plain] = items((await installed.api.get("/devices", query)).json)
    assert "healthState" not in plain
    assert "status" not in at(plain, "components", 0, "capabilities", 0)  # type: ignore[operator]
    full = await installed.api.get(
        "/devices", query, ("includeStatus", "true"), ("includeHealth", "true")
    )
    [device] = items(full.json)
    assert set(at(device, "healthState")) == {"state", "lastUpdatedDate"}  # type: ignore[arg-type]
    capabilities = at(device, "components", 0, "capabilities")
    assert isinstance(capabilities, list)
    status = (await installed.api.get(f"/devices/{Devices.CEILING_LIGHT}/status")).json
    assert {text_at(item, "id"): at(item, "status") for item in capabilities} == at(
        status, "components", "main"
    )
    one = await installed.api.get(
        f"/devices/{Devices.CEILING_LIGHT}", ("includeStatus", "true"), ("includeHealth", "true")
    )
    assert one.json == device


async def test_restricted_devices_are_hidden(simulator: Simulator, installed: Installed) -> None:
    """And they do not report their status."""
    simulator.home.devices[Devices.REMOTE].item["restrictionTier"] = 1
    assert Devices.REMOTE not in await _ids(installed.api)
    query = ("deviceId", str(Devices.REMOTE)), ("includeRestricted", "true")
    [device] = items((await installed.api.get("/devices", *query, ("includeStatus", "true"))).json)
    assert "status" not in at(device, "components", 0, "capabilities", 0)  # type: ignore[operator]


async def test_the_right_to_list_is_not_the_right_to_read(
    simulator: Simulator, developer: Developer
) -> None:
    api = developer.client(simulator.create_pat(["l:devices"]))
    query = ("deviceId", str(Devices.REMOTE)), ("includeStatus", "true")
    [device] = items((await api.get("/devices", *query)).json)
    assert "status" not in at(device, "components", 0, "capabilities", 0)  # type: ignore[operator]
    assert (await api.get(f"/devices/{Devices.REMOTE}/status")).status == 403


async def test_pages_link_to_the_next_with_their_query(
    simulator: Simulator, developer: Developer
) -> None:
    """Clients follow the link without checks."""
    query = ("max", "10"), ("locationId", HOME_LOCATION), ("includeHealth", "true")
    url: str | None = None
    found: list[Json] = []
    while True:
        reply = await (developer.api.get(url) if url else developer.api.get("/v1/devices", *query))
        found += [device["deviceId"] for device in items(reply.json)]
        assert all("healthState" in device for device in items(reply.json))
        if at(reply.json, "_links") == {}:
            break
        url = text_at(reply.json, "_links", "next", "href")
        assert url.startswith(f"{simulator.url}/v1/devices?")
    assert len(found) == len(set(found))
    assert set(found) == await _ids(developer.api, ("locationId", HOME_LOCATION))
    assert simulator.calls[-2].query["page"] == str((len(found) - 1) // 10)


@pytest.mark.parametrize("query", [("max", "0"), ("max", "ten"), ("page", "-1")])
async def test_a_malformed_page_is_refused(developer: Developer, query: tuple[str, str]) -> None:
    reply = await developer.api.get("/devices", query)
    assert (reply.status, reply.code) == (400, "PatternError")


async def test_status_has_three_depths(simulator: Simulator, installed: Installed) -> None:
    path = f"/devices/{Devices.COFFEE_PLUG}"
    status = simulator.home.devices[Devices.COFFEE_PLUG].status
    assert (await installed.api.get(f"{path}/status")).json == {"components": status}
    component = f"{path}/components/main"
    assert (await installed.api.get(f"{component}/status")).json == status["main"]
    capability = await installed.api.get(f"{component}/capabilities/switch/status")
    assert capability.json == status["main"]["switch"]
    assert (await installed.api.get(f"{path}/components/attic/status")).status == 403
    unknown = await installed.api.get(f"{component}/capabilities/lock/status")
    assert unknown.status == 403


async def test_health_and_preferences(simulator: Simulator, installed: Installed) -> None:
    path = f"/devices/{Devices.COFFEE_PLUG}"
    simulator.home.set_health(Devices.COFFEE_PLUG, "OFFLINE")
    health = (await installed.api.get(f"{path}/health")).json
    assert (at(health, "deviceId"), at(health, "state")) == (Devices.COFFEE_PLUG, "OFFLINE")
    assert (await installed.api.get(f"{path}/preferences")).json == {"values": {}}


def _command(capability: str, command: str, *arguments: Json) -> JsonObject:
    return {"capability": capability, "command": command, "arguments": [*arguments]}


async def test_commands_are_accepted_and_then_done(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    """The event comes after the reply."""
    subscription: JsonObject = {
        "sourceType": "DEVICE",
        "device": {"deviceId": Devices.BEDSIDE_DIMMER},
    }
    await installed.api.post(installed.subscriptions, subscription)
    simulator.home.set_attribute(Devices.BEDSIDE_DIMMER, "main", "switch", "switch", "off")
    simulator.home.set_attribute(Devices.BEDSIDE_DIMMER, "main", "switchLevel", "level", 5)
    await simulator.settle()
    before = len(target.events())
    commands = [_command("switchLevel", "setLevel", 40), _command("switch", "on")]
    body: JsonObject = {"commands": [*commands]}
    reply = await installed.api.post(f"/devices/{Devices.BEDSIDE_DIMMER}/commands", body)
    results = at(reply.json, "results")
    assert isinstance(results, list)
    assert [at(result, "status") for result in results] == ["ACCEPTED", "ACCEPTED"]
    assert len({UUID(text_at(result, "id")) for result in results}) == 2
    assert simulator.commands[-1].device_id == Devices.BEDSIDE_DIMMER
    assert simulator.commands[-1].commands == commands
    assert len(target.events()) == before
    await simulator.settle()
    device = simulator.home.devices[Devices.BEDSIDE_DIMMER]
    assert device.value("main", "switchLevel", "level") == 40
    assert device.value("main", "switch", "switch") == "on"
    assert {event["attribute"] for event in target.events()[before:]} >= {"level", "switch"}


async def test_an_offline_device_conflicts(simulator: Simulator, installed: Installed) -> None:
    simulator.home.set_health(Devices.COFFEE_PLUG, "OFFLINE")
    body: JsonObject = {"commands": [_command("switch", "on")]}
    reply = await installed.api.post(f"/devices/{Devices.COFFEE_PLUG}/commands", body)
    assert (reply.status, reply.code) == (409, "ConflictError")
    assert at(reply.json, "error", "message") == "invalid device state"
    assert not simulator.commands


async def test_a_forbidding_state_conflicts(simulator: Simulator, installed: Installed) -> None:
    """An appliance with remote control off."""
    simulator.home.set_attribute(
        Devices.WASHER, "main", "remoteControlStatus", "remoteControlEnabled", "false"
    )
    body: JsonObject = {"commands": [_command("washerOperatingState", "setMachineState", "run")]}
    reply = await installed.api.post(f"/devices/{Devices.WASHER}/commands", body)
    assert (reply.status, reply.code) == (409, "ConflictError")


@pytest.mark.parametrize(
    ("commands", "code", "member"),
    [
        ([], "NotEmptyError", "commands"),
        (None, "NotEmptyError", "commands"),
        ([_command("switch", "on")] * 11, "SizeError", "commands"),
        (["on"], "PatternError", "commands[0]"),
        (
            [_command("switch", "on"), _command("switch", "explode")],
            "UnprocessableEntityError",
            "commands[1].command",
        ),
        ([_command("lock", "lock")], "UnprocessableEntityError", "commands[0].capability"),
        (
            [_command("switchLevel", "setLevel", 101)],
            "UnprocessableEntityError",
            "commands[0].arguments[0]",
        ),
    ],
)
async def test_a_malformed_command_is_refused(
    simulator: Simulator, installed: Installed, commands: Json, code: str, member: str
) -> None:
    """None of the commands is executed in that case."""
    path = f"/devices/{Devices.BEDSIDE_DIMMER}/commands"
    reply = await installed.api.post(path, {"commands": commands})
    assert (reply.status, reply.code) == (422, code)
    assert at(reply.json, "error", "details", 0, "target") == member
    assert not simulator.commands


async def test_ten_commands_are_not_too_many(simulator: Simulator, installed: Installed) -> None:
    body: JsonObject = {"commands": [_command("switch", "on")] * 10}
    reply = await installed.api.post(f"/devices/{Devices.COFFEE_PLUG}/commands", body)
    assert reply.status == 200
    await simulator.settle()


class TestNoDelay:
    """Commands without a delay."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return no delay."""
        return SimulatorOptions(command_delay=0)

    async def test_a_command_may_be_done_with_its_reply(
        self, simulator: Simulator, installed: Installed
    ) -> None:
        body: JsonObject = {"commands": [_command("switch", "on")]}
        await installed.api.post(f"/devices/{Devices.CEILING_LIGHT}/commands", body)
        device = simulator.home.devices[Devices.CEILING_LIGHT]
        assert device.value("main", "switch", "switch") == "on"


class TestOtherReadings:
    """A list without status and health."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return this behavior."""
        return SimulatorOptions(status_in_list=False, health_in_list=False)

    async def test_the_list_may_hold_neither(self, installed: Installed) -> None:
        query = ("includeStatus", "true"), ("includeHealth", "true")
        for device in items((await installed.api.get("/devices", *query)).json):
            assert "healthState" not in device
            capabilities = at(device, "components", 0, "capabilities")
            assert "status" not in str(capabilities)


async def test_a_page_holds_two_hundred(session: aiohttp.ClientSession) -> None:
    """However many are requested."""
    async with Simulator(synthetic_home(450)) as simulator:
        api = Api(session, simulator.url, simulator.create_pat())
        first = await api.get("/devices", ("max", "1000"))
        assert len(items(first.json)) == 200
        second = await api.get(text_at(first.json, "_links", "next", "href"))
        assert len(items(second.json)) == 200
        assert simulator.calls[-1].query == {"max": "200", "page": "1"}
