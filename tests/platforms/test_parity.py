"""Measured against Home Assistant's own integration: what its users have, they have here."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.mapping.descriptions.base import Mapped, Match
from tests.common.core_entities import CoreEntity, core_entities
from tests.common.devices import RECORDED
from tests.common.differences import DIFFERENCES, Difference
from tests.common.homes import simulated, with_all_entities
from tests.common.world import World

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


class Theirs(CoreEntity):
    """An entity of core."""

    def shown_by(self, ours: list[Ours]) -> list[Ours]:
        """Return our entities of the same thing."""
        matches = self.counterparts([our.match for our in ours])
        return [our for match in matches for our in ours if our.match is match]

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
    for path in RECORDED:
        name, ours = path.stem, everything[path.stem]
        for entity in (Theirs(core.entity) for core in core_entities(path)):
            theirs += 1
            counterparts = entity.shown_by(ours)
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
