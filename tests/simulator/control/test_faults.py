"""Faults, and the log of received requests."""

import asyncio
import time

import aiohttp
import pytest

from simulator import Simulator, SimulatorOptions
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.simulator.parties import Developer, Installed, Target, items, text_at


@pytest.fixture(name="door")
async def door_fixture(installed: Installed) -> Installed:
    """Return an installed app that subscribes to the front door."""
    source: JsonObject = {"deviceId": Devices.FRONT_DOOR, "stateChangeOnly": False}
    body: JsonObject = {"sourceType": "DEVICE", "device": source}
    assert (await installed.api.post(installed.subscriptions, body)).status == 200
    return installed


def _report(simulator: Simulator, *values: Json) -> None:
    for value in values:
        simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", value)


def _values(target: Target) -> list[Json]:
    return [event["value"] for event in target.events()]


async def test_the_next_calls_of_a_path_fail(simulator: Simulator, developer: Developer) -> None:
    """As often as requested, with and without `/v1`."""
    simulator.faults.fail("/devices", status=503, body="down", times=2)
    first = await developer.api.get("/devices")
    assert (first.status, first.text) == (503, "down")
    assert (await developer.api.get("/v1/devices")).status == 503
    assert (await developer.api.get("/devices")).status == 200
    assert [call.status for call in simulator.calls] == [503, 503, 200]


@pytest.mark.parametrize(
    ("body", "text"), [(None, ""), (b"\xc3\xa9", "é"), ({"error": 1}, '{"error":1}')]
)
async def test_a_failure_has_a_body_of_any_kind(
    simulator: Simulator, developer: Developer, body: Json | bytes, text: str
) -> None:
    simulator.faults.fail("/locations/*", status=500, body=body, headers={"X-Test": "1"})
    assert (await developer.api.get("/locations")).status == 200
    reply = await developer.api.get(f"/locations/{HOME_LOCATION}")
    assert (reply.status, reply.text, reply.headers["X-Test"]) == (500, text, "1")


async def test_a_failure_may_be_of_one_method(simulator: Simulator, developer: Developer) -> None:
    simulator.faults.fail("/apps*", method="POST", status=500)
    assert (await developer.api.get("/apps")).status == 200
    assert (await developer.api.post("/apps", developer.definition())).status == 500
    assert not simulator.apps


async def test_a_hanging_call_goes_on_later(simulator: Simulator, developer: Developer) -> None:
    simulator.faults.fail("/devices", hang=0.1)
    began = time.monotonic()
    assert (await developer.api.get("/devices")).status == 200
    assert time.monotonic() - began >= 0.1


async def test_what_hangs_is_let_go(simulator: Simulator, developer: Developer) -> None:
    """The simulator does not wait for a client that disconnected."""
    simulator.faults.fail("/devices", hang=60, status=500)
    call = asyncio.create_task(developer.api.get("/devices"))
    while not simulator.calls:
        await asyncio.sleep(0.005)
    assert simulator.calls[0].status == 0
    simulator.faults.clear()
    assert (await call).status == 500


async def test_an_answer_drips(simulator: Simulator, developer: Developer) -> None:
    """Character by character, so that no timeout between two bytes ends it."""
    simulator.faults.fail("/devices", drip=0.01)
    url = f"{simulator.url}/devices"
    async with developer.session.get(url) as response:
        for _ in range(3):
            assert set(await response.content.readany()) == {ord(" ")}
        simulator.faults.clear()
        assert not (await response.read()).strip()
    assert simulator.calls[-1].status == 200
    assert (await developer.api.get("/devices")).status == 200


async def test_a_client_that_goes_away_ends_the_dripping(
    simulator: Simulator, developer: Developer
) -> None:
    """Afterwards, the simulator can be stopped and used again."""
    simulator.faults.fail("/devices", drip=0.01)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await developer.api.get("/devices")
    assert (await developer.api.get("/devices")).status == 200


async def test_a_connection_is_reset(simulator: Simulator, developer: Developer) -> None:
    simulator.faults.fail("/apps", reset=True)
    with pytest.raises(aiohttp.ClientError):
        await developer.api.post("/apps", developer.definition())
    assert simulator.calls[0].status == 0
    assert not simulator.apps
    assert (await developer.api.get("/apps")).status == 200


async def test_garbage_is_no_json(simulator: Simulator, developer: Developer) -> None:
    simulator.faults.fail("/devices", garbage=True)
    reply = await developer.api.get("/devices")
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("application/json")
    with pytest.raises(ValueError, match=r"control character|Expecting|delimiter"):
        _ = reply.json


async def test_the_key_host_fails_too(simulator: Simulator, developer: Developer) -> None:
    simulator.faults.fail("/pl/*", status=500)
    path = simulator.rotate_keys()
    assert (await developer.client(None).get(path)).status == 500
    assert (await developer.client(None).get(path)).status == 200


@pytest.mark.parametrize("status", [402, 403, 429])
async def test_every_call_may_be_refused(
    simulator: Simulator, developer: Developer, installed: Installed, status: int
) -> None:
    """As without a paid plan or beyond its quota, until the faults are cleared."""
    simulator.faults.refuse_calls(status, body={"error": "x"}, headers={"X-Test": "1"})
    key = simulator.rotate_keys()
    for _ in range(2):
        for api, path in ((installed.api, "/devices"), (developer.api, "/v1/apps")):
            reply = await api.get(path)
            assert (reply.status, reply.json, reply.headers["X-Test"]) == (
                status,
                {"error": "x"},
                "1",
            )
        assert (await developer.refresh(installed.client, installed.refresh_token)).status == status
    assert (await developer.client(None).get(key)).status == 200
    simulator.faults.fail("/devices", status=503)
    assert (await installed.api.get("/devices")).status == 503
    simulator.faults.clear()
    assert (await installed.api.get("/devices")).status == 200
    assert (await developer.refresh(installed.client, installed.refresh_token)).status == 200


async def test_a_refusal_of_every_call_may_be_empty(
    simulator: Simulator, developer: Developer
) -> None:
    simulator.faults.refuse_calls(402)
    reply = await developer.api.get("/devices")
    assert (reply.status, reply.text) == (402, "")


async def test_faults_are_cleared(
    simulator: Simulator, developer: Developer, door: Installed, target: Target
) -> None:
    simulator.faults.fail("/devices", status=500)
    simulator.faults.drop_deliveries(5)
    simulator.faults.lose_refresh_reply()
    simulator.faults.clear()
    assert (await developer.api.get("/devices")).status == 200
    assert (await developer.refresh(door.client, door.refresh_token)).status == 200
    _report(simulator, "open")
    await simulator.settle()
    assert _values(target) == ["open"]


async def test_deliveries_are_lost(simulator: Simulator, door: Installed, target: Target) -> None:
    simulator.faults.drop_deliveries(2)
    _report(simulator, 1, 2, 3)
    await simulator.settle()
    assert _values(target) == [3]


async def test_deliveries_come_twice(simulator: Simulator, door: Installed, target: Target) -> None:
    """With the same event id."""
    simulator.faults.duplicate_deliveries(1)
    _report(simulator, 1, 2)
    await simulator.settle()
    assert _values(target) == [1, 1, 2]
    first, second, _ = target.events()
    assert first["eventId"] == second["eventId"]


async def test_deliveries_come_late(simulator: Simulator, door: Installed, target: Target) -> None:
    simulator.faults.delay_deliveries(1, 0.1)
    _report(simulator, 1, 2, 3)
    await simulator.settle()
    assert _values(target) == [2, 3, 1]


async def test_deliveries_come_backwards(
    simulator: Simulator, door: Installed, target: Target
) -> None:
    simulator.faults.reorder_deliveries(3)
    _report(simulator, 1, 2, 3, 4)
    await simulator.settle()
    assert _values(target) == [3, 2, 1, 4]


async def test_a_held_delivery_is_sent_in_the_end(
    simulator: Simulator, door: Installed, target: Target
) -> None:
    """Although fewer arrived than should be reordered."""
    simulator.faults.reorder_deliveries(5)
    _report(simulator, 1, 2)
    await simulator.settle()
    assert _values(target) == [2, 1]


async def test_calls_are_logged_without_secrets(
    simulator: Simulator, developer: Developer, installed: Installed
) -> None:
    await developer.api.put(
        f"/v1/apps/{installed.client.app_id}/settings", {"settings": {"a": "b"}}, ("x", "y")
    )
    call = simulator.calls[-1]
    assert (call.method, call.path) == ("PUT", f"/apps/{installed.client.app_id}/settings")
    assert (call.query, call.token_kind, call.status) == ({"x": "y"}, "pat", 200)
    assert call.body == {"settings": {"a": "b"}}
    await developer.refresh(installed.client, installed.refresh_token)
    call = simulator.calls[-1]
    assert call.token_kind == "basic"
    assert call.body == {
        "grant_type": "refresh_token",
        "refresh_token": "***",
        "client_id": installed.client.client_id,
    }
    for secret in (installed.refresh_token, installed.client.secret, developer.api.token or ""):
        assert secret not in repr(simulator.calls)
        assert secret not in repr(simulator.deliveries)
        assert secret not in repr(simulator.apps)


async def test_a_body_that_is_no_json_is_not_logged(
    simulator: Simulator, developer: Developer
) -> None:
    await developer.api.call("POST", "/apps", data="{")
    assert simulator.calls[-1].body is None


async def test_settling_has_an_end(simulator: Simulator, door: Installed, target: Target) -> None:
    target.delay = 5
    _report(simulator, "open")
    with pytest.raises(TimeoutError):
        await simulator.settle(0.05)


async def test_a_simulator_stops_in_the_middle_of_things(
    developer: Developer, target: Target
) -> None:
    """Timers and deliveries in progress end with it."""
    async with Simulator() as simulator:
        other = Developer(simulator, developer.session, target)
        installed = await other.install(await other.register(), HOME_LOCATION)
        source: JsonObject = {"deviceId": Devices.FRONT_DOOR}
        await installed.api.post(
            installed.subscriptions, {"sourceType": "DEVICE", "device": source}
        )
        command: JsonObject = {"capability": "lock", "command": "lock"}
        await installed.api.post(f"/devices/{Devices.FRONT_LOCK}/commands", {"commands": [command]})
        target.delay = 5
        _report(simulator, "open")
        simulator.home.call_later(30, lambda: None)
        began = time.monotonic()
    assert time.monotonic() - began < 2
    _report(simulator, "closed")
    assert not any(item.status for item in simulator.deliveries if item.lifecycle == "EVENT")
    await simulator.stop()


async def test_a_port_that_is_in_use_is_reported(simulator: Simulator) -> None:
    port = int(simulator.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await Simulator(port=port).start()


async def test_nothing_is_sent_before_the_start(simulator: Simulator, installed: Installed) -> None:
    other = Simulator()
    other.apps.update(simulator.apps)
    with pytest.raises(RuntimeError, match="not running"):
        await other.post(installed.client.app_id, {"lifecycle": "PING"})


async def test_a_failure_of_the_simulator_is_not_hidden(simulator: Simulator) -> None:
    """Otherwise it would look like a lost delivery."""
    told: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: told.append(str(context["message"])))

    async def broken() -> None:
        raise RuntimeError

    simulator._cloud.background.spawn(broken())
    await simulator.settle()
    loop.set_exception_handler(None)
    assert told == ["a task of the simulator failed"]


class TestLatency:
    """A slow network."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return a latency."""
        return SimulatorOptions(latency=0.05)

    async def test_latency_is_of_every_call(
        self, simulator: Simulator, developer: Developer, installed: Installed
    ) -> None:
        for path in ("/devices", installed.path, simulator.rotate_keys()):
            began = time.monotonic()
            assert (await installed.api.get(path)).status == 200
            assert time.monotonic() - began >= 0.05
        assert items((await developer.api.get("/apps")).json)


async def test_links_are_on_the_origin_that_was_asked(
    simulator: Simulator, developer: Developer
) -> None:
    """A client rejects links to another one."""
    api = developer.client(developer.api.token)
    api.url = simulator.url.replace("127.0.0.1", "localhost")
    reply = await api.get("/devices", ("max", "1"))
    assert text_at(reply.json, "_links", "next", "href").startswith(f"{api.url}/devices?")
