"""Definitions of capabilities: the schemas of attributes and commands (platform reference 9).

The reference names the members of a definition without details, so unreadable or missing parts are
skipped, and the rest is used.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ..json_types import Json, JsonObject, as_list, as_object, text
from ..models import UnusableItemError

_MOST: Final = 200
"""Maximum number of attributes or commands of one capability, and of values of one enumeration."""
_LABEL: Final = re.compile(r"(?!___)[^{}]{1,255}")
_LONGEST_PATTERN: Final = 200
_PARTS: Final = ("attributes", "commands")
_ID: Final = re.compile(r"[-_!.~'()*0-9a-zA-Z]{1,128}")
_DATE_TITLES: Final = frozenset({"Iso8601Date", "Iso8601DateTime"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The values that an attribute or argument may have; unknown parts are empty."""

    kind: str = ""
    """JSON type: ``string``, ``integer``, ``number``, ``boolean``, ``array`` or ``object``."""
    words: tuple[Json, ...] = ()
    """The values that an enumeration allows."""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    shortest: int | None = None
    longest: int | None = None
    """Length of a string."""
    pattern: str = ""
    is_date: bool = False
    """Whether a string is a date with a time."""

    @property
    def numeric(self) -> bool:
        """Whether the value is a number."""
        return self.kind in {"integer", "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDefinition:
    """One attribute of a capability."""

    schema: Schema
    unit: str = ""
    """The default unit."""
    setter: str = ""
    """The command that sets the attribute."""
    orders: Mapping[str, str] = field(default_factory=dict)
    """Commands that set the attribute to one value, by that value."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command."""

    schema: Schema
    optional: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandDefinition:
    """One command of a capability."""

    arguments: tuple[Argument, ...] = ()
    sensitive: bool = False

    @property
    def sole(self) -> Schema | None:
        """The schema of the only required argument; None if the command requires none, or more."""
        first, *others = self.arguments or (None,)
        return first.schema if first and all(other.optional for other in others) else None

    @property
    def bare(self) -> bool:
        """Whether the command requires no argument."""
        return all(argument.optional for argument in self.arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A capability: its attributes and commands by name."""

    capability: str
    version: int
    attributes: Mapping[str, AttributeDefinition] = field(default_factory=dict)
    commands: Mapping[str, CommandDefinition] = field(default_factory=dict)
    name: str = ""
    """Name in English, such as "Remote Control"."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of a capability, its attributes and its commands in one language."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, str] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Slider:
    """The range that the SmartThings app offers for a number."""

    low: float
    high: float
    step: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Presentation:
    """How the SmartThings app presents commands, by command."""

    sliders: Mapping[str, Slider] = field(default_factory=dict)
    supported: Mapping[str, str] = field(default_factory=dict)
    """The attribute that lists the possible arguments."""


def is_capability_id(name: str) -> bool:
    """Return whether a capability id can be part of a path (platform reference 6.2)."""
    return _ID.fullmatch(name) is not None and name.strip(".") != ""


def parse_definition(raw: JsonObject, capability: str, version: int) -> Definition:
    """Read ``GET /capabilities/{id}/{version}``.

    Raises UnusableItemError if it is the definition of another capability or version.
    """
    for key, asked in (("id", capability), ("version", version)):
        if raw.get(key, asked) != asked:
            raise UnusableItemError(key)
    attributes, commands = (raw.get(key) for key in _PARTS)
    if not isinstance(attributes, dict) and not isinstance(commands, dict | list):
        raise UnusableItemError(_PARTS)
    return Definition(
        capability=capability,
        version=version,
        attributes=_members(as_object(attributes), _attribute),
        commands=_members(_by_name(commands), _command),
        name=_label(raw, "name"),
    )


def parse_labels(raw: JsonObject) -> Labels:
    """Read ``GET /capabilities/{id}/{version}/i18n/{tag}``, where an empty object is a list."""
    attributes, commands = (_labels(raw.get(key)) for key in _PARTS)
    return Labels(attributes, commands, _label(raw, "label"))


def parse_presentation(raw: JsonObject) -> Presentation:
    """Read the sliders and lists of ``GET /capabilities/{id}/{version}/presentation``."""
    sliders: dict[str, Slider] = {}
    supported: dict[str, str] = {}
    for item in map(as_object, as_list(raw.get("detailView"))):
        slider = as_object(item.get("slider"))
        if (command := text(slider, "command")) and (found := _slider(slider)):
            sliders[command] = found
        picked = as_object(as_object(item.get("list")).get("command"))
        listed = text(picked, "supportedValues").removesuffix(".value")
        if listed and (command := text(picked, "name")):
            supported[command] = listed
    return Presentation(sliders, supported)


def _by_name(commands: Json) -> JsonObject:
    """Return commands by name; older definitions list them."""
    if isinstance(commands, list):
        return {text(item, "name"): item for item in map(as_object, commands) if text(item, "name")}
    return as_object(commands)


def _members[ItemT](raw: JsonObject, parse: Callable[[JsonObject], ItemT]) -> dict[str, ItemT]:
    """Read the members that are objects, up to a maximum number."""
    known = [(name, item) for name, item in raw.items() if name and isinstance(item, dict)]
    return {name: parse(item) for name, item in known[:_MOST]}


def _attribute(raw: JsonObject) -> AttributeDefinition:
    properties = as_object(as_object(raw.get("schema")).get("properties"))
    unit = as_object(properties.get("unit"))
    units = [item for item in as_list(unit.get("enum")) if isinstance(item, str)]
    return AttributeDefinition(
        schema=_schema(properties.get("value")),
        unit=text(unit, "default") or (units[0] if len(units) == 1 else ""),
        setter=text(raw, "setter"),
        orders={
            text(order, "value"): text(order, "command")
            for order in map(as_object, as_list(raw.get("enumCommands"))[:_MOST])
            if text(order, "value") and text(order, "command")
        },
    )


def _command(raw: JsonObject) -> CommandDefinition:
    arguments = tuple(
        Argument(
            _schema(item.get("schema")),
            # Older definitions have ``required`` instead.
            optional=item.get("optional") is True or item.get("required") is False,
            name=text(item, "name"),
        )
        for item in map(as_object, as_list(raw.get("arguments")))
    )
    return CommandDefinition(arguments=arguments, sensitive=raw.get("sensitive") is True)


def _schema(raw: Json) -> Schema:
    schema = as_object(raw)
    words = tuple(item for item in as_list(schema.get("enum")) if not isinstance(item, dict | list))
    pattern = text(schema, "pattern")
    title = text(schema, "title") or text(schema, "$ref")
    return Schema(
        kind=_kind(schema, words),
        words=words if len(words) <= _MOST else (),
        low=_number(schema.get("minimum")),
        high=_number(schema.get("maximum")),
        step=_positive(schema.get("multipleOf")),
        shortest=_length(schema.get("minLength")),
        longest=_length(schema.get("maxLength")),
        pattern=pattern if len(pattern) <= _LONGEST_PATTERN else "",
        is_date=title in _DATE_TITLES or text(schema, "format") == "date-time",
    )


def _kind(schema: JsonObject, words: tuple[Json, ...]) -> str:
    """Return the JSON type: the only one besides null, or the type of the enumerated values."""
    named = schema.get("type")
    if isinstance(named, list):
        kinds = [item for item in named if isinstance(item, str) and item != "null"]
        named = kinds[0] if len(kinds) == 1 else ""
    if isinstance(named, str) and named:
        return named
    return "string" if words and all(isinstance(word, str) for word in words) else ""


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if math.isfinite(value) else None


def _positive(value: Json) -> float | None:
    number = _number(value)
    return number if number and number > 0 else None


def _length(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _labels(raw: Json) -> dict[str, str]:
    """Read labels; skip placeholders."""
    found = ((name, _label(as_object(item), "label")) for name, item in as_object(raw).items())
    return {name: label for name, label in found if label}


def _label(raw: JsonObject, key: str) -> str:
    """Return the label of a key, an empty text for a placeholder."""
    label = text(raw, key).strip()
    return label if _LABEL.fullmatch(label) else ""


def _slider(raw: JsonObject) -> Slider | None:
    bounds = [_number(item) for item in as_list(raw.get("range"))]
    match bounds:
        case [float() | int() as low, float() | int() as high] if low < high:
            unit = text(raw, "unit")
            # Often it is a reference to the unit of an attribute, not a unit.
            return Slider(low, high, _positive(raw.get("step")), "" if "." in unit else unit)
    return None
