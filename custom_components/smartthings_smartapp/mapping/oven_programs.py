"""What the programs of an oven allow: temperatures, times and power levels.

An oven describes its programs in `samsungce.kitchenModeSpecification`: an object with a list
``single`` of ``{mode, supportedOperations, supportedOptions}`` (dumps of ranges and microwaves in
the fixtures of ``smartthings`` in github.com/home-assistant/core). An oven whose cavity is divided
has further lists, which are not used.
"""

from typing import Final, TypeIs

from ..cloud.json_types import Json, JsonObject, as_list, as_object, clock_seconds
from .descriptions.base import Source
from .descriptions.values import Bounds, Read, value_of
from .vocabulary import Attribute, Capability

_PROGRAMS: Final = Source(Capability.SAMSUNG_CE_KITCHEN_MODE_SPECIFICATION, Attribute.SPECIFICATION)
_SELECTED: Final = Source(Capability.SAMSUNG_CE_OVEN_MODE, Attribute.OVEN_MODE)
_SETPOINT: Final = Source(Capability.OVEN_SETPOINT, Attribute.OVEN_SETPOINT)
_MEASURED: Final = Source(Capability.TEMPERATURE_MEASUREMENT, Attribute.TEMPERATURE)
PROGRAM_SOURCES: Final = (_PROGRAMS, _SELECTED)
"""The attributes that the limits read."""

_HOTTEST: Final = 1000
"""Higher numbers are names of levels: 61441 is a low grill."""
_START: Final = "start"


def _program(read: Read) -> JsonObject:
    """Return the description of the selected program, empty if there is none."""
    selected = value_of(read, _SELECTED)
    for program in as_list(as_object(value_of(read, _PROGRAMS)).get("single")):
        described = as_object(program)
        if selected is not None and described.get("mode") == selected:
            return described
    return {}


def _option(read: Read, name: str) -> JsonObject:
    return as_object(as_object(_program(read).get("supportedOptions")).get(name))


def starts_remotely(read: Read) -> bool:
    """Return whether the selected program can be started remotely, as the oven reports."""
    operations = _program(read).get("supportedOperations")
    return not isinstance(operations, list) or _START in operations


def temperatures_of_program(read: Read) -> Bounds | None:
    """Return the temperatures of the selected program, in the unit of the oven."""
    options = _option(read, "temperature")
    reports = (read(source) for source in (_SETPOINT, _MEASURED))
    unit = next((report.unit for report in reports if report and report.unit), None)
    known = options.get(unit or "") or (next(iter(options.values())) if len(options) == 1 else None)
    described = as_object(known)
    numbers = [number for number in as_list(described.get("supportedValues")) if _is_real(number)]
    low, high, step = (described.get(key) for key in ("min", "max", "resolution"))
    if not _is_real(low) or not _is_real(high) or low > high:
        return None
    return Bounds(low, high, step if _is_real(step) and step > 0 else 1, tuple(numbers))


def _is_real(number: Json) -> TypeIs[int | float]:
    return (
        isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number < _HOTTEST
    )


def times_of_program(read: Read) -> Bounds | None:
    """Return the cooking times of the selected program, in seconds."""
    described = _option(read, "operationTime")
    low, high, step = (
        clock_seconds(described.get(key)) or 0 for key in ("min", "max", "resolution")
    )
    return Bounds(low, high, step or 60) if low < high else None


def power_levels_of_program(read: Read) -> tuple[Json, ...] | None:
    """Return the power levels of the selected program."""
    levels = _option(read, "powerLevel").get("supportedValues")
    return tuple(levels) if isinstance(levels, list) else None
