"""Remote controls: the keys of a television and of a player."""

import asyncio
from typing import Final

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with, said
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.TELEVISION)

REMOTE: Final = "remote.television_remote_control"
SAMSUNG: Final = "samsungvd.remoteControl"
PLAYER: Final[Readings] = {
    "keypadInput": {"supportedKeyCodes": ["UP", "DOWN", "SELECT", "NUMBER1"]},
    "mediaPlayback": {"playbackStatus": "stopped"},
}

type Press = tuple[str, str, str, list[Json]]


def press(*key: Json) -> Press:
    """Return the command for a key."""
    return ("main", SAMSUNG, "send", [*key])


@pytest.mark.parametrize(
    ("data", "sent"),
    [
        ({"command": "HOME"}, [press("HOME")]),
        ({"command": "play back"}, [press("PLAY_BACK")]),
        ({"command": ["right", "OK"]}, [press("RIGHT"), press("OK")]),
        (
            {"command": ["up", "ok"], "num_repeats": 2},
            [press("UP"), press("OK"), press("UP"), press("OK")],
        ),
        (
            {"command": ["VOLUME_UP", "channel_down"]},
            [
                ("main", "audioVolume", "volumeUp", []),
                ("main", "tvChannel", "channelDown", []),
            ],
        ),
    ],
)
async def test_keys_are_pressed_in_one_request(
    house: House, data: dict[str, Json], sent: list[Press]
) -> None:
    """A device accepts few requests, and up to ten commands in each."""
    assert await house.call("remote.send_command", REMOTE, **data) == sent


async def test_more_than_ten_keys_need_more_requests(house: House) -> None:
    """The platform rejects a request with more commands."""
    before = len(house.simulator.commands)
    await house.act("remote.send_command", REMOTE, command=["DOWN"], num_repeats=12)
    requests = [said(request) for request in house.simulator.commands[before:]]
    assert requests == [[press("DOWN")] * 10, [press("DOWN")] * 2]


async def test_a_delay_separates_the_presses(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each key is then a request of its own, with the wanted time between them."""
    waits = _record_waits(monkeypatch)
    before = len(house.simulator.commands)
    await house.act("remote.send_command", REMOTE, command=["UP", "OK"], delay_secs=0.7)
    requests = [said(request) for request in house.simulator.commands[before:]]
    assert requests == [[press("UP")], [press("OK")]]
    assert waits == [0.7]


async def test_a_key_is_held(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """One command is for the key going down, and one for its way up."""
    waits = _record_waits(monkeypatch)
    before = len(house.simulator.commands)
    await house.act("remote.send_command", REMOTE, command="FF", hold_secs=2)
    requests = [said(request) for request in house.simulator.commands[before:]]
    assert requests == [[press("FF", "PRESSED")], [press("FF", "RELEASED")]]
    assert waits == [2]


def _record_waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the waits of the remote control, and do not wait."""
    waits: list[float] = []

    async def record(seconds: float) -> None:
        waits.append(seconds)

    class _Asyncio:
        sleep = staticmethod(record)

    monkeypatch.setattr("custom_components.smartthings_smartapp.remote.asyncio", _Asyncio)
    return waits


@pytest.mark.parametrize(
    ("data", "error", "mentioned"),
    [
        ({"command": ["UP", "NETFLIX"]}, "unknown_key", "PLAY_BACK, SOURCE, VOLUME_UP"),
        ({"command": ["UP", "VOLUME_UP"], "hold_secs": 1}, "key_not_held", "VOLUME_UP"),
        ({"command": ["UP", "OK"], "num_repeats": 51}, "too_many_keys", "100"),
    ],
)
async def test_a_key_that_it_does_not_have_is_rejected(
    house: House, data: dict[str, Json], error: str, mentioned: str
) -> None:
    """The error lists the keys, and none of the keys is pressed."""
    before = len(house.simulator.commands)
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("remote.send_command", REMOTE, **data)
    assert raised.value.translation_key == error
    assert mentioned in str(raised.value.translation_placeholders)
    assert len(house.simulator.commands) == before


async def test_it_turns_the_television_on_and_off(house: House) -> None:
    """It shows whether the television is on, and lists its keys."""
    state = house.state(REMOTE)
    assert state.state == STATE_ON
    assert state.attributes["keys"][:2] == ["UP", "DOWN"]
    assert state.attributes["keys"][-1] == "CHANNEL_DOWN"
    assert await house.call("remote.turn_off", REMOTE) == [("main", "switch", "off", [])]
    assert house.state(REMOTE).state == STATE_OFF
    assert await house.call("remote.turn_on", REMOTE) == [("main", "switch", "on", [])]
    assert house.state(REMOTE).state == STATE_ON


async def test_a_player_has_the_keys_that_it_lists(world: World) -> None:
    """They are keys of ``keypadInput``; without a list it has all of the definition."""
    house = await house_with(world, "Player", "Receiver", PLAYER)
    remote = "remote.player_remote_control"
    assert house.state(remote).state == STATE_UNKNOWN
    assert house.state(remote).attributes["keys"] == ["UP", "DOWN", "SELECT", "NUMBER1"]
    assert await house.call("remote.send_command", remote, command="select") == [
        ("main", "keypadInput", "sendKey", ["SELECT"])
    ]
    (device_id,) = house.simulator.home.devices
    await house.report(device_id, "keypadInput.supportedKeyCodes", [])
    assert "NUMBER9" in house.state(remote).attributes["keys"]
    actions: tuple[tuple[str, dict[str, Json], str], ...] = (
        ("send_command", {"command": "UP", "hold_secs": 1}, "key_not_held"),
        ("turn_on", {}, "no_command"),
    )
    for action, data, error in actions:
        with pytest.raises(ServiceValidationError) as raised:
            await house.act(f"remote.{action}", remote, **data)
        assert raised.value.translation_key == error


@pytest.mark.parametrize("action", ["learn_command", "delete_command"])
async def test_it_learns_no_keys(house: House, action: str) -> None:
    """Home Assistant offers it for each remote control."""
    with pytest.raises(ServiceValidationError) as raised:
        await house.act(f"remote.{action}", REMOTE, command=["HOME"])
    assert raised.value.translation_key == "keys_are_fixed"


async def test_a_held_key_is_released_if_the_action_is_cancelled(house: House) -> None:
    """Otherwise the television would go on winding."""
    before = len(house.simulator.commands)
    action = asyncio.ensure_future(
        house.act("remote.send_command", REMOTE, command="FF", hold_secs=600)
    )
    while len(house.simulator.commands) == before:
        await asyncio.sleep(0.01)
    action.cancel()
    with pytest.raises(asyncio.CancelledError):
        await action
    await house.world.settle()
    requests = [said(request) for request in house.simulator.commands[before:]]
    assert requests[-1] == [press("FF", "RELEASED")]
