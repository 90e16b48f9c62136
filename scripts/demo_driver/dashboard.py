"""A dashboard of the home by room."""

from collections import defaultdict

from scripts.demo_driver.home_assistant import (
    HomeAssistant,
    Json,
    Registries,
    RegistryEntity,
)

URL_PATH = "simulated-home"
TITLE = "Simulated home"

# The order of the tiles in a room: controls first, then sensors.
_DOMAINS = (
    "light",
    "climate",
    "water_heater",
    "humidifier",
    "fan",
    "cover",
    "lock",
    "alarm_control_panel",
    "media_player",
    "image",
    "vacuum",
    "valve",
    "siren",
    "switch",
    "select",
    "number",
    "time",
    "button",
    "binary_sensor",
    "sensor",
    "event",
    "scene",
    "update",
)

_OPERATED = frozenset({*_DOMAINS[: _DOMAINS.index("select")], "scene"})
"""Domains on the overview."""

_FEATURES: dict[str, list[str]] = {
    "alarm_control_panel": ["alarm-modes"],
    "climate": ["climate-hvac-modes", "target-temperature"],
    "cover": ["cover-open-close"],
    "fan": ["fan-speed"],
    "humidifier": ["target-humidity"],
    "light": ["light-brightness"],
    "lock": ["lock-commands"],
    "media_player": ["media-player-volume-slider"],
    "number": ["numeric-input"],
    "select": ["select-options"],
    "vacuum": ["vacuum-commands"],
    "valve": ["valve-open-close"],
    "water_heater": ["target-temperature"],
}

OVERVIEW = "overview"
_ELSEWHERE = "Elsewhere"


async def create_dashboard(home_assistant: HomeAssistant, registries: Registries) -> None:
    """Create the dashboard."""
    async with home_assistant.socket() as socket:
        await socket.command(
            "lovelace/dashboards/create",
            url_path=URL_PATH,
            title=TITLE,
            icon="mdi:home-group",
            show_in_sidebar=True,
            require_admin=False,
            mode="storage",
        )
        await socket.command(
            "lovelace/config/save",
            url_path=URL_PATH,
            config={"views": [*views(registries).values()]},
        )


async def make_default(home_assistant: HomeAssistant) -> None:
    """Let Home Assistant open with the dashboard."""
    async with home_assistant.socket() as socket:
        await socket.command(
            "frontend/set_system_data", key="core", value={"default_panel": URL_PATH}
        )


def views(registries: Registries) -> dict[str, Json]:
    """Return the views by path: an overview of the rooms, then all devices of each room."""
    areas = {area["area_id"]: area for area in registries.areas}
    rooms: dict[str, list[RegistryEntity]] = defaultdict(list)
    for entity in registries.entities:
        if not entity["disabled_by"] and not entity["hidden_by"]:
            rooms[registries.area_of(entity) or _ELSEWHERE].append(entity)
    ordered = sorted(rooms, key=lambda room: (room == _ELSEWHERE, room))
    titles = {room: areas[room]["name"] if room in areas else room for room in ordered}
    operated = {room: [entity for entity in rooms[room] if _operated(entity)] for room in ordered}
    overview = [_section(titles[room], operated[room]) for room in ordered]
    return {
        OVERVIEW: _view(TITLE, OVERVIEW, overview),
        **{
            slug(room): _room(registries, slug(room), titles[room], rooms[room]) for room in ordered
        },
    }


def slug(room: str) -> str:
    """Return the path of a room's view."""
    return f"room-{room.lower().replace('_', '-')}"


def _view(title: str, path: str, sections: list[Json]) -> Json:
    return {
        "title": title,
        "path": path,
        "type": "sections",
        "max_columns": 4,
        "sections": sections,
    }


def _room(registries: Registries, path: str, title: str, entities: list[RegistryEntity]) -> Json:
    """Return the view of a room: a section for each device, with all its entities."""
    devices: dict[str, list[RegistryEntity]] = defaultdict(list)
    for entity in entities:
        devices[registries.device_name(entity)].append(entity)
    # The heading is the name of the device, so each tile shows only the name of the entity.
    sections = [_section(name, devices[name], name={"type": "entity"}) for name in sorted(devices)]
    return _view(title, path, sections)


def _domain(entity: RegistryEntity) -> str:
    return entity["entity_id"].partition(".")[0]


def _operated(entity: RegistryEntity) -> bool:
    return _domain(entity) in _OPERATED and not entity["entity_category"]


def _section(heading: str, entities: list[RegistryEntity], **options: Json) -> Json:
    def position(entity: RegistryEntity) -> tuple[bool, int, str]:
        domain = _domain(entity)
        place = _DOMAINS.index(domain) if domain in _DOMAINS else len(_DOMAINS)
        return bool(entity["entity_category"]), place, entity["entity_id"]

    return {
        "type": "grid",
        "cards": [
            {"type": "heading", "heading": heading},
            *({**_tile(entity), **options} for entity in sorted(entities, key=position)),
        ],
    }


def _tile(entity: RegistryEntity) -> dict[str, Json]:
    tile: dict[str, Json] = {"type": "tile", "entity": entity["entity_id"]}
    if features := _FEATURES.get(_domain(entity)):
        tile["features"] = [{"type": feature} for feature in features]
    return tile
