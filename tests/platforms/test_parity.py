"""Parity with Home Assistant's own integration: its users find the same entities here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.mapping.descriptions.base import Mapped, Match
from tests.common.core_entities import CoreEntity, core_entities, made_by_core
from tests.common.devices import FIXTURES, RECORDED
from tests.common.differences import DIFFERENCES, Difference
from tests.common.homes import simulated, with_all_entities
from tests.common.world import World

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
        """Its mapping entry."""
        return self.match.entry


class Theirs(CoreEntity):
    """An entity of core."""

    def shown_by(self, ours: list[Ours]) -> list[Ours]:
        """Return our entities for the same value."""
        matches = self.counterparts([our.match for our in ours])
        return [our for match in matches for our in ours if our.match is match]

    def differs(self, our: Ours) -> Iterator[str]:
        """Yield the aspects in which our entity differs."""
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


async def _ours(world: World) -> dict[str, list[Ours]]:
    """Set all entities of the location up; return them by the id of their device."""
    entry = await with_all_entities(world)
    registry = er.async_get(world.hass)
    registered = {
        item.unique_id: item for item in er.async_entries_for_config_entry(registry, entry.entry_id)
    }
    found: defaultdict[str, list[Ours]] = defaultdict(list)
    for device_id, matches in entry.runtime_data.parts.loader.matches.items():
        for match in matches:
            item = registered[match.unique_id(device_id)]
            state = world.hass.states.get(item.entity_id)
            assert state is not None, item.entity_id
            unit = state.attributes.get("unit_of_measurement")
            found[device_id].append(Ours(match, item, state.state, unit))
    return found


def _differences(
    name: str, theirs: Iterable[Theirs], ours: list[Ours]
) -> Iterator[tuple[Difference, str]]:
    """Yield each aspect in which an entity of core has no equal, and its place."""
    for entity in theirs:
        counterparts = entity.shown_by(ours)[:1]
        aspects = [aspect for our in counterparts for aspect in entity.differs(our)]
        shown = [(str(our.entry.platform), our.state) for our in counterparts]
        for aspect in aspects if counterparts else ["missing"]:
            difference = Difference(entity.platform, *entity.place, aspect)
            yield difference, f"{name} {entity.parts[0]} {shown}"


def _unexplained(seen: Iterable[tuple[Difference, str]]) -> list[str]:
    return [f"{' '.join(key)}: {where}" for key, where in seen if key not in DIFFERENCES]


async def test_each_entity_that_core_makes_has_its_counterpart(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both integrations are set up for the house and the fixtures, in one Home Assistant."""
    for path in FIXTURES:
        world.simulator.home.add_device(simulated(path))
    ours = await _ours(world)
    made = await made_by_core(world.hass, world.simulator.home)
    theirs = {key: [Theirs(core.entity) for core in entities] for key, entities in made.items()}
    with capsys.disabled():
        _report(ours, sum(map(len, theirs.values())))
    labels = {key: device.label for key, device in world.simulator.home.devices.items()}
    seen = [
        found
        for device_id, entities in theirs.items()
        for found in _differences(labels[device_id], entities, ours[device_id])
    ]
    assert not (unexplained := _unexplained(seen)), "\n".join(unexplained)
    none = DIFFERENCES.keys() - {difference for difference, _ in seen}
    assert not none, "no differences any more"


@pytest.mark.skipif(not RECORDED, reason="no recorded devices at hand")
async def test_each_entity_of_core_has_its_counterpart(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """The entities of core for recorded devices are recorded, too."""
    world.simulator.home.devices.clear()
    ids: dict[Path, str] = {}
    for path in RECORDED:
        device = simulated(path)
        ids[path] = device.device_id
        world.simulator.home.add_device(device)
    ours = await _ours(world)
    theirs = {path: [Theirs(core.entity) for core in core_entities(path)] for path in RECORDED}
    with capsys.disabled():
        _report(ours, sum(map(len, theirs.values())))
    seen = [
        found
        for path, entities in theirs.items()
        for found in _differences(path.stem, entities, ours[ids[path]])
    ]
    assert not (unexplained := _unexplained(seen)), "\n".join(unexplained)


def _report(everything: dict[str, list[Ours]], theirs: int) -> None:
    shown = [our for ours in everything.values() for our in ours]
    reached = {
        (name, our.match.component, source)
        for name, ours in everything.items()
        for our in ours
        for source in our.entry.watched
    }
    curated = sum(not our.entry.of_device for our in shown)
    print(  # noqa: T201 (prints figures)
        f"\n{len(everything)} devices: {theirs} entities of core, {len(shown)} of ours"
        f" ({curated} without those of every device), {len(reached)} attributes read"
    )
