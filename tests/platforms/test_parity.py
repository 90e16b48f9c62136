"""Measured against Home Assistant's own integration: what its users have, they have here."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.cloud.json_types import (
    JsonObject,
    as_list,
    as_object,
    text,
)
from custom_components.smartthings_smartapp.descriptions import ButtonMap, Mapped, Match, Source
from tests.conftest import World
from tests.mapping.devices import CORE, RECORDED
from tests.mapping.differences import DIFFERENCES, Difference

from .homes import simulated, with_all_entities

pytestmark = pytest.mark.skipif(not RECORDED, reason="no recorded devices at hand")

_UNKNOWN = (None, "", "unknown")


@dataclass(frozen=True)
class Ours:
    """An entity of ours."""

    match: Match
    registered: er.RegistryEntry
    state: str
    unit: str | None

    @property
    def entry(self) -> Mapped:
        """The entry that it is made from."""
        return self.match.entry


@dataclass(frozen=True)
class Theirs:
    """An entity of core."""

    entity: JsonObject

    @property
    def platform(self) -> str:
        """Its platform."""
        return text(self.entity, "platform")

    @property
    def parts(self) -> list[str]:
        """The parts of its unique id: component, capability, attribute, key."""
        return text(self.entity, "unique_id").split("_")

    @property
    def place(self) -> Source:
        """Capability and attribute, or command; the platform where it is made of several."""
        parts = self.parts
        return Source(parts[1], parts[2]) if len(parts) > 1 else Source(self.platform, "")

    def counterparts(self, ours: list[Ours]) -> list[Ours]:
        """Return our entities of the same thing; where several show parts, the one of its key."""
        found = [our for our in ours if self._is_shown_by(our.match)]
        if len(found) < 2:
            return found
        key = "_".join(self.parts[3:]).removesuffix("_meter").removesuffix("_coordinate")
        of_key = [our for our in found if our.entry.key == key]
        return of_key or [our for our in found if our.entry.platform == self.platform]

    def _is_shown_by(self, match: Match) -> bool:
        entry = match.entry
        if match.component != self.parts[0] or entry.of_device:
            return False
        if len(self.parts) == 1:
            return str(entry.platform) == self.platform
        if isinstance(entry, ButtonMap):
            return self.platform == "button" and (entry.capability, entry.command) == self.place
        return self.platform != "button" and (
            self.place == entry.source or self.place in (*entry.claims, *entry.mirrors)
        )

    def differs(self, our: Ours) -> Iterator[str]:
        """Yield the aspects in which our entity is another."""
        if self.platform != str(our.entry.platform):
            yield "platform"
            return
        if _known(self.entity.get("device_class")) != _known(our.registered.original_device_class):
            yield "device class"
        if _known(self.entity.get("unit")) != _known(our.unit):
            yield "unit"
        if _comparable(self.entity.get("state")) != _comparable(our.state):
            yield "state"


def _known(value: object) -> str | None:
    return None if value is None else str(value)


def _comparable(state: object) -> object:
    if state in _UNKNOWN:
        return None
    try:
        return round(float(str(state)), 4)
    except ValueError:
        return str(state)


@pytest.fixture
async def everything(world: World) -> dict[str, list[Ours]]:
    """All recorded devices in one home, and what we make of each, by its file."""
    world.simulator.home.devices.clear()
    names: dict[str, str] = {}
    for path in RECORDED:
        device = simulated(path)
        names[device.device_id] = path.stem
        world.simulator.home.add_device(device)
    entry = await with_all_entities(world)
    registry = er.async_get(world.hass)
    registered = {
        item.unique_id: item for item in er.async_entries_for_config_entry(registry, entry.entry_id)
    }
    found: dict[str, list[Ours]] = {name: [] for name in names.values()}
    for device_id, matches in entry.runtime_data.loader.matches.items():
        for match in matches:
            item = registered[match.unique_id(device_id)]
            state = world.hass.states.get(item.entity_id)
            assert state is not None, item.entity_id
            unit = state.attributes.get("unit_of_measurement")
            found[names[device_id]].append(Ours(match, item, state.state, unit))
    return found


async def test_each_entity_of_core_has_its_counterpart(
    everything: dict[str, list[Ours]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Platform, device class, unit and state are alike, but for the deliberate differences."""
    seen: dict[Difference, list[str]] = {}
    theirs = 0
    for name, ours in everything.items():
        content = as_object(json.loads((CORE / f"{name}.json").read_text()))
        for entity in map(Theirs, map(as_object, as_list(content["entities"]))):
            theirs += 1
            counterparts = entity.counterparts(ours)
            aspects = (
                [aspect for our in counterparts[:1] for aspect in entity.differs(our)]
                if counterparts
                else ["missing"]
            )
            for aspect in aspects:
                difference = Difference(entity.platform, *entity.place, aspect)
                shown = [(str(our.entry.platform), our.state) for our in counterparts[:1]]
                seen.setdefault(difference, []).append(f"{name} {entity.parts[0]} {shown}")
    with capsys.disabled():
        _report(everything, theirs)
    unexplained = [
        f"{' '.join(key)}: {where}" for key, where in seen.items() if key not in DIFFERENCES
    ]
    assert not unexplained, "\n".join(unexplained)
    assert DIFFERENCES.keys() - seen.keys() == set(), "no difference any more"


def _report(everything: dict[str, list[Ours]], theirs: int) -> None:
    shown = [our for ours in everything.values() for our in ours]
    reached = {
        (name, our.match.component, source)
        for name, ours in everything.items()
        for our in ours
        for source in our.entry.watched
    }
    curated = sum(not our.entry.of_device for our in shown)
    print(  # noqa: T201 (the figures are for whoever runs the test)
        f"\n{len(everything)} recorded devices: {theirs} entities of core, {len(shown)} of ours"
        f" ({curated} without those of every device), {len(reached)} attributes read"
    )
