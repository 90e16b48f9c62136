"""The effects of a command according to the definition of its capability.

A setter writes its first argument into its attribute, a command of an enumeration writes its value.
Any other command is accepted and changes nothing.
"""

from collections.abc import Iterator

from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_list, as_object

from .argument_schema import BrokenDefinitionError, ValueCheck, check_of
from .command import Argument, CommandSpec, Run, Step
from .steps import sets

_BOOLEANS: JsonObject = {"true": True, "false": False}


def defined_command(definition: Json, name: str) -> CommandSpec | None:
    """Return a command of a definition, which may be any JSON.

    Returns None if the definition lacks the command, or is too broken to use it. Faults in other
    commands and attributes do not matter.
    """
    commands = as_object(as_object(definition).get("commands"))
    if name not in commands:
        return None
    try:
        arguments = _arguments(commands[name])
        attributes = _object(as_object(definition).get("attributes", {}))
        steps = _steps(attributes, name, settable=bool(arguments))
        return CommandSpec(arguments, tuple(steps))
    except BrokenDefinitionError:
        return None


def _object(value: Json) -> JsonObject:
    if not isinstance(value, dict):
        raise BrokenDefinitionError
    return value


def _arguments(command: Json) -> tuple[Argument, ...]:
    described = _object(command).get("arguments", [])
    if not isinstance(described, list):
        raise BrokenDefinitionError
    arguments = [_argument(_object(each)) for each in described]
    needed = max(
        (place for place, argument in enumerate(arguments, 1) if not argument.optional), default=0
    )
    # Arguments before a required one cannot be optional: they are identified by position.
    return tuple(
        Argument(argument.check, optional=place > needed)
        for place, argument in enumerate(arguments, 1)
    )


def _argument(described: JsonObject) -> Argument:
    optional = described.get("optional", False)
    if not isinstance(optional, bool):
        raise BrokenDefinitionError
    return _checked(check_of(described.get("schema", {})), optional=optional)


def _checked(fits: ValueCheck, *, optional: bool) -> Argument:
    return Argument(lambda _run, value, target: fits(value, target), optional)


def _steps(attributes: JsonObject, name: str, *, settable: bool) -> Iterator[Step]:
    for attribute, content in attributes.items():
        described = as_object(content)
        if described.get("setter") == name:
            if not settable:
                raise BrokenDefinitionError
            yield _writes_argument(attribute)
        for entry in map(as_object, as_list(described.get("enumCommands"))):
            if entry.get("command") == name:
                yield sets(attribute, _value(entry, described))


def _writes_argument(attribute: str) -> Step:
    """Write the first argument; without it, do not change the attribute."""

    def step(run: Run) -> None:
        if run.arguments:
            run.write(attribute, run.arguments[0])

    return step


def _value(entry: JsonObject, attribute: JsonObject) -> Json:
    """Return the value of an enumeration command; a boolean may be written as text."""
    if "value" not in entry:
        raise BrokenDefinitionError
    value = entry["value"]
    properties = as_object(as_object(attribute.get("schema")).get("properties"))
    if as_object(properties.get("value")).get("type") == "boolean" and isinstance(value, str):
        return _BOOLEANS.get(value, value)
    return value
