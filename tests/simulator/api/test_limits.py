"""Rate limits (platform reference 10), and other headers of replies."""

from email.utils import parsedate_to_datetime

import pytest

from simulator import Simulator, SimulatorOptions
from simulator.devices.device import JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.simulator.conftest import Clock
from tests.simulator.parties import Api, Developer, Installed, Reply, at

_COMMAND: JsonObject = {"commands": [{"capability": "switch", "command": "on"}]}


async def _many(api: Api, path: str, times: int) -> Reply:
    """Read a path this many times, and return the last answer."""
    for _ in range(times - 1):
        assert (await api.get(path)).status == 200
    return await api.get(path)


def _headers(reply: Reply) -> list[str]:
    return [reply.headers[f"X-RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")]


async def test_every_reply_has_the_remaining_calls(installed: Installed, clock: Clock) -> None:
    """Reset is in seconds."""
    assert _headers(await installed.api.get("/scenes")) == ["50", "49", "60"]
    clock.advance(20)
    assert _headers(await installed.api.get("/scenes")) == ["50", "48", "40"]
    refused = await installed.api.post("/scenes/unknown/execute")
    assert (refused.status, _headers(refused)) == (403, ["50", "47", "40"])


async def test_one_call_too_many_is_a_429(installed: Installed, clock: Clock) -> None:
    path = f"/devices/{Devices.REMOTE}/status"
    assert (await _many(installed.api, path, 12)).status == 200
    clock.advance(19.5)
    reply = await installed.api.get(path)
    assert reply.status == 429
    assert _headers(reply) == ["12", "0", "41"]
    assert "Retry-After" not in reply.headers
    assert isinstance(reply.json, dict)
    assert reply.json["error"] == {
        "code": "TooManyRequestError",
        "message": "Too Many Requests",
        "details": [
            {
                "code": "TooManyRequestError",
                "message": "attempt 13 limit 12 - retry in 40500 millis",
                "details": [],
            }
        ],
    }
    clock.advance(40.5)
    assert (await installed.api.get(path)).status == 200


async def test_devices_have_windows_of_their_own(installed: Installed, clock: Clock) -> None:
    """Reads have another limit than commands."""
    await _many(installed.api, f"/devices/{Devices.COFFEE_PLUG}/status", 12)
    assert (await installed.api.get(f"/devices/{Devices.REMOTE}/status")).status == 200
    command = await installed.api.post(f"/devices/{Devices.COFFEE_PLUG}/commands", _COMMAND)
    assert command.status == 200
    await installed.api.get(f"/devices/{Devices.COFFEE_PLUG}/components/main/status")
    assert (await installed.api.get(f"/devices/{Devices.COFFEE_PLUG}/status")).status == 429


async def test_a_new_personal_access_token_is_throttled_hard(
    developer: Developer, installed: Installed, clock: Clock
) -> None:
    path = f"/devices/{Devices.COFFEE_PLUG}"
    assert (await _many(developer.api, f"{path}/status", 11)).status == 429
    assert (await installed.api.get(f"{path}/status")).status == 200
    assert (await developer.api.post(f"{path}/commands", _COMMAND)).status == 200
    again = await developer.api.post(f"{path}/commands", _COMMAND)
    assert (again.status, _headers(again)) == (429, ["1", "0", "15"])
    clock.advance(15)
    assert (await developer.api.post(f"{path}/commands", _COMMAND)).status == 200


async def test_subscriptions_have_two_windows(installed: Installed, clock: Clock) -> None:
    """List, delete all and forty creates fit into 15 minutes, but no more."""
    path = installed.subscriptions
    for number in range(40):
        source: JsonObject = {"locationId": HOME_LOCATION, "capability": f"c{number}"}
        body: JsonObject = {"sourceType": "CAPABILITY", "capability": source}
        assert (await installed.api.post(path, body)).status == 200
    assert (await installed.api.post(path, {})).status == 429
    for number in range(15):
        assert (await installed.api.get(path)).status == 200, number
    assert (await installed.api.delete(path)).status == 429
    clock.advance(15 * 60)
    assert (await installed.api.delete(path)).json == {"count": 40}


@pytest.mark.heartbeats
async def test_schedules_have_two_windows(installed: Installed, clock: Clock) -> None:
    path = f"{installed.path}/schedules"
    for _ in range(12):
        assert (await installed.api.post(path, {})).status == 422
    reply = await installed.api.post(path, {})
    assert (reply.status, _headers(reply)) == (429, ["12", "0", "60"])
    clock.advance(60)
    for _ in range(7):
        assert (await installed.api.post(path, {})).status == 422
    reply = await installed.api.post(path, {})
    assert (reply.status, _headers(reply)) == (429, ["20", "0", "300"])


async def test_rooms_are_counted_by_the_hour(installed: Installed, clock: Clock) -> None:
    path = f"/locations/{HOME_LOCATION}/rooms"
    assert (await _many(installed.api, path, 51)).status == 429
    clock.advance(3599)
    assert (await installed.api.get(path)).status == 429
    clock.advance(1)
    assert (await installed.api.get(path)).status == 200


async def test_installed_apps_are_counted_apart(
    developer: Developer, installed: Installed, clock: Clock
) -> None:
    await _many(installed.api, installed.path, 60)
    assert (await installed.api.get(installed.path)).status == 429
    assert (await developer.api.get(installed.path)).status == 200


class TestNoLimits:
    """A cloud that only counts calls."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Switch the limits off."""
        return SimulatorOptions(rate_limits=False, latency=0.001)

    async def test_limits_can_be_switched_off(
        self, simulator: Simulator, installed: Installed
    ) -> None:
        path = f"/devices/{Devices.REMOTE}/status"
        reply = await _many(installed.api, path, 13)
        assert (reply.status, _headers(reply)[:2]) == (200, ["12", "0"])
        assert at(reply.json, "components")
        assert simulator.options.latency == 0.001


async def test_replies_name_the_time_of_the_cloud(
    simulator: Simulator, installed: Installed, clock: Clock
) -> None:
    """Errors have one too, so that clients can compare the clocks."""
    clock.advance(3600)
    for path, status in (("/scenes", 200), ("/devices/nobody", 403)):
        reply = await installed.api.get(path)
        assert reply.status == status
        assert parsedate_to_datetime(reply.headers["Date"]) == clock.time


class TestUndatedReplies:
    """It is not verified that replies have a date."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return a cloud without dates."""
        return SimulatorOptions(dated_replies=False)

    async def test_replies_may_name_no_time(self, installed: Installed) -> None:
        assert (await installed.api.get("/scenes")).headers["Date"] == ""
