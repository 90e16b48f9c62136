"""Makes entries from the definition of a capability, for attributes that the mapping lacks. Pure.

Their entities are disabled by default. Their unique id has the usual form, so a mapping entry that
is added later for the same attribute and platform keeps the entity (docs/generic-entities.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypedDict

from homeassistant.components.number import NumberMode
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import MAX_LENGTH_STATE_STATE, EntityCategory

from ..cloud.api.definitions import (
    AttributeDefinition,
    CommandDefinition,
    Definition,
    Labels,
    Presentation,
    Schema,
    Slider,
)
from ..cloud.json_types import Json
from ..mapping.descriptions.base import Mapped, Source
from ..mapping.descriptions.controls import (
    ButtonMap,
    NumberMap,
    SelectMap,
    SwitchMap,
    TextMap,
    TimeMap,
)
from ..mapping.descriptions.sensors import BinarySensorMap, SensorMap, ValueMap
from ..mapping.descriptions.values import Bounds
from ..mapping.names import plain_name
from ..mapping.units import normal
from ..mapping.words import identifier, listed, options_of, state_of
from .quantities import quantity

_ON_OFF: Final[Mapping[str, str]] = {
    "on": "off",
    "true": "false",
    "yes": "no",
    "enabled": "disabled",
    "enable": "disable",
    "active": "inactive",
    "activated": "deactivated",
    "open": "closed",
    "detected": "clear",
    "present": "not present",
    "connected": "disconnected",
    "running": "stopped",
    "muted": "unmuted",
}
"""Words that mean on, each with the word that means off."""
_FAR: Final = 1_000_000.0
"""Bound of a number without a bound in its definition."""
_SPELLINGS: Final = (
    *((sign, "") for sign in ("?:", "(", ")", "{1}")),
    *((f"[{digit}]", digit) for digit in "012"),
    *(("\\d", "[0-9]"), ("\\:", ":"), ("[0-1]", "[01]")),
)
"""Spellings in a pattern that have the same meaning, each with the one that is compared."""
_HOURS: Final = listed(
    "[01][0-9]|2[0-3] 2[0-3]|[01][0-9] 0[0-9]|1[0-9]|2[0-3] 2[0-3]|1[0-9]|0[0-9] "
    "[01]?[0-9]|2[0-3] 2[0-3]|[01]?[0-9] [0-2][0-9]"
)
_CLOCKS: Final[Mapping[str, str]] = {
    pattern: clock
    for hours in _HOURS
    for sixty in ("[0-5][0-9]", "[0-5]?[0-9]")
    for pattern, clock in (
        (f"{hours}:{sixty}", "%H:%M"),
        (f"{hours}{sixty}", "%H%M"),
        (f"{hours}:{sixty}:{sixty}", "%H:%M:%S"),
        (f"{hours}:{sixty}:{sixty}?", "%H:%M"),
    )
}
"""Patterns of a time of day, without anchors and groups, each with its format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The entries from the definition of a capability."""

    attributes: Mapping[str, Mapped] = field(default_factory=dict)
    """The entry for each attribute."""
    buttons: Mapping[str, ButtonMap] = field(default_factory=dict)
    """The entry for each command without arguments that sets no attribute."""
    commands: tuple[str, ...] = ()
    """Commands without an entry. The action ``send_command`` can send them."""
    words: Mapping[str, tuple[Json, ...]] = field(default_factory=dict)
    """The possible values of each attribute that lists them."""


class _Setter(NamedTuple):
    """The command that sets an attribute, and the schema of its argument."""

    command: str
    schema: Schema


def describe(definition: Definition, labels: Labels, presentation: Presentation) -> Described:
    """Return the entries for all attributes and commands of a capability."""
    maker = _Maker(definition, labels, presentation)
    attributes = {name: maker.attribute(name) for name in definition.attributes}
    left = definition.commands.keys() - maker.sent
    buttons = {name for name in left if _pressable(definition.commands[name])}
    return Described(
        attributes=attributes,
        buttons={name: maker.button(name) for name in sorted(buttons)},
        commands=tuple(sorted(left - buttons)),
        words={
            name: attribute.schema.words
            for name, attribute in definition.attributes.items()
            if attribute.schema.words
        },
    )


def plain_value(capability: str, attribute: str) -> ValueMap:
    """Return the entry for an attribute without a definition."""
    return ValueMap(**_common(capability, attribute, None, EntityCategory.DIAGNOSTIC))


def _pressable(command: CommandDefinition) -> bool:
    return command.bare and not command.sensitive


class _Common(TypedDict):
    """The fields that all entries from a definition have."""

    capability: str
    key: str
    name: str
    entity_category: EntityCategory
    entity_registry_enabled_default: bool


def _common(capability: str, key: str, label: str | None, category: EntityCategory) -> _Common:
    return {
        "capability": capability,
        "key": key,
        "name": _capitalized(label) if label else plain_name(capability, key),
        "entity_category": category,
        "entity_registry_enabled_default": False,
    }


class _Maker:
    """Makes the entries of one capability, and remembers the commands that they send."""

    def __init__(self, definition: Definition, labels: Labels, presentation: Presentation) -> None:
        self.sent: set[str] = set()
        self._definition = definition
        self._labels = labels
        self._presentation = presentation

    def button(self, command: str) -> ButtonMap:
        """Return the entry for a command that needs no argument."""
        label = self._labels.commands.get(command)
        shared = _common(self._definition.capability, command, label, EntityCategory.CONFIG)
        return ButtonMap(**shared, command=command)

    def attribute(self, name: str) -> Mapped:
        """Return the entry for an attribute. The entity can set it if there is a command for it.

        The kind of entity depends on the possible values: two words, a few words, a number, a text.
        """
        attribute = self._definition.attributes[name]
        setter = self._setter(name, attribute)
        makers = (self._two_sided, self._enumeration, self._number, self._text)
        found = next((entry for make in makers if (entry := make(name, attribute, setter))), None)
        return found or ValueMap(**self._shown(name))

    # Identity

    def _shown(self, name: str, category: EntityCategory = EntityCategory.DIAGNOSTIC) -> _Common:
        label = self._labels.attributes.get(name)
        return _common(self._definition.capability, name, label, category)

    def _set_by(self, name: str, *commands: str) -> _Common:
        """Return the fields of an entity that sets its attribute, and remember its commands."""
        self.sent.update(commands)
        # Commands that set one value each would repeat what the entity does.
        self.sent.update(self._definition.attributes[name].orders.values())
        return self._shown(name, EntityCategory.CONFIG)

    # Setters

    def _setter(self, name: str, attribute: AttributeDefinition) -> _Setter | None:
        """Return the command that sets an attribute: from the definition, or by its name."""
        for command in (attribute.setter, f"set{name[:1].upper()}{name[1:]}"):
            known = self._definition.commands.get(command)
            schema = known.sole if known and not known.sensitive else None
            if schema and _suits(schema, attribute.schema):
                return _Setter(command, schema)
        return None

    # Kinds of entries

    def _two_sided(
        self, name: str, attribute: AttributeDefinition, setter: _Setter | None
    ) -> Mapped | None:
        if (sides := _sides(attribute.schema)) is None:
            return None
        on, off = sides
        if setter:
            shared = self._set_by(name, setter.command)
            return SwitchMap(**shared, on=on, off=off, set_command=setter.command)
        orders = [attribute.orders.get(str(side), "") for side in sides]
        commands = self._definition.commands
        if all(order in commands and _pressable(commands[order]) for order in orders):
            shared = self._set_by(name, *orders)
            return SwitchMap(**shared, on=on, off=off, on_command=orders[0], off_command=orders[1])
        return BinarySensorMap(**self._shown(name), on=(on,), off=(off,))

    def _enumeration(
        self, name: str, attribute: AttributeDefinition, setter: _Setter | None
    ) -> Mapped | None:
        words = attribute.schema.words
        listed = self._listed(name, setter) if setter else None
        if setter and (words or (listed and attribute.schema.kind == "string")):
            return SelectMap(
                **self._set_by(name, setter.command),
                command=setter.command,
                supported=listed,
                default=setter.schema.words or words,
            )
        if not words or not all(isinstance(word, str) for word in words):
            return None
        options = [
            option for option, word in options_of(words).items() if state_of(word) is not None
        ]
        return SensorMap(
            **self._shown(name),
            device_class=SensorDeviceClass.ENUM,
            options=options,
            words=words,
        )

    def _listed(self, name: str, setter: _Setter) -> Source | None:
        """Return the attribute that lists the values that another can be set to."""
        stem = f"{name[:1].upper()}{name[1:]}"
        named = self._presentation.supported.get(setter.command, "")
        candidates = (named, *(f"supported{stem}{ending}" for ending in ("", "s", "es")))
        known = self._definition.attributes
        capability = self._definition.capability
        return next((Source(capability, item) for item in candidates if item in known), None)

    def _number(
        self, name: str, attribute: AttributeDefinition, setter: _Setter | None
    ) -> Mapped | None:
        if not attribute.schema.numeric:
            return None
        unit = normal(attribute.unit) or None
        if setter is None:
            known = quantity(unit, self._definition.capability, name) if unit else None
            return SensorMap(
                **self._shown(name),
                native_unit_of_measurement=unit,
                device_class=known.device_class if known else None,
                state_class=known.state_class if known else None,
            )
        slider = self._presentation.sliders.get(setter.command)
        bounds = _bounds(setter.schema, attribute.schema, slider)
        own = Source(self._definition.capability, name)
        return NumberMap(
            **self._set_by(name, setter.command),
            command=setter.command,
            native_unit_of_measurement=unit or (slider and normal(slider.unit)) or None,
            default=bounds,
            range=(own.limits,) if own.limits.attribute in self._definition.attributes else (),
            mode=NumberMode.BOX if _FAR in (-bounds.low, bounds.high) else NumberMode.AUTO,
        )

    def _text(
        self, name: str, attribute: AttributeDefinition, setter: _Setter | None
    ) -> Mapped | None:
        schema = attribute.schema
        if schema.kind != "string":
            return None
        if schema.is_date:
            return SensorMap(**self._shown(name), device_class=SensorDeviceClass.TIMESTAMP)
        if setter is None:
            return None
        shared = self._set_by(name, setter.command)
        if clock := _clock(setter.schema.pattern or schema.pattern):
            return TimeMap(**shared, command=setter.command, clock=clock)
        longest = setter.schema.longest or MAX_LENGTH_STATE_STATE
        return TextMap(
            **shared,
            command=setter.command,
            native_min=setter.schema.shortest or 0,
            native_max=min(longest, MAX_LENGTH_STATE_STATE),
        )


def _capitalized(label: str) -> str:
    return label[:1].upper() + label[1:MAX_LENGTH_STATE_STATE]


def _suits(argument: Schema, value: Schema) -> bool:
    """Return whether an argument has the type of a value, and shares a word with it."""
    if argument.kind != value.kind and not (argument.numeric and value.numeric):
        return False
    both = argument.words and value.words
    return not both or any(word in value.words for word in argument.words)


def _sides(schema: Schema) -> tuple[Json, Json] | None:
    """Return the values that mean on and off, None if there are other values."""
    words = [word for word in schema.words if word is not None]
    if schema.kind == "boolean":
        return True, False
    if len(words) != 2:  # noqa: PLR2004 (the sides)
        return None
    for on, off in (words, words[::-1]):
        if _ON_OFF.get(_plain(on)) == _plain(off):
            return on, off
    return None


def _plain(word: Json) -> str:
    return " ".join(identifier(word).split("_"))


def _bounds(argument: Schema, value: Schema, slider: Slider | None) -> Bounds:
    """Return the bounds of a number: the first of argument, attribute and slider that has some."""
    whole = "integer" in (argument.kind, value.kind)
    sources = [source for source in (argument, value, slider) if source]
    low = max(_first((source.low for source in sources), -_FAR), -_FAR)
    high = min(_first((source.high for source in sources), _FAR), _FAR)
    step = next((source.step for source in sources if source.step is not None), None)
    return Bounds(-_FAR, _FAR, 1.0 if whole else 0.1).narrowed(low, high, step)


def _first(numbers: Iterable[float | None], otherwise: float) -> float:
    return next((number for number in numbers if number is not None), otherwise)


def _clock(pattern: str) -> str | None:
    """Return the format of the time of day that a pattern describes, None for other texts.

    The pattern is compared with known ones and never run. It comes from outside, and a pattern that
    backtracks would block Home Assistant.
    """
    plain = pattern.removeprefix("^").removesuffix("$")
    for written, sign in _SPELLINGS:
        plain = plain.replace(written, sign)
    return _CLOCKS.get(plain)
