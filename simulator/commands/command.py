"""A command in progress: its arguments, their checks, and the effects that it plans.

Arguments are positional and typed; trailing ones may be optional. An invalid argument is rejected
with 422 and the text of the platform (platform reference 8.4 and 8.6).
"""

import colorsys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from simulator.devices.device import Json, JsonObject, SimDevice


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An attribute gets a value `after` seconds after the command."""

    component: str
    capability: str
    attribute: str
    value: Json
    after: float = 0.0
    data: JsonObject | None = None
    always: bool = False
    """Report the value as a change even if it is the same, and also after a newer command."""

    @property
    def target(self) -> tuple[str, str, str]:
        """Component, capability and attribute."""
        return self.component, self.capability, self.attribute


class CommandError(Exception):
    """The platform rejects a command.

    `status` is 422 for a malformed command, and 409 if the state of the device does not allow it.
    `code`, `target` and `message` are those of the error envelope (platform reference 8.5).
    """

    def __init__(self, status: int, code: str, target: str, message: str) -> None:
        """Keep the parts of the error envelope."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.target = target
        self.message = message


def refused(target: str, problem: str) -> CommandError:
    """Return the 422 for a part of the request, with the text of the platform."""
    return CommandError(422, "UnprocessableEntityError", target, f"{target}: {problem}")


class Run:
    """A command in progress: the device, its arguments and the planned effects."""

    def __init__(
        self, device: SimDevice, component: str, capability: str, arguments: list[Json]
    ) -> None:
        """Start without effects."""
        self.device = device
        self.component = component
        self.capability = capability
        self.arguments = arguments
        self.effects: list[Effect] = []

    def has(self, capability: str) -> bool:
        """Return whether the component has a capability."""
        return capability in self.device.status[self.component]

    def read(self, capability: str, attribute: str) -> Json:
        """Return the value of an attribute after the planned effects."""
        for effect in reversed(self.effects):
            if (effect.capability, effect.attribute) == (capability, attribute):
                return effect.value
        return self.device.value(self.component, capability, attribute)

    def number(self, capability: str, attribute: str, default: float = 0.0) -> float:
        """Return a number; `default` if the attribute is not a number."""
        value = self.read(capability, attribute)
        return value if isinstance(value, int | float) else default

    def words(self, attribute: str) -> list[str]:
        """Return a list of supported values; its items are words or `{id, name}`."""
        value = self.read(self.capability, attribute)
        items = value if isinstance(value, list) else []
        return [str(item["id"] if isinstance(item, dict) else item) for item in items]

    def write(  # noqa: PLR0913 (the parts of an effect)
        self,
        attribute: str,
        value: Json,
        *,
        capability: str | None = None,
        after: float = 0.0,
        data: JsonObject | None = None,
        always: bool = False,
    ) -> None:
        """Plan an effect; ignore it if the component lacks the capability."""
        capability = capability or self.capability
        if self.has(capability):
            self.effects.append(
                Effect(
                    component=self.component,
                    capability=capability,
                    attribute=attribute,
                    value=value,
                    after=after,
                    data=data,
                    always=always,
                )
            )


type Check = Callable[[Run, Json, str], None]
type Step = Callable[[Run], None]


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a command: its check, and whether it is optional."""

    check: Check
    optional: bool = False


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command: its arguments, and its steps in order."""

    arguments: tuple[Argument, ...] = ()
    steps: tuple[Step, ...] = ()


_TYPE_WORDS: Mapping[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}


def expect(value: Json, types: tuple[type, ...], word: str, target: str) -> None:
    """Reject a value of a wrong type; `word` is the platform's name for the expected type."""
    if type(value) not in types:
        raise refused(target, f"{_TYPE_WORDS[type(value)]} found, {word} expected")


def number(
    minimum: float | None = None, maximum: float | None = None, *, whole: bool = False
) -> Argument:
    """Return an argument that is a number within bounds; `whole` for an integer."""
    types: tuple[type, ...] = (int,) if whole else (int, float)

    def check(_run: Run, value: Json, target: str) -> None:
        expect(value, types, "integer" if whole else "number", target)
        if minimum is not None and isinstance(value, int | float) and value < minimum:
            raise refused(target, f"must have a minimum value of {minimum:g}")
        if maximum is not None and isinstance(value, int | float) and value > maximum:
            raise refused(target, f"must have a maximum value of {maximum:g}")

    return Argument(check)


def text(*, optional: bool = False) -> Argument:
    """Return an argument that is a string."""

    def check(_run: Run, value: Json, target: str) -> None:
        expect(value, (str,), "string", target)

    return Argument(check, optional)


def flag() -> Argument:
    """Return an argument that is a boolean."""

    def check(_run: Run, value: Json, target: str) -> None:
        expect(value, (bool,), "boolean", target)

    return Argument(check)


def _listed(value: Json, words: list[str], target: str) -> None:
    if words and value not in words:
        raise refused(target, f"does not have a value in the enumeration [{', '.join(words)}]")


def one_of(*words: str) -> Argument:
    """Return an argument that is one of the words in the definition."""

    def check(_run: Run, value: Json, target: str) -> None:
        expect(value, (str,), "string", target)
        _listed(value, list(words), target)

    return Argument(check)


def supported(attribute: str) -> Argument:
    """Return an argument that is one of the words in an attribute; any word if it is empty."""

    def check(run: Run, value: Json, target: str) -> None:
        expect(value, (str,), "string", target)
        _listed(value, run.words(attribute), target)

    return Argument(check)


def listed(attribute: str) -> Argument:
    """Return an argument that is one of the values in an attribute; any if there are none."""

    def check(run: Run, value: Json, target: str) -> None:
        known = run.read(run.capability, attribute)
        values = known if isinstance(known, list) else []
        if values and not any(type(value) is type(item) and value == item for item in values):
            raise refused(target, f"{value} is not one of {values}")

    return Argument(check)


def optional(argument: Argument) -> Argument:
    """Return an optional argument."""
    return Argument(argument.check, optional=True)


ANY = Argument(lambda _run, _value, _target: None, optional=True)
PERCENT = number(0, 100)
WHOLE_PERCENT = number(0, 100, whole=True)
TEMPERATURE = number(-460, 10000)
ON_OFF = one_of("on", "off")


def color_map() -> Argument:
    """Return the argument of `setColor`: hue and saturation (0-100), or `hex`."""

    def check(run: Run, value: Json, target: str) -> None:
        expect(value, (dict,), "object", target)
        for key in ("hue", "saturation"):
            if isinstance(value, dict) and key in value:
                PERCENT.check(run, value[key], f"{target}.{key}")
        if isinstance(value, dict) and "hex" in value:
            hue_and_saturation(value["hex"], f"{target}.hex")

    return Argument(check)


def hue_and_saturation(value: Json, target: str) -> tuple[float, float]:
    """Return hue and saturation (0-100 each) of a color in the form `#rrggbb`."""
    digits = str(value).removeprefix("#")
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        raise refused(target, "does not match the regex pattern ^#[A-Fa-f0-9]{6}$") from None
    hue, saturation, _ = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    return round(hue * 100, 2), round(saturation * 100, 2)


def word(value: Json, target: str) -> str:
    """Return a string in the request. Raises CommandError."""
    if not isinstance(value, str):
        raise refused(target, f"{_TYPE_WORDS[type(value)]} found, string expected")
    return value


def listing(value: Json, target: str) -> list[Json]:
    """Return a list in the request. Raises CommandError."""
    if not isinstance(value, list):
        raise refused(target, f"{_TYPE_WORDS[type(value)]} found, array expected")
    return value


def matched(
    wanted: tuple[Argument, ...], given: list[Json], target: str
) -> Iterator[tuple[Argument, Json, str]]:
    """Combine arguments with their values and places in the request.

    Raises CommandError if there are too few or too many.
    """
    least = sum(not argument.optional for argument in wanted)
    if len(given) < least:
        raise refused(target, f"there must be a minimum of {least} items in the array")
    if len(given) > len(wanted):
        raise refused(target, f"there must be a maximum of {len(wanted)} items in the array")
    places = (f"{target}[{position}]" for position in range(len(given)))
    return zip(wanted, given, places, strict=False)
