"""A dashboard that shows the home by room."""

from collections import defaultdict

from scripts.demo_driver.home_assistant import (
    HomeAssistant,
    Json,
    Registries,
    RegistryEntity,
)

URL_PATH = "simulated-home"
TITLE = "Simulated home"

# The order of the tiles in a room: what one operates first, then what one reads.
_DOMAINS = (
    "light",
    "climate",
    "cover",
    "lock",
    "alarm_control_panel",
    "media_player",
    "vacuum",
    "fan",
    "valve",
    "siren",
    "switch",
    "binary_sensor",
    "sensor",
    "event",
)

_FEATURES: dict[str, list[str]] = {
    "climate": ["target-temperature"],
    "cover": ["cover-open-close"],
    "fan": ["fan-speed"],
    "light": ["light-brightness"],
    "lock": ["lock-commands"],
    "media_player": ["media-player-volume-slider"],
    "vacuum": ["vacuum-commands"],
    "valve": ["valve-open-close"],
}


async def create_dashboard(home_assistant: HomeAssistant, registries: Registries) -> None:
    """Create the dashboard and make it the one that Home Assistant opens with."""
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
            "lovelace/config/save", url_path=URL_PATH, config=dashboard_config(registries)
        )
        await socket.command(
            "frontend/set_system_data", key="core", value={"default_panel": URL_PATH}
        )


def dashboard_config(registries: Registries) -> Json:
    """Return the dashboard: one section a room, and the scenes."""
    rooms: dict[str | None, list[RegistryEntity]] = defaultdict(list)
    scenes: list[RegistryEntity] = []
    for entity in registries.entities:
        if entity["disabled_by"] or entity["hidden_by"] or entity["entity_category"]:
            continue
        domain = _domain(entity)
        if domain == "scene":
            scenes.append(entity)
        elif domain in _DOMAINS:
            rooms[registries.area_of(entity)].append(entity)
    sections = [
        _section(area["name"], area["icon"] or "mdi:door", rooms[area["area_id"]])
        for area in registries.areas
        if area["area_id"] in rooms
    ]
    if scenes:
        sections.append(_section("Scenes", "mdi:palette", scenes))
    if None in rooms:
        sections.append(_section("Elsewhere", "mdi:home-outline", rooms[None]))
    view: Json = {
        "title": TITLE,
        "path": "rooms",
        "type": "sections",
        "max_columns": 4,
        "sections": sections,
    }
    return {"views": [view]}


def _domain(entity: RegistryEntity) -> str:
    return entity["entity_id"].partition(".")[0]


def _section(name: str, icon: str, entities: list[RegistryEntity]) -> Json:
    def position(entity: RegistryEntity) -> tuple[int, str]:
        domain = _domain(entity)
        place = _DOMAINS.index(domain) if domain in _DOMAINS else len(_DOMAINS)
        return place, entity["entity_id"]

    return {
        "type": "grid",
        "cards": [
            {"type": "heading", "heading": name, "icon": icon},
            *(_tile(entity) for entity in sorted(entities, key=position)),
        ],
    }


def _tile(entity: RegistryEntity) -> Json:
    tile: dict[str, Json] = {"type": "tile", "entity": entity["entity_id"]}
    if features := _FEATURES.get(_domain(entity)):
        tile["features"] = [{"type": feature} for feature in features]
    return tile
