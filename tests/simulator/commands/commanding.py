"""Commands, and what they change on a device."""

from simulator.commands.behaviour import effects
from simulator.devices.device import Json, JsonObject, Readings, SimDevice, make_device
from simulator.devices.ids import HOME_LOCATION


def make_command(
    capability: str, name: str, *arguments: Json, component: str = "main"
) -> JsonObject:
    """Return an element of the commands in a request."""
    return {
        "component": component,
        "capability": capability,
        "command": name,
        "arguments": [*arguments],
    }


def make_gadget(capabilities: Readings, *, component: str = "main", **main: Readings) -> SimDevice:
    """Return a device with these capabilities in one component."""
    components: dict[str, Readings] = {"main": {}, **main, component: capabilities}
    return make_device("gadget", "Gadget", location_id=HOME_LOCATION, components=components)


def after(device: SimDevice, sent: JsonObject) -> dict[str, Json]:
    """Return the last value of every attribute that a command changes."""
    return {effect.attribute: effect.value for effect in effects(device, sent, 0)}


def written(device: SimDevice, sent: JsonObject) -> dict[tuple[str, str], Json]:
    """Return the same by capability and attribute."""
    return {
        (effect.capability, effect.attribute): effect.value for effect in effects(device, sent, 0)
    }
