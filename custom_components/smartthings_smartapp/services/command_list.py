"""The action that lists the commands of a device."""

from collections.abc import Mapping

from homeassistant.core import ServiceCall, ServiceResponse

from ..cloud.api.definitions import Argument, CommandDefinition, Definition, Schema
from ..cloud.api.errors import CloudError
from ..cloud.json_types import Json
from ..cloud.models import MAIN, Component
from ..controls.catalogue import components_of, definition_of
from .commands import no_such_capability, no_such_component
from .schemas import ATTR_CAPABILITY, ATTR_COMPONENT
from .targets import Target, read_by


async def list_commands(call: ServiceCall) -> ServiceResponse:
    """Return the commands of a device by component and capability.

    A definition that is missing is read. A capability whose definition cannot be read has
    ``known: false`` and the reason.
    """
    target = (await read_by(call)).checked()
    found: dict[str, Json] = {}
    for component in _components(target, call.data.get(ATTR_COMPONENT)).values():
        wanted = call.data.get(ATTR_CAPABILITY)
        if wanted and wanted not in component.capabilities:
            continue
        capabilities = [wanted] if wanted else sorted(component.capabilities)
        found[component.component_id] = {
            capability: await _capability(target, component, capability)
            for capability in capabilities
        }
    if not found:
        components = components_of(target.runtime, target.device_id).values()
        known = {name for component in components for name in component.capabilities}
        raise no_such_capability(target, call.data[ATTR_CAPABILITY], known)
    return found


def _components(target: Target, named: str | None) -> Mapping[str, Component]:
    """Return the named component, else that of the chosen part, else all components."""
    components = components_of(target.runtime, target.device_id)
    wanted = named or ("" if target.component == MAIN else target.component)
    if not wanted:
        return components
    if wanted not in components:
        raise no_such_component(target, wanted, components)
    return {wanted: components[wanted]}


async def _capability(target: Target, component: Component, capability: str) -> Json:
    try:
        definition = await definition_of(target.runtime, component, capability)
    except CloudError:
        return {"known": False, "reason": "not_read"}
    if definition is None:
        return {"known": False, "reason": "no_definition"}
    return {"known": True, "commands": _commands(definition)}


def _commands(definition: Definition) -> dict[str, Json]:
    return {name: _command(command) for name, command in sorted(definition.commands.items())}


def _command(command: CommandDefinition) -> Json:
    return {"arguments": [_argument(argument) for argument in command.arguments]}


def _argument(argument: Argument) -> Json:
    described: dict[str, Json] = {
        "name": argument.name or None,
        "required": not argument.optional,
        **_schema(argument.schema),
    }
    return {name: value for name, value in described.items() if value is not None}


def _schema(schema: Schema) -> dict[str, Json]:
    return {
        "type": schema.kind or None,
        "allowed": list(schema.words) or None,
        "minimum": schema.low,
        "maximum": schema.high,
        "step": schema.step,
        "shortest": schema.shortest,
        "longest": schema.longest,
        "pattern": schema.pattern or None,
    }
