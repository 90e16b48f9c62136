"""The areas that a robot vacuum can clean separately, and the commands that choose them."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, override

from homeassistant.components.vacuum import Segment

from ..cloud.json_types import Json, JsonObject, as_list, as_object, text
from ..cloud.models import Command
from ..mapping.descriptions.devices import MapAreas, ServiceAreas, VacuumMap
from .component import SmartThingsEntity

MAX_AREAS: Final = 100
"""The largest number of areas that are read. No home has that many rooms."""
_MAX_NAME: Final = 100


class Area(NamedTuple):
    """An area as Home Assistant and the robot know it."""

    segment: Segment
    number: Json
    """The id in the commands of the robot."""


class RobotAreas(ABC):
    """The areas of a robot. Reads its current values."""

    def __init__(self, robot: SmartThingsEntity[VacuumMap]) -> None:
        """Read the areas of a robot."""
        self._robot = robot

    @abstractmethod
    def all(self) -> list[Area]:
        """Return all areas, also those of other maps."""

    def here(self) -> list[Area]:
        """Return the areas that can be cleaned now."""
        return self.all()

    @abstractmethod
    def chosen(self) -> list[str] | None:
        """Return the names of the chosen areas; None if the robot does not report them."""

    @abstractmethod
    def choose(self, areas: Sequence[Area]) -> Command:
        """Return the command that chooses areas for the next run."""

    @abstractmethod
    def choose_all(self) -> tuple[Command, ...]:
        """Return the command that ends a choice of areas, nothing if no area is chosen."""


class _ServiceAreas(RobotAreas):
    """The areas of a Matter robot, each with a number."""

    def __init__(self, robot: SmartThingsEntity[VacuumMap], source: ServiceAreas) -> None:
        super().__init__(robot)
        self._source = source

    @override
    def all(self) -> list[Area]:
        return [
            Area(Segment(str(area["areaId"]), _name(area, "areaName", "areaId")), area["areaId"])
            for area in _objects(self._robot.raw(self._source.listed))
            if isinstance(area.get("areaId"), int)
        ]

    @override
    def chosen(self) -> list[str] | None:
        numbers = as_list(self._robot.raw(self._source.chosen))
        return [area.segment.name for area in self.all() if area.number in numbers]

    @override
    def choose(self, areas: Sequence[Area]) -> Command:
        return self._select([area.number for area in areas])

    @override
    def choose_all(self) -> tuple[Command, ...]:
        return (self._select([]),) if self._robot.raw(self._source.chosen) else ()

    def _select(self, numbers: list[Json]) -> Command:
        return self._robot.command(self._source.listed.capability, self._source.command, numbers)


class _MapAreas(RobotAreas):
    """The areas of the current map of a Samsung robot.

    The forms of the maps and of the command are those of a plugin (platform reference 19).
    """

    def __init__(self, robot: SmartThingsEntity[VacuumMap], source: MapAreas) -> None:
        super().__init__(robot)
        self._source = source

    @override
    def all(self) -> list[Area]:
        if self._source.areas not in (self._modes() or (self._source.areas,)):
            return []
        maps = self._maps()
        return [area for each in maps for area in _of_map(each, grouped=len(maps) > 1)]

    @override
    def here(self) -> list[Area]:
        current = f"{_id(self._current_map())}_"
        return [area for area in self.all() if area.segment.id.startswith(current)]

    @override
    def chosen(self) -> list[str] | None:
        return None

    @override
    def choose(self, areas: Sequence[Area]) -> Command:
        chosen: JsonObject = {
            "mapId": _id(self._current_map()),
            "areaIds": [area.number for area in areas],
        }
        return self._set_mode(self._source.areas, chosen)

    @override
    def choose_all(self) -> tuple[Command, ...]:
        ends = self._robot.raw(self._source.mode) == self._source.areas
        return (self._set_mode(self._source.everything),) if ends else ()

    def _modes(self) -> tuple[str, ...]:
        return self._robot.words(self._source.modes)

    def _maps(self) -> list[JsonObject]:
        return [each for each in _objects(self._robot.raw(self._source.maps)) if _id(each)]

    def _current_map(self) -> JsonObject:
        """Return the map that the robot uses; the last one if it does not report which."""
        maps = self._maps()
        used = self._robot.raw(self._source.current)
        known = (each for each in maps if used is not None and _id(each) == str(used))
        return next(known, max(maps, key=_changed, default={}))

    def _set_mode(self, *arguments: Json) -> Command:
        return self._robot.command(self._source.mode.capability, self._source.command, *arguments)


def areas_of(robot: SmartThingsEntity[VacuumMap]) -> RobotAreas | None:
    """Return the areas of a robot, None if its kind of robot has none."""
    match robot.entity_description.areas:
        case ServiceAreas() as source:
            return _ServiceAreas(robot, source)
        case MapAreas() as source:
            return _MapAreas(robot, source)
        case _:
            return None


def _objects(value: Json) -> Iterator[JsonObject]:
    return map(as_object, as_list(value)[:MAX_AREAS])


def _of_map(map_: JsonObject, *, grouped: bool) -> Iterator[Area]:
    """Yield the areas of a map, with its name if there are several maps."""
    group = _name(map_, "name", "id") if grouped else None
    for area in _objects(map_.get("areaInfo")):
        if number := _id(area):
            name = _name(area, "name", "id")
            yield Area(Segment(f"{_id(map_)}_{number}", name, group), number)


def _id(item: JsonObject) -> str:
    """Return the id of a map or an area, which is a text or a number; empty without one."""
    value = item.get("id")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _name(area: JsonObject, key: str, other: str) -> str:
    return (text(area, key) or str(area[other]))[:_MAX_NAME]


def _changed(map_: JsonObject) -> str:
    """Return the time of the last change, which sorts as text."""
    return text(map_, "updatedTime") or text(map_, "createdTime")
