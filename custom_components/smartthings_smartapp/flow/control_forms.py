"""The forms of the dialog that adds a control, made of the definition of a command."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

import voluptuous as vol
from homeassistant.helpers.selector import (
    BooleanSelector,
    IconSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from ..cloud.api.definitions import Argument, AttributeDefinition, CommandDefinition, Schema
from ..cloud.json_types import Json, as_list
from ..controls.control import (
    CONF_HIGH,
    CONF_ICON,
    CONF_LOW,
    CONF_NAME,
    CONF_ON_VALUE,
    CONF_OPTIONS,
    CONF_STATE,
    CONF_STEP,
    CONF_UNIT,
    EVERY_NUMBER,
    Kind,
    as_word,
)
from ..mapping.descriptions.values import Bounds

type _Field = BooleanSelector | NumberSelector | ObjectSelector | SelectSelector | TextSelector

_OPPOSITES: Final[Mapping[str, str]] = {
    "activate": "deactivate",
    "enable": "disable",
    "lock": "unlock",
    "mute": "unmute",
    "on": "off",
    "open": "close",
    "start": "stop",
}
_STRUCTURED: Final = frozenset({"array", "object", ""})
"""Types of values that only the object selector can enter; an unknown type may be any of them."""


def choice(
    options: Mapping[str, str], *, translation_key: str | None = None, free: bool = False
) -> SelectSelector:
    """Return a list to select one of; the labels of the options are given or translated."""
    config = SelectSelectorConfig(
        options=[SelectOptionDict(value=key, label=label) for key, label in options.items()],
        mode=SelectSelectorMode.DROPDOWN,
        custom_value=free,
    )
    if translation_key:
        config["options"] = list(options)
        config["mode"] = SelectSelectorMode.LIST
        config["translation_key"] = translation_key
    return SelectSelector(config)


def label_of(argument: Argument, place: int) -> str:
    """Return the name of the field of an argument, which the form shows."""
    return argument.name or f"argument {place + 1}"


def may_vary(kind: Kind, argument: Argument) -> bool:
    """Return whether an argument can be what a select or number sets."""
    schema = argument.schema
    if kind is Kind.NUMBER:
        return schema.numeric
    return bool(schema.words) or schema.kind in {"string", "integer"}


def arguments_form(command: CommandDefinition, varying: int | None) -> vol.Schema:
    """Return a field for each argument of a command except the one that varies."""
    fields: dict[vol.Marker, object] = {}
    for place, argument in enumerate(command.arguments):
        if place == varying:
            continue
        marker = vol.Optional if argument.optional else vol.Required
        fields[marker(label_of(argument, place))] = _selector(argument.schema)
    return vol.Schema(fields)


def _selector(schema: Schema) -> _Field:
    if schema.words:
        return choice({as_word(word): as_word(word) for word in schema.words})
    if schema.kind == "boolean":
        return BooleanSelector()
    if schema.numeric:
        return NumberSelector(_number_config(schema))
    return ObjectSelector() if schema.kind in _STRUCTURED else TextSelector()


def _number_config(schema: Schema) -> NumberSelectorConfig:
    config = NumberSelectorConfig(mode=NumberSelectorMode.BOX)
    if schema.low is not None:
        config["min"] = schema.low
    if schema.high is not None:
        config["max"] = schema.high
    config["step"] = schema.step or (1 if schema.kind == "integer" else "any")
    return config


def arguments_from(
    command: CommandDefinition, varying: int | None, given: Mapping[str, Json]
) -> list[Json]:
    """Return the arguments from the fields of the form, without missing ones at the end."""
    values = [
        None if place == varying else _typed(argument.schema, given.get(label_of(argument, place)))
        for place, argument in enumerate(command.arguments)
    ]
    while values and values[-1] is None and len(values) - 1 != varying:
        values.pop()
    return values


def suggested_arguments(
    command: CommandDefinition, varying: int | None, stored: Json
) -> dict[str, Json]:
    """Return the fields of the form for arguments that are stored."""
    pairs = zip(command.arguments, as_list(stored), strict=False)
    return {
        label_of(argument, place): as_word(value) if argument.schema.words else value
        for place, (argument, value) in enumerate(pairs)
        if place != varying and value is not None
    }


def _typed(schema: Schema, value: Json) -> Json:
    """Return the value of a field as the definition has it."""
    if schema.words:
        return words_of(schema, [value])[0] if value is not None else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def words_of(schema: Schema, chosen: Iterable[Json]) -> list[Json]:
    """Return options as the values of a definition; others stay texts, or are whole numbers."""
    known = {as_word(word): word for word in schema.words}
    return [known.get(as_word(word), _whole(schema, word)) for word in chosen]


def _whole(schema: Schema, word: Json) -> Json:
    try:
        return int(as_word(word)) if schema.kind == "integer" else word
    except ValueError:
        return word


def end_form(kind: Kind, states: Mapping[str, str], schema: Schema | None) -> vol.Schema:
    """Return the last form: name and icon, the state, and the values that can be set.

    ``schema`` is that of the argument that varies.
    """
    fields: dict[vol.Marker, object] = {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Optional(CONF_ICON): IconSelector(),
    }
    if kind is not Kind.BUTTON:
        fields[vol.Optional(CONF_STATE)] = choice(states)
    if kind is Kind.SWITCH:
        fields[vol.Required(CONF_ON_VALUE, default="on")] = TextSelector()
    if kind is Kind.SELECT and schema:
        words = [as_word(word) for word in schema.words]
        fields[vol.Required(CONF_OPTIONS, default=words)] = SelectSelector(
            SelectSelectorConfig(
                options=words,
                multiple=True,
                custom_value=not words,
                mode=SelectSelectorMode.DROPDOWN,
            )
        )
    if kind is Kind.NUMBER and schema:
        known = bounds_of(schema)
        free = NumberSelector(NumberSelectorConfig(mode=NumberSelectorMode.BOX, step="any"))
        fields[vol.Required(CONF_LOW, default=known.low)] = free
        fields[vol.Required(CONF_HIGH, default=known.high)] = free
        fields[vol.Required(CONF_STEP, default=known.step)] = free
        fields[vol.Optional(CONF_UNIT)] = TextSelector()
    return vol.Schema(fields)


def bounds_of(schema: Schema) -> Bounds:
    """Return the bounds of a number in a definition."""
    whole = schema.kind == "integer"
    return EVERY_NUMBER._replace(step=1.0 if whole else 0.1).narrowed(
        EVERY_NUMBER.low if schema.low is None else schema.low,
        EVERY_NUMBER.high if schema.high is None else schema.high,
        schema.step,
    )


def guessed_state(
    attributes: Mapping[str, AttributeDefinition], commands: Sequence[str]
) -> str | None:
    """Return the attribute that a command sets, by its definition or by its name."""
    for name, attribute in attributes.items():
        named = f"set{name[:1].upper()}{name[1:]}"
        # An attribute without a setter has an empty one.
        if ({attribute.setter, named, *attribute.orders.values()} - {""}) & {*commands}:
            return name
    return None


def opposite(command: str, commands: Container[str]) -> str:
    """Return the command that turns off what a command turns on, else the command itself."""
    other = _OPPOSITES.get(command, command)
    return other if other in commands else command
