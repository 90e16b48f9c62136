"""The simulator's own routes, and its command line."""

import asyncio
import signal
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pytest

from simulator import Simulator, SimulatorOptions
from simulator.__main__ import parse, run
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.simulator.parties import Developer, Installed, Target, at, items, text_at

NOBODYS_ID = "5c0f7a52-41ae-4b0f-9d0b-6a7f1de2c38e"

_REPOSITORY = Path(__file__).parents[3]


async def test_tokens_are_made(developer: Developer) -> None:
    reply = await developer.client(None).post("/simulator/pats")
    full = developer.client(text_at(reply.json, "token"))
    assert (await full.get("/devices")).status == 200
    body: JsonObject = {"scopes": ["r:locations:*"], "lifetime": 60}
    reply = await developer.client(None).post("/simulator/pats", body)
    narrow = developer.client(text_at(reply.json, "token"))
    assert (await narrow.get("/locations")).status == 200
    assert (await narrow.get("/devices")).status == 403


@pytest.mark.parametrize("data", ["{", '{"lifetime": "long"}', '{"lifetime": true}'])
async def test_nonsense_is_a_400(developer: Developer, data: str) -> None:
    api = developer.client(None)
    assert (await api.call("POST", "/simulator/pats", data=data)).status == 400


async def test_the_log_is_shown(
    simulator: Simulator, developer: Developer, installed: Installed
) -> None:
    """The log does not contain the routes themselves."""
    source: JsonObject = {"locationId": HOME_LOCATION, "capability": "switch"}
    body: JsonObject = {"sourceType": "CAPABILITY", "capability": source}
    made = await installed.api.post(installed.subscriptions, body)
    command: JsonObject = {"commands": [{"capability": "switch", "command": "on"}]}
    await installed.api.post(f"/devices/{Devices.COFFEE_PLUG}/commands", command)
    await simulator.settle()
    api = developer.client(None)
    calls = (await api.get("/simulator/calls")).json
    assert isinstance(calls, list)
    assert at(calls, -1, "path") == f"/devices/{Devices.COFFEE_PLUG}/commands"
    assert at(calls, -1, "token_kind") == "app"
    commands = (await api.get("/simulator/commands")).json
    assert at(commands, 0, "device_id") == Devices.COFFEE_PLUG
    assert at(commands, 0, "commands") == command["commands"]
    deliveries = (await api.get("/simulator/deliveries")).json
    assert at(deliveries, 0, "lifecycle") == "PING"
    assert (await api.get("/simulator/subscriptions")).json == [made.json]
    assert (await api.get("/simulator/calls")).json == calls


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"drop": 1}, [2, 3]),
        ({"duplicate": 1}, [1, 1, 2, 3]),
        ({"delay": 1, "seconds": 0.1}, [2, 3, 1]),
        ({"reorder": 2}, [2, 1, 3]),
        ({"forge": "BODY_CHANGED", "times": 2}, [1, 2, 3]),
    ],
)
async def test_deliveries_are_spoilt_from_outside(
    simulator: Simulator,
    developer: Developer,
    installed: Installed,
    target: Target,
    fault: JsonObject,
    expected: list[Json],
) -> None:
    source: JsonObject = {"deviceId": Devices.FRONT_DOOR}
    body: JsonObject = {"sourceType": "DEVICE", "device": source}
    await installed.api.post(installed.subscriptions, body)
    api = developer.client(None)
    assert (await api.post("/simulator/faults", fault)).status == 200
    for value in (1, 2, 3):
        simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", value)
    await simulator.settle()
    assert [event["value"] for event in target.events()] == expected
    forged = [item.forgery for item in simulator.deliveries if item.forgery]
    assert forged == (["BODY_CHANGED"] * 2 if "forge" in fault else [])


async def test_calls_are_spoilt_from_outside(developer: Developer, installed: Installed) -> None:
    api = developer.client(None)
    fault: JsonObject = {
        "path": "/devices",
        "method": "GET",
        "status": 503,
        "body": {"a": 1},
        "headers": {"X-Test": 1},
    }
    await api.post("/simulator/faults", fault)
    reply = await developer.api.get("/devices")
    assert (reply.status, reply.json, reply.headers["X-Test"]) == (503, {"a": 1}, "1")
    await api.post("/simulator/faults", {"path": "/devices", "garbage": True, "times": 9})
    assert "items" in (await developer.api.get("/devices")).text
    await api.post("/simulator/faults", {"refuse": 402, "headers": {"X-Test": 2}})
    reply = await developer.api.get("/locations")
    assert (reply.status, reply.text, reply.headers["X-Test"]) == (402, "", "2")
    await api.post("/simulator/faults", {"lose_refresh_reply": 1})
    await api.post("/simulator/faults", {"clear": True})
    assert (await developer.api.get("/devices")).status == 200
    assert (await developer.refresh(installed.client, installed.refresh_token)).status == 200


@pytest.mark.parametrize("fault", [{}, {"forge": "MAGIC"}, {"clear": False}, {"drop": "all"}])
async def test_an_unknown_fault_is_a_400(developer: Developer, fault: JsonObject) -> None:
    reply = await developer.client(None).post("/simulator/faults", fault)
    assert reply.status == 400


async def test_options_are_changed_from_outside(
    simulator: Simulator, developer: Developer, simulator_options: SimulatorOptions
) -> None:
    """Immediately, and only for this simulator."""
    api = developer.client(None)
    before = asdict(simulator.options)
    asked: JsonObject = {
        "install_page_asks": True,
        "page_size": 3,
        "access_token_lifetime": 299,
        "latency": 0.001,
        "digest_label": "SHA-256",
        "oauth_scope_granted": ["r:devices:*"],
    }
    reply = await api.post("/simulator/options", asked)
    assert (reply.status, reply.json) == (200, {**before, **asked})
    assert simulator.options.oauth_scope_granted == ("r:devices:*",)
    assert len(items((await developer.api.get("/devices")).json)) == 3
    assert simulator_options == SimulatorOptions()
    again = await api.post("/simulator/options", {"oauth_scope_granted": None})
    assert at(again.json, "oauth_scope_granted") is None
    assert (await api.post("/simulator/options")).json == again.json


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"magic": True}, "unknown option magic"),
        ({"install_page_asks": 1}, "install_page_asks does not accept this value"),
        ({"install_page_asks": "true"}, "install_page_asks does not accept this value"),
        ({"page_size": 1.5}, "page_size does not accept this value"),
        ({"page_size": True}, "page_size does not accept this value"),
        ({"page_size": -1}, "page_size does not accept this value"),
        ({"latency": "1"}, "latency does not accept this value"),
        ({"latency": False}, "latency does not accept this value"),
        ({"latency": -0.5}, "latency does not accept this value"),
        ({"latency": float("nan")}, "latency does not accept this value"),
        ({"latency": float("inf")}, "latency does not accept this value"),
        ({"digest_label": None}, "digest_label does not accept this value"),
        ({"oauth_scope_granted": "r:devices:*"}, "oauth_scope_granted does not accept this value"),
        ({"oauth_scope_granted": [1]}, "oauth_scope_granted does not accept this value"),
    ],
)
async def test_a_wrong_option_is_a_400(
    simulator: Simulator, developer: Developer, asked: JsonObject, reason: str
) -> None:
    """Nothing changes, even if the other options are valid."""
    before = asdict(simulator.options)
    body: JsonObject = {"app_limit": 1, **asked}
    reply = await developer.client(None).post("/simulator/options", body)
    assert (reply.status, reply.text) == (400, reason)
    assert asdict(simulator.options) == before


async def test_every_option_can_be_changed_from_outside(developer: Developer) -> None:
    """To the value that it has already."""
    api = developer.client(None)
    options = (await api.post("/simulator/options")).json
    reply = await api.post("/simulator/options", options)
    assert (reply.status, reply.json) == (200, options)


async def test_a_definition_is_put_in_place_from_outside(
    simulator: Simulator, developer: Developer
) -> None:
    """With a presentation and texts, or without."""
    api = developer.client(None)
    path = "/capabilities/vendor.magic/2"
    definition: JsonObject = {"id": "vendor.magic", "version": 2, "commands": {}}
    told: JsonObject = {
        "definition": definition,
        "presentation": {"detailView": []},
        "i18n": {"de": {"tag": "de"}},
    }
    assert (await api.post("/simulator/definitions", told)).json == {}
    assert simulator.calls == []
    assert (await developer.api.get(path)).json == definition
    assert (await developer.api.get(f"{path}/presentation")).json == {"detailView": []}
    assert (await developer.api.get(f"{path}/i18n/de")).json == {"tag": "de"}
    told = {"definition": definition, "presentation": None, "i18n": None, "under": None}
    assert (await api.post("/simulator/definitions", told)).status == 200
    assert (await developer.api.get(f"{path}/presentation")).status == 404
    assert (await developer.api.get(f"{path}/i18n/de")).status == 404


async def test_a_broken_definition_is_put_in_place_from_outside(developer: Developer) -> None:
    """The definition itself has no version."""
    body: JsonObject = {"definition": "what", "under": {"id": "switch", "version": 1}}
    assert (await developer.client(None).post("/simulator/definitions", body)).status == 200
    assert (await developer.api.get("/capabilities/switch/1")).json == "what"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "definition is missing"),
        ({"definition": "what"}, "the definition has no id or version"),
        ({"definition": {}, "under": "switch"}, "under needs id and version"),
        ({"definition": {}, "under": {"id": "switch"}}, "under needs id and version"),
        (
            {"definition": {}, "under": {"id": "a", "version": 1}, "i18n": []},
            "i18n needs an object",
        ),
    ],
)
async def test_a_definition_without_a_place_is_a_400(
    developer: Developer, body: JsonObject, reason: str
) -> None:
    reply = await developer.client(None).post("/simulator/definitions", body)
    assert reply.status == 400
    assert reply.text.startswith(reason)


async def test_keys_are_rotated_from_outside(developer: Developer) -> None:
    reply = await developer.client(None).post("/simulator/keys/rotate")
    assert (await developer.client(None).get(text_at(reply.json, "keyId"))).status == 200


async def test_the_home_is_shown_and_changed(simulator: Simulator, developer: Developer) -> None:
    api = developer.client(None)
    page = await api.get("/home")
    assert (page.status, page.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    assert at((await api.get("/home/state")).json, "locations", 0, "name") == "Home"
    change: JsonObject = {
        "component": "main",
        "capability": "button",
        "attribute": "button",
        "value": "held",
        "data": {"buttonNumber": 1},
    }
    path = f"/home/devices/{Devices.REMOTE}"
    assert (await api.post(path, change)).status == 200
    entry = simulator.home.devices[Devices.REMOTE].status["main"]["button"]["button"]
    assert (entry["value"], entry["data"]) == ("held", {"buttonNumber": 1})
    async with developer.session.post(
        f"{simulator.url}{path}",
        data={"component": "main", "capability": "button", "attribute": "button", "value": "a"},
    ) as response:
        assert response.status == 200
    assert simulator.home.devices[Devices.REMOTE].value("main", "button", "button") == "a"
    assert (await api.post(f"/home/devices/{NOBODYS_ID}", change)).status == 404
    assert (await api.post(f"{path}/health", {"state": "OFFLINE"})).status == 200
    assert not simulator.home.devices[Devices.REMOTE].online
    gone = await api.post(f"/home/devices/{NOBODYS_ID}/health", {"state": "OFFLINE"})
    assert gone.status == 404
    assert simulator.calls == []


def test_the_command_line_has_defaults() -> None:
    """Other tools depend on the port."""
    arguments = parse([])
    assert (arguments.host, arguments.port, arguments.live) == ("127.0.0.1", 8400, False)
    assert parse(["--live", "--speed", "2.5"]).speed == 2.5


@pytest.mark.parametrize("flags", [[], ["--live"]])
async def test_the_program_prints_where_it_is(
    developer: Developer, capsys: pytest.CaptureFixture[str], flags: list[str]
) -> None:
    """Its URL and a valid token."""
    program = asyncio.create_task(run(parse(["--port", "0", *flags])))
    printed = ""
    while "Access token:" not in printed:
        await asyncio.sleep(0.01)
        printed += capsys.readouterr().out
    url, token = printed.split()[2], printed.split()[-1]
    api = developer.client(token)
    assert (await api.get(f"{url}/devices")).status == 200
    program.cancel()
    with pytest.raises(asyncio.CancelledError):
        await program


async def test_the_program_ends_with_an_interrupt() -> None:
    """Without a traceback."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulator", "--port", "0"),
        cwd=_REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # Shells ignore interrupts for background jobs, and so do the programs in them.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert program.stdout is not None
    assert (await program.stdout.readline()).startswith(b"SmartThings simulator: http://127.0.0.1:")
    while b"Access token" not in await program.stdout.readline():
        pass
    program.send_signal(signal.SIGINT)
    _, errors = await program.communicate()
    assert (program.returncode, errors) == (0, b"")
