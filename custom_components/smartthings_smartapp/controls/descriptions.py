"""Entries for controls. The entity loader makes entities of them, as of all other entries."""

from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.button import ButtonEntityDescription
from homeassistant.components.number import NumberEntityDescription
from homeassistant.components.select import SelectEntityDescription
from homeassistant.components.switch import SwitchEntityDescription
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform

from ..location.changes import StoredDevice
from ..mapping.descriptions.base import Mapped, Match, Source
from .control import SUBENTRY_TYPE, Control, Kind, controls_of


@dataclass(frozen=True, kw_only=True)
class ControlMap(Mapped):
    """What the entries of all controls have in common."""

    control: Control

    @property
    @override
    def subentry_id(self) -> str:
        return self.control.subentry_id

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return frozenset({self.control.state} if self.control.state else ())


@dataclass(frozen=True, kw_only=True)
class ControlButtonMap(ControlMap, ButtonEntityDescription):
    """A control that is a button."""

    platform = Platform.BUTTON


@dataclass(frozen=True, kw_only=True)
class ControlSwitchMap(ControlMap, SwitchEntityDescription):
    """A control that is a switch."""

    platform = Platform.SWITCH


@dataclass(frozen=True, kw_only=True)
class ControlSelectMap(ControlMap, SelectEntityDescription):
    """A control that is a select."""

    platform = Platform.SELECT


@dataclass(frozen=True, kw_only=True)
class ControlNumberMap(ControlMap, NumberEntityDescription):
    """A control that is a number."""

    platform = Platform.NUMBER


_MAPS: Final[dict[Kind, type[ControlMap]]] = {
    Kind.BUTTON: ControlButtonMap,
    Kind.SWITCH: ControlSwitchMap,
    Kind.SELECT: ControlSelectMap,
    Kind.NUMBER: ControlNumberMap,
}


class ControlMatcher:
    """Finds the controls of a device."""

    def __init__(self, entry: ConfigEntry) -> None:
        """Read the controls of a config entry each time, so new ones are found."""
        self._entry = entry

    def match(self, stored: StoredDevice, _found: tuple[Match, ...], /) -> tuple[Match, ...]:
        """Return the controls of a device."""
        return tuple(
            Match(control.component, _entry_of(control))
            for control in controls_of(self._entry)
            if control.device_id == stored.device.device_id
        )

    def forget(self, device_id: str) -> None:
        """Do nothing: nothing is kept."""


def _entry_of(control: Control) -> ControlMap:
    source = control.state or Source(control.capability, "")
    return _MAPS[control.kind](
        key=SUBENTRY_TYPE,
        capability=source.capability,
        attribute=source.attribute,
        icon=control.icon,
        control=control,
    )
