"""The list of capabilities for users."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from homeassistant.const import EntityCategory

from custom_components.smartthings_smartapp.cloud.json_types import text
from custom_components.smartthings_smartapp.mapping import ENTRIES
from custom_components.smartthings_smartapp.mapping.descriptions.base import Mapped, Where
from custom_components.smartthings_smartapp.mapping.descriptions.sensors import SensorMap
from tests.common.differences import DIFFERENCES

from .texts import counted, texts_of

_CATEGORIES = {EntityCategory.CONFIG: "setting", EntityCategory.DIAGNOSTIC: "diagnostic"}

_HEAD = """# What each capability becomes

This page lists the entities that the integration creates for each capability. Platforms and device
classes have the names of Home Assistant. [Devices](README.md) has a page for each kind of device.

- A row applies to each component of a device that has the attribute, unless the device reports that
  it lacks the attribute.
- The rows of an attribute are tried from top to bottom.
- **owns** lists further attributes that the entity shows. They have no entities of their own.
- **alternative** means that several capabilities report the same thing. The device gets one entity,
  for the capability that has a value.
- **replaces** lists attributes that have no entity while the attribute of the row has a value.
- **if reported** means that the device must have reported a value. Devices also list attributes
  that they do not use.
- **depends on values** means that the row also depends on other values of the device.

Every device also has a connectivity sensor, and a sensor for its last activity that is disabled by
default. The location has a select for its mode, a sensor for its security state, a notify
entity for the phones of its members, and its scenes.
After the first change of the security state, it also has an alarm control panel, which is disabled
by default and cannot be controlled.

Developers: `scripts/device_pages` creates this page from the entries in
`custom_components/smartthings_smartapp/mapping/` (see
[Adding a capability](../developing/adding-a-capability.md)).
"""

_COLUMNS = "| Attribute | Platform | Name | Notes |\n|---|---|---|---|"

_DIFFERENCES = """
## Differences from Home Assistant's own integration

For the recorded devices, every other entity of Home Assistant's own `smartthings` integration has a
counterpart here with the same platform, device class, unit and state.

| Entity there | What differs here | Reason |
|---|---|---|
"""


def _role(entry: Mapped) -> tuple[str, str]:
    return entry.platform, entry.full_role


_ROLES = Counter(role for role, _ in {(_role(entry), entry.capability) for entry in ENTRIES})
"""Text for a number of equal capabilities, by the text of one."""


def _words(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _values(where: Where) -> Iterator[str]:
    """Yield in words the values that an entry depends on."""
    if where.reported:
        yield "if reported"
    if where.known:
        yield f"if {_words(source.attribute for source in where.known)} has a value"
    if where.unknown:
        yield f"if {_words(source.attribute for source in where.unknown)} has no value"
    if where.member:
        yield f"if it has `{where.member}`"
    if where.listed:
        yield f"if `{where.listed.attribute}` has `{where.listed.word}`"
    if where.test:
        yield "depends on values"


def _conditions(where: Where) -> Iterator[str]:
    """Yield texts for the conditions of an entry."""
    if where.component != "*":
        yield f"component `{where.component}`"
    if where.all_of:
        yield f"with {_words(where.all_of)}"
    if where.any_of:
        yield f"with any of {_words(where.any_of)}"
    if where.none_of:
        yield f"without {_words(where.none_of)}"
    if where.category:
        yield f"category {', '.join(where.category)}"
    if where.presentation:
        yield f"presentation {_words(where.presentation)}"
    if where.no_presentation:
        yield f"not presentation {_words(where.no_presentation)}"
    if where.no_category:
        yield f"not category {', '.join(where.no_category)}"
    yield from _values(where)


def _name(entry: Mapped) -> str:
    name = text(texts_of(entry), "name")
    if name:
        return name
    return "*the device's name*" if entry.primary else f"*{entry.device_class}*"


def _notes(entry: Mapped) -> Iterator[str]:
    if entry.device_class:
        yield f"class {entry.device_class}"
    if entry.classes:
        others = dict.fromkeys(map(str, entry.classes.values()))
        yield f"or {', '.join(others)} by category"
    if isinstance(entry, SensorMap) and (
        unit := entry.native_unit_of_measurement or counted(entry)
    ):
        yield str(unit)
    if entry.entity_category:
        yield _CATEGORIES[entry.entity_category]
    if not entry.entity_registry_enabled_default:
        yield "disabled by default"
    yield from _conditions(entry.where)
    if _ROLES[_role(entry)] > 1:
        yield "alternative"
    if entry.supersedes:
        yield f"replaces {_words(dict.fromkeys(source.attribute for source in entry.supersedes))}"
    if entry.claims:
        yield f"owns {_words(dict.fromkeys(source.attribute for source in entry.claims))}"
    if entry.needs:
        needed = dict.fromkeys(need.source.attribute for need in entry.needs)
        yield f"commands need {_words(needed)}"


def _row(entry: Mapped) -> str:
    attribute = f"`{entry.source.attribute}`" if entry.shows else "command"
    return f"| {attribute} | {entry.platform} | {_name(entry)} | {'; '.join(_notes(entry))} |"


def page() -> str:
    """Return the page."""
    lines = [_HEAD]
    shown = sorted(
        (entry for entry in ENTRIES if not entry.of_device),
        key=lambda entry: entry.capability.lower(),
    )
    for capability, entries in groupby(shown, key=lambda entry: entry.capability):
        lines += [f"## {capability}", "", _COLUMNS, *map(_row, entries), ""]
    lines.append(_DIFFERENCES.strip())
    for difference, reason in DIFFERENCES.items():
        names = filter(None, (difference.capability, difference.attribute))
        place = " ".join(f"`{name}`" for name in names)
        lines.append(f"| {difference.platform} of {place} | {difference.aspect} | {reason} |")
    return "\n".join(lines) + "\n"
