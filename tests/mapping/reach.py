"""Which attributes of recorded devices are shown: ``python -m tests.mapping.reach``.

Files and folders of devices can follow. They are counted instead of the recorded devices.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from custom_components.smartthings_smartapp.cloud.api.definitions import (
    Labels,
    parse_definition,
    parse_labels,
    parse_presentation,
)
from custom_components.smartthings_smartapp.cloud.json_types import Json, as_object
from custom_components.smartthings_smartapp.cloud.models import AttributeKey
from custom_components.smartthings_smartapp.generic_entities.from_definition import (
    Described,
    describe,
)
from custom_components.smartthings_smartapp.generic_entities.unmapped import (
    CapabilityVersion,
    Unmapped,
    unmapped,
)
from custom_components.smartthings_smartapp.mapping.descriptions.base import Source
from custom_components.smartthings_smartapp.mapping.descriptions.controls import ButtonMap
from custom_components.smartthings_smartapp.mapping.internal_capabilities import (
    is_internal,
    is_internal_capability,
)
from custom_components.smartthings_smartapp.mapping.matcher import components_of, superseded
from simulator.devices.definition_library import hand_written
from simulator.devices.derived_definition import derive
from tests.cases.__main__ import json_files
from tests.common.devices import AT_HAND, RECORDED, Known, house, recorded

BY_TABLES = "shown by the mapping"
BY_DEFINITION = "generic, with a definition written by hand"
BY_VALUE = "generic, with a definition derived from the values"
INTERNAL = "internal to the platform"
DISABLED = "of a capability that the device reports as missing"
LOST = "without an entity"


class Library:
    """Definitions for devices, written by hand or derived from the values of the devices."""

    def __init__(self, devices: Iterable[Known]) -> None:
        """Collect the values of the devices."""
        self._values: dict[str, dict[str, list[Json]]] = {}
        for device in devices:
            for key, value in device.status.items():
                attributes = self._values.setdefault(key.capability, {})
                attributes.setdefault(key.attribute, []).append(value.value)

    def describe(self, key: CapabilityVersion) -> Described:
        """Return the entries for a definition."""
        if told := hand_written().get((key.capability, str(key.version))):
            return describe(
                parse_definition(as_object(told.definition), *key),
                parse_labels(as_object(told.i18n.get("en"))),
                parse_presentation(as_object(told.presentation)),
            )
        # Written and read, since the simulator and the integration have different JSON types.
        values = json.loads(json.dumps(self._values.get(key.capability, {})))
        made = json.loads(json.dumps(derive(key.capability, key.version, values)))
        return describe(parse_definition(made, *key), Labels(), parse_presentation({}))

    def left(self, device: Known) -> Unmapped:
        """Return the entries from definitions for a device."""
        return unmapped(device.device, device.status, device.matches, self.describe)


@cache
def library() -> Library:
    """Return the definitions for the devices of the house and all recorded ones."""
    return Library([*house().values(), *(recorded(path) for path in AT_HAND)])


def reached(device: Known, left: Unmapped) -> Iterator[tuple[AttributeKey, str]]:
    """Yield each attribute with a value, and how it is shown.

    The mapping shows an attribute if the entry of one of the entities shows, reads or claims it, or
    is the better version of it.
    """
    views = {view.component: view for view in components_of(device.device, device.status)}
    tables = {
        (match.component, source)
        for match in device.own
        for entry in (match.entry, *match.repeated_by)
        for source in entry.used | superseded(views[match.component], (entry,))
    }
    generic = {
        (match.component, match.entry.source)
        for match in left.matches
        if not isinstance(match.entry, ButtonMap)
    }
    there = {
        (view.component, capability) for view in views.values() for capability in view.capabilities
    }
    reported = {Source(key.capability, key.attribute) for key in device.status}
    for key, value in device.status.items():
        source = Source(key.capability, key.attribute)
        place = (key.component, source)
        if value.value is None:
            continue
        if place in tables:
            way = BY_TABLES
        elif place in generic:
            way = BY_DEFINITION if (key.capability, "1") in hand_written() else BY_VALUE
        elif is_internal_capability(key.capability) or is_internal(source, value.value, reported):
            way = INTERNAL
        elif (key.component, key.capability) not in there:
            way = DISABLED
        else:
            way = LOST
        yield key, way


def _ways(paths: Iterable[Path]) -> Iterator[tuple[Path, AttributeKey, str]]:
    """Yield each attribute with a value of devices with its file, and how it is shown."""
    devices = {path: recorded(path) for path in paths}
    library = Library(devices.values())
    for path, device in devices.items():
        for key, way in reached(device, library.left(device)):
            yield path, key, way


def figures(paths: Iterable[Path] = RECORDED) -> Counter[str]:
    """Return the number of attributes with a value by the way they are shown."""
    return Counter(way for *_, way in _ways(paths))


def not_mapped(paths: Iterable[Path] = RECORDED) -> Counter[Source]:
    """Return the number of devices by the attribute that no entry of the mapping shows.

    Internal attributes and those of missing capabilities are not counted.
    """
    generic = (BY_DEFINITION, BY_VALUE, LOST)
    found = {
        (path, Source(key.capability, key.attribute))
        for path, key, way in _ways(paths)
        if way in generic
    }
    return Counter(source for _, source in found)


def table(found: Counter[str]) -> str:
    """Return the numbers as a table for the documentation."""
    ways = (BY_TABLES, BY_DEFINITION, BY_VALUE, INTERNAL, DISABLED, LOST)
    rows = [f"| {way} | {found[way]} |" for way in ways]
    seen = found.total() - found[INTERNAL] - found[DISABLED]
    without = "without internal and missing ones"
    shares = (
        f"| **shown by the mapping, {without}** | **{found[BY_TABLES] / seen:.0%}** |",
        f"| **shown, {without}** | **{(seen - found[LOST]) / seen:.0%}** |",
    )
    head = ("| Attributes with a value | |", "|---|---:|", f"| all | {found.total()} |")
    return "\n".join((*head, *rows, *shares))


def main(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the table, and each attribute that the mapping does not show with its devices."""
    named = [*json_files([Path(argument) for argument in arguments])]
    yield table(figures(named or RECORDED))
    yield "\nDevices with an attribute that no entry of the mapping shows:"
    left = not_mapped(named or RECORDED)
    for source, devices in sorted(left.items(), key=lambda item: (-item[1], item[0])):
        yield f"{devices:4} {source.capability}.{source.attribute}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in main(sys.argv[1:]))
