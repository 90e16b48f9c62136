"""A control: an entity that a user makes of a command, as its config subentry stores it.

It stores all that it sends, so it works without the definition from which it was made.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry

from ..cloud.json_types import Json, as_list, as_object, text
from ..cloud.models import MAIN
from ..mapping.descriptions.base import Source
from ..mapping.descriptions.values import Bounds

SUBENTRY_TYPE: Final = "control"

CONF_ARGUMENTS: Final = "arguments"
CONF_CAPABILITY: Final = "capability"
CONF_COMMAND: Final = "command"
CONF_COMPONENT: Final = "component"
CONF_DEVICE: Final = "device"
CONF_HIGH: Final = "maximum"
CONF_ICON: Final = "icon"
CONF_KIND: Final = "kind"
CONF_LOW: Final = "minimum"
CONF_NAME: Final = "name"
CONF_OFF_ARGUMENTS: Final = "off_arguments"
CONF_OFF_COMMAND: Final = "off_command"
CONF_ON_VALUE: Final = "on_value"
CONF_OPTIONS: Final = "options"
CONF_STATE: Final = "state"
CONF_STEP: Final = "step"
CONF_UNIT: Final = "unit"
CONF_VARYING: Final = "varying"

FAR: Final = 1_000_000.0
"""Bound of a number without a bound in its definition."""
EVERY_NUMBER: Final = Bounds(-FAR, FAR)
_BETWEEN: Final = "/"
"""Separates capability and attribute. An id has none, because it is part of a path."""


class Kind(StrEnum):
    """The entity that a control becomes."""

    BUTTON = "button"
    SWITCH = "switch"
    SELECT = "select"
    NUMBER = "number"

    @property
    def varies(self) -> bool:
        """Whether one argument of the command is what the user selects or sets."""
        return self in {Kind.SELECT, Kind.NUMBER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A control with its commands."""

    subentry_id: str
    name: str
    icon: str | None = None
    """Icon that the user chose; without one, that of the kind."""
    kind: Kind
    device_id: str
    component: str
    capability: str
    command: str
    arguments: tuple[Json, ...] = ()
    varying: int = 0
    """Place of the argument that varies, in a select or number."""
    options: tuple[Json, ...] = ()
    """Values of that argument that a select offers."""
    bounds: Bounds = EVERY_NUMBER
    """Bounds of that argument in a number."""
    unit: str | None = None
    off_command: str = ""
    off_arguments: tuple[Json, ...] = ()
    state: Source | None = None
    """Attribute that shows the state; without one, the state is unknown."""
    on_value: str = "on"
    """Value of that attribute that means on, as text."""

    @classmethod
    def of(cls, subentry: ConfigSubentry) -> Self | None:
        """Return the control of a subentry, None if it cannot be used."""
        data = as_object({**subentry.data})
        try:
            kind = Kind(text(data, CONF_KIND))
        except ValueError:
            return None
        device_id, capability, command = (
            text(data, key) for key in (CONF_DEVICE, CONF_CAPABILITY, CONF_COMMAND)
        )
        if not (device_id and capability and command):
            return None
        return cls(
            subentry_id=subentry.subentry_id,
            name=subentry.title,
            icon=text(data, CONF_ICON) or None,
            kind=kind,
            device_id=device_id,
            component=text(data, CONF_COMPONENT) or MAIN,
            capability=capability,
            command=command,
            arguments=tuple(as_list(data.get(CONF_ARGUMENTS))),
            varying=_place(data.get(CONF_VARYING)),
            options=tuple(as_list(data.get(CONF_OPTIONS))),
            bounds=EVERY_NUMBER.narrowed(
                _number(data.get(CONF_LOW)),
                _number(data.get(CONF_HIGH)),
                _number(data.get(CONF_STEP)),
            ),
            unit=text(data, CONF_UNIT) or None,
            off_command=text(data, CONF_OFF_COMMAND),
            off_arguments=tuple(as_list(data.get(CONF_OFF_ARGUMENTS))),
            state=source_of(text(data, CONF_STATE)),
            on_value=text(data, CONF_ON_VALUE),
        )

    def arguments_with(self, value: Json) -> tuple[Json, ...]:
        """Return the arguments with a value of the one that varies."""
        missing = self.varying + 1 - len(self.arguments)
        arguments = [*self.arguments, *([None] * missing)]
        arguments[self.varying] = value
        return tuple(arguments)


def controls_of(entry: ConfigEntry) -> list[Control]:
    """Return the controls of a config entry."""
    subentries = entry.get_subentries_of_type(SUBENTRY_TYPE)
    return [control for subentry in subentries if (control := Control.of(subentry))]


def written(source: Source) -> str:
    """Return an attribute as it is stored."""
    return _BETWEEN.join(source)


def source_of(stored: str) -> Source | None:
    """Return an attribute that is stored, None if there is none."""
    capability, _, attribute = stored.partition(_BETWEEN)
    return Source(capability, attribute) if capability and attribute else None


def as_word(value: Json) -> str:
    """Return a value as the text with which options and values for on are compared."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _place(value: Json) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _number(value: Json) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
