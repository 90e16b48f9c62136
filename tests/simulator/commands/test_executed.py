"""The capability `execute` of a soundbar."""

from simulator.commands.behaviour import effects
from simulator.devices.device import Json, SimDevice
from simulator.devices.home import Home
from simulator.devices.ids import Devices

from .commanding import make_command

PREFIX = "x.com.samsung.networkaudio."


def _execute(soundbar: SimDevice, name: str, *changes: Json) -> list[Json]:
    """Return what the soundbar reports."""
    command = make_command("execute", "execute", f"/sec/networkaudio/{name}", *changes)
    return [effect.value for effect in effects(soundbar, command, 0)]


def test_a_soundbar_reports_a_resource_that_is_read(home: Home) -> None:
    soundbar = home.devices[Devices.SOUNDBAR]
    assert _execute(soundbar, "woofer") == [
        {"payload": {f"{PREFIX}woofer": 0, f"{PREFIX}connection": "connected"}}
    ]


def test_a_soundbar_reports_nothing_when_a_resource_is_written(home: Home) -> None:
    soundbar = home.devices[Devices.SOUNDBAR]
    assert _execute(soundbar, "advancedaudio", {f"{PREFIX}nightmode": 1}) == []
    (report,) = _execute(soundbar, "advancedaudio")
    assert report == {
        "payload": {
            f"{PREFIX}nightmode": 1,
            f"{PREFIX}voiceamplifier": 0,
            f"{PREFIX}bassboost": 0,
        }
    }


def test_a_channel_keeps_its_level_when_another_is_written(home: Home) -> None:
    soundbar = home.devices[Devices.SOUNDBAR]
    for name, level in (("Spk_Center", 1), ("Spk_Side", 2), ("Spk_Center", 3)):
        levels: list[Json] = [{"name": name, "value": level}]
        _execute(soundbar, "channelVolume", {f"{PREFIX}channelVolume": levels})
    (report,) = _execute(soundbar, "channelVolume")
    kept = [{"name": "Spk_Center", "value": 3}, {"name": "Spk_Side", "value": 2}]
    assert report == {"payload": {f"{PREFIX}channelVolume": kept}}


def test_an_unknown_resource_does_nothing(home: Home) -> None:
    assert _execute(home.devices[Devices.SOUNDBAR], "laser") == []
