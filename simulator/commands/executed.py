"""The capability `execute`: resources of a device that its status does not have.

The paths and members are those that public code uses (samuelspagl/ha_samsung_soundbar,
c-kick/ha-smartthings-soundbar-extras). A command with a path only makes the soundbar report the
resource in the attribute `data`. One with a value changes it, and reports nothing.
"""

from collections.abc import Mapping

from simulator.devices.device import Json, JsonObject

from .command import ANY, CommandSpec, Run, text

_PREFIX = "x.com.samsung.networkaudio."
_NEW: Mapping[str, JsonObject] = {
    "soundmode": {
        "soundmode": "standard",
        "supportedSoundmode": ["standard", "surround", "game", "adaptive sound"],
    },
    "advancedaudio": {"nightmode": 0, "voiceamplifier": 0, "bassboost": 0},
    "activeVoiceAmplifier": {"activeVoiceAmplifier": 0},
    "spacefitSound": {"spacefitSound": 0},
    "woofer": {"woofer": 0, "connection": "connected"},
    "channelVolume": {"channelVolume": []},
    "surroundspeaker": {"currentRearPosition": "Rear"},
}
"""The resources of a new soundbar, by the end of their path and without the prefix."""


_OPTIONS_PATH = "mode/vs/0"
_OPTIONS = "x.com.samsung.da.options"


def _options(run: Run) -> None:
    """Change an option of an air conditioner, such as `Light_On`, or report all of them.

    An option replaces the one that begins with the same word.
    """
    resource = run.device.resources.setdefault(_OPTIONS_PATH, {_OPTIONS: ["Light_Off"]})
    changes = run.arguments[1] if len(run.arguments) > 1 else None
    if not isinstance(changes, dict):
        run.write("data", {"payload": dict(resource)})
        return
    known = {str(word).partition("_")[0]: word for word in _words(resource)}
    known |= {str(word).partition("_")[0]: word for word in _words(changes)}
    resource[_OPTIONS] = [*known.values()]


def _words(resource: JsonObject) -> list[Json]:
    words = resource.get(_OPTIONS)
    return words if isinstance(words, list) else []


def _execute(run: Run) -> None:
    """Change a resource of a soundbar, or report it."""
    path = str(run.arguments[0])
    if path == _OPTIONS_PATH:
        _options(run)
        return
    new = _NEW.get(path.removeprefix("/sec/networkaudio/"))
    if new is None or run.device.category != "NetworkAudio":
        return
    resource = run.device.resources.setdefault(
        path, {f"{_PREFIX}{name}": value for name, value in new.items()}
    )
    changes = run.arguments[1] if len(run.arguments) > 1 else None
    if isinstance(changes, dict):
        resource |= {name: _merged(resource.get(name), value) for name, value in changes.items()}
    else:
        run.write("data", {"payload": dict(resource)})


def _merged(old: Json, new: Json) -> Json:
    """Return a new value; items with a name replace those of the same name."""
    if not isinstance(old, list) or not isinstance(new, list):
        return new
    named = {str(item["name"]): item for item in (*old, *new) if isinstance(item, dict)}
    return list(named.values())


EXECUTED: Mapping[str, Mapping[str, CommandSpec]] = {
    "execute": {"execute": CommandSpec((text(), ANY), (_execute,))}
}
"""Commands by capability and name."""
