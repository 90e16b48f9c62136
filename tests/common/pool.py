"""A location with one device of a capability that no table maps: a pool control."""

from datetime import UTC, datetime, timedelta

from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.const import DOMAIN
from simulator.devices.device import Json, JsonObject, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

POOL = "00000000-0000-4000-8000-0000000000b0"
CAPABILITY = "happyfrog12345.poolControl"
READ = f"/capabilities/{CAPABILITY}/1"


def attribute(value: JsonObject, unit: str = "", **more: Json) -> JsonObject:
    """Return an attribute of a definition."""
    properties: JsonObject = {"value": value}
    if unit:
        properties["unit"] = {"type": "string", "enum": [unit], "default": unit}
    schema: JsonObject = {"type": "object", "properties": properties, "required": ["value"]}
    return {"schema": schema, "enumCommands": [], **more}


def command(name: str, *arguments: JsonObject) -> JsonObject:
    """Return a command of a definition; its arguments are named by their position."""
    listed: list[Json] = [
        {"name": f"argument{number}", "optional": False, "schema": schema}
        for number, schema in enumerate(arguments)
    ]
    return {"name": name, "arguments": listed, "sensitive": False}


TEXT: JsonObject = {"type": "string", "maxLength": 20}
SPEED: JsonObject = {"type": "integer", "minimum": 0, "maximum": 3450}
MODE: JsonObject = {"type": "string", "enum": ["eco", "boost", "windFree"]}
CLOCK: JsonObject = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}

ATTRIBUTES: dict[str, JsonObject] = {
    "waterTemperature": attribute({"type": "number"}, "C"),
    "phase": attribute({"type": "string", "enum": ["filling", "heating", "idle"]}),
    "cover": attribute({"type": "string", "enum": ["open", "closed"]}),
    "lastService": attribute({"type": "string", "format": "date-time"}),
    "remark": attribute({"type": "string"}),
    "zones": attribute({"type": "array"}),
    "heater": attribute({"type": "boolean"}, setter="setHeater"),
    "pumpSpeed": attribute(SPEED, "rpm", setter="setPumpSpeed"),
    "mode": attribute(MODE, setter="setMode"),
    "label": attribute(TEXT, setter="setLabel"),
    "startTime": attribute(CLOCK, setter="setStartTime"),
}
COMMANDS = (
    command("setHeater", {"type": "boolean"}),
    command("setPumpSpeed", SPEED),
    command("setMode", MODE),
    command("setLabel", TEXT),
    command("setStartTime", CLOCK),
    command("rinse"),
    command("program", TEXT, SPEED),
)
VALUES: dict[str, Json] = {
    "waterTemperature": 26.5,
    "phase": "idle",
    "cover": "closed",
    "lastService": "2026-05-01T08:00:00Z",
    "remark": "all well",
    "zones": ["deep", "flat"],
    "heater": False,
    "pumpSpeed": 1200,
    "mode": "eco",
    "label": "Big one",
    "startTime": "07:30",
}


def definition(**changed: JsonObject) -> JsonObject:
    """Return the definition, with some attributes changed or added."""
    return {
        "id": CAPABILITY,
        "version": 1,
        "status": "proposed",
        "name": "Pool control",
        "ephemeral": False,
        "attributes": {**ATTRIBUTES, **changed},
        "commands": {str(item["name"]): item for item in COMMANDS},
    }


def add_pool(
    world: World,
    values: dict[str, Json] | None = None,
    capability: str = CAPABILITY,
    device_id: str = POOL,
) -> None:
    """Add a pool to the location."""
    world.simulator.home.add_device(
        make_device(
            device_id,
            "Pool",
            location_id=HOME_LOCATION,
            components={"main": {capability: values or VALUES}},
            at=datetime.now(UTC) - timedelta(hours=1),
        )
    )


def only_a_pool(world: World) -> None:
    """Replace all devices of the location by the pool."""
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    add_pool(world)


def registered(world: World, device_id: str = POOL) -> dict[str, er.RegistryEntry]:
    """Return the generic entities of the device by platform and key."""
    registry = er.async_get(world.hass)
    prefix = f"{device_id}_main_"
    return {
        f"{item.domain}.{item.unique_id.rpartition('_')[2]}": item
        for item in registry.entities.values()
        if item.platform == DOMAIN
        and item.unique_id.startswith(prefix)
        and "healthCheck" not in item.unique_id
    }


def enable(world: World, *names: str) -> None:
    """Enable entities, as the user does; without names all of them."""
    registry = er.async_get(world.hass)
    for name, item in registered(world).items():
        if name in names or not names:
            registry.async_update_entity(item.entity_id, disabled_by=None)
