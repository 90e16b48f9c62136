"""The effects of commands: one table from capability and command to attributes.

The definition of a capability is used if the table does not have it.
"""

from collections.abc import Callable, Mapping

from simulator.devices.device import MAIN, Json, JsonObject, SimDevice

from .cameras import CAMERAS
from .cleaning import CLEANING
from .climate import CLIMATE
from .comfort import COMFORT
from .command import (
    ANY,
    PERCENT,
    WHOLE_PERCENT,
    Argument,
    CommandError,
    CommandSpec,
    Effect,
    Run,
    Step,
    color_map,
    flag,
    listing,
    matched,
    number,
    optional,
    refused,
    supported,
    text,
    word,
)
from .defined import defined_command
from .executed import EXECUTED
from .household import HOUSEHOLD
from .kitchen import KITCHEN
from .laundry import LAUNDRY
from .locks import LOCKS
from .media import MEDIA
from .programs import PROGRAMS
from .steps import (
    LOCK_SECONDS,
    door,
    fan_follows_switch,
    overrides_drlc,
    requests_drlc,
    set_color,
    set_color_temperature,
    set_level,
    sets,
    turns_on,
)

__all__ = ["TABLE", "CommandError", "DefinitionOf", "Effect", "effects", "undefined"]

type DefinitionOf = Callable[[SimDevice, str, str], Json]
"""Returns the definition of a capability of a component of a device; None if there is none."""


def _words(attribute: str, words: Mapping[str, Json], *steps: Step) -> dict[str, CommandSpec]:
    """Return commands without arguments that write one value each."""
    return {
        command: CommandSpec(steps=(sets(attribute, value), *steps))
        for command, value in words.items()
    }


def _setter(attribute: str, argument: Argument, *steps: Step) -> CommandSpec:
    """Return a command that writes its argument."""
    return CommandSpec((argument,), (sets(attribute), *steps))


_NOTHING = CommandSpec()
_DOOR = {
    "open": CommandSpec(steps=(door("opening", "open"),)),
    "close": CommandSpec(steps=(door("closing", "closed"),)),
}


TABLE: Mapping[str, Mapping[str, CommandSpec]] = {
    "chime": _words("chime", {"chime": "chime", "off": "off"}),
    "colorControl": {
        "setHue": _setter("hue", PERCENT),
        "setSaturation": _setter("saturation", PERCENT),
        "setColor": CommandSpec((color_map(),), (set_color, turns_on)),
    },
    "colorTemperature": {
        "setColorTemperature": CommandSpec(
            (number(1, 30000, whole=True),), (set_color_temperature, turns_on)
        )
    },
    "custom.picturemode": {
        "setPictureMode": _setter("pictureMode", supported("supportedPictureModes"))
    },
    "demandResponseLoadControl": {
        "requestDrlcAction": CommandSpec(
            (number(whole=True), number(whole=True), text(), number(0, whole=True), ANY),
            (requests_drlc,),
        ),
        "overrideDrlcAction": CommandSpec((flag(),), (overrides_drlc,)),
    },
    "doorControl": _DOOR,
    "energyMeter": {"resetEnergyMeter": CommandSpec(steps=(sets("energy", 0),))},
    "garageDoorControl": _DOOR,
    "healthCheck": {"ping": _NOTHING},
    "lock": {
        command: CommandSpec(steps=(sets("lock", value, after=LOCK_SECONDS),))
        for command, value in (
            ("lock", "locked"),
            ("unlock", "unlocked"),
            ("unlatch", "unlatched"),
        )
    },
    "momentary": {"push": _NOTHING},
    "ocf": {"postOcfCommand": CommandSpec((text(), ANY))},
    "refresh": {"refresh": _NOTHING},
    "switch": {
        "on": CommandSpec(
            steps=(
                sets("switch", "on"),
                fan_follows_switch,
                sets("power", 9.5, capability="powerMeter", after=0.5),
            )
        ),
        "off": CommandSpec(
            steps=(
                sets("switch", "off"),
                sets("fanSpeed", 0, capability="fanSpeed"),
                sets("power", 0.0, capability="powerMeter", after=0.5),
            )
        ),
    },
    "switchLevel": {
        "setLevel": CommandSpec((WHOLE_PERCENT, optional(number(0, whole=True))), (set_level,))
    },
    "tone": {"beep": _NOTHING},
    **CAMERAS,
    **CLIMATE,
    **CLEANING,
    **COMFORT,
    **EXECUTED,
    **HOUSEHOLD,
    **KITCHEN,
    **LAUNDRY,
    **LOCKS,
    **PROGRAMS,
    **MEDIA,
}


def undefined(_device: SimDevice, _component: str, _capability: str) -> Json:
    """Return no definition, so that only the table is used."""
    return None


def effects(
    device: SimDevice,
    command: JsonObject,
    index: int,
    definition_of: DefinitionOf = undefined,
) -> list[Effect]:
    """Return the effects of a command on a device, in order.

    `command` is an element of `commands` with `component` (default `main`), `capability`, `command`
    and `arguments`. `index` is its position, for the target of an error. Raises CommandError.
    """
    place = f"commands[{index}]"
    component = word(command.get("component", MAIN), f"{place}.component")
    capability = word(command.get("capability"), f"{place}.capability")
    name = word(command.get("command"), f"{place}.command")
    capabilities = _named(device.status, component, f"{place}.component")
    _named(capabilities, capability, f"{place}.capability")
    if capability in TABLE:
        spec = TABLE[capability].get(name)
    else:
        spec = defined_command(definition_of(device, component, capability), name)
    if spec is None:
        raise _unsupported(name, f"{place}.command")
    arguments = listing(command.get("arguments", []), f"{place}.arguments")
    run = Run(device, component, capability, arguments)
    for argument, value, target in matched(spec.arguments, arguments, f"{place}.arguments"):
        argument.check(run, value, target)
    for step in spec.steps:
        step(run)
    return sorted(run.effects, key=lambda effect: effect.after)


def _named[T](known: Mapping[str, T], name: str, target: str) -> T:
    if name not in known:
        raise _unsupported(name, target)
    return known[name]


def _unsupported(name: str, target: str) -> CommandError:
    return refused(target, f"{name} is not supported")
