"""Alarm control panels of security systems, and of the location."""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.alarm_control_panel import (
    AlarmControlPanelEntity,
    AlarmControlPanelEntityFeature,
    AlarmControlPanelState,
)
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import Json
from .const import DOMAIN
from .entity.component import SmartThingsEntity
from .entity.location import LocationEntity, location_unique_id
from .entity.location_security import ARM_STATES
from .errors import invalid
from .mapping.descriptions.devices import AlarmPanelMap
from .mapping.vocabulary import Command
from .mapping.words import identifier
from .runtime import Runtime, SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_STATES = {
    "armedAway": AlarmControlPanelState.ARMED_AWAY,
    "armedStay": AlarmControlPanelState.ARMED_HOME,
    "disarmed": AlarmControlPanelState.DISARMED,
}
_FEATURES = {
    Command.ARM_AWAY: AlarmControlPanelEntityFeature.ARM_AWAY,
    Command.ARM_STAY: AlarmControlPanelEntityFeature.ARM_HOME,
}
_BYPASS_ALL = False
"""Whether to arm despite an open window. The user can do that at the keypad of the system."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the alarm control panels of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, AlarmPanelMap, SmartThingsAlarmPanel)
    runtime.add_location_entities(
        Platform.ALARM_CONTROL_PANEL, async_add_entities, location_security
    )
    _load_with_first_event(entry)


class SmartThingsAlarmPanel(SmartThingsEntity[AlarmPanelMap], AlarmControlPanelEntity):
    """A security system. If it needs a code, it asks for the code itself."""

    entity_description: AlarmPanelMap
    _attr_code_arm_required = False

    @property
    @override
    def supported_features(self) -> AlarmControlPanelEntityFeature:
        """Return the listed features, or all of the capability if none are listed."""
        listed = self.words(self.entity_description.supported)
        features = AlarmControlPanelEntityFeature(0)
        for command, feature in _FEATURES.items():
            if not listed or command in listed:
                features |= feature
        return features

    @property
    @override
    def alarm_state(self) -> AlarmControlPanelState | None:
        """Return triggered during an alarm, otherwise how the system is armed."""
        entry = self.entity_description
        if identifier(self.text(entry.alarm) or "") in entry.alarmed:
            return AlarmControlPanelState.TRIGGERED
        return _STATES.get(self.text() or "")

    @override
    async def async_alarm_arm_away(self, code: str | None = None) -> None:
        """Arm the whole home."""
        await self._send(Command.ARM_AWAY, _BYPASS_ALL)

    @override
    async def async_alarm_arm_home(self, code: str | None = None) -> None:
        """Arm the home with people inside."""
        await self._send(Command.ARM_STAY, _BYPASS_ALL)

    @override
    async def async_alarm_disarm(self, code: str | None = None) -> None:
        """Disarm."""
        await self._send(Command.DISARM)

    async def _send(self, name: str, *arguments: Json) -> None:
        self.check_listed(name, self.entity_description.supported)
        await self.send(self.command(self.entity_description.capability, name, *arguments))


_SECURITY_KEY: Final = "security"


def location_security(runtime: Runtime) -> Mapping[str, AlarmControlPanelEntity]:
    """Return the alarm control panel of the location, by unique id.

    It exists after the first event about the security state. Many locations never send one.
    """
    unique_id = location_unique_id(runtime.location_id, _SECURITY_KEY)
    registered = er.async_get(runtime.hass).async_get_entity_id(
        Platform.ALARM_CONTROL_PANEL, DOMAIN, unique_id
    )
    if runtime.arm_state is None and registered is None:
        return {}
    return {unique_id: SmartThingsLocationSecurity(runtime)}


def _load_with_first_event(entry: SmartThingsConfigEntry) -> None:
    """Add the alarm control panel of the location as soon as there is an event about it."""
    runtime = entry.runtime_data
    waits = runtime.arm_state is None

    @callback
    def changed() -> None:
        nonlocal waits
        if waits and runtime.arm_state is not None:
            waits = False
            runtime.load_location_entities()

    entry.async_on_unload(runtime.watch_location(changed))


class SmartThingsLocationSecurity(LocationEntity, AlarmControlPanelEntity):
    """Shows whether the location is armed.

    The API can neither read nor set this state, but Home Assistant's frontend offers to disarm
    every panel. So it is disabled by default, and a sensor shows the state.
    """

    _attr_translation_key = "location_security"
    _attr_entity_registry_enabled_default = False
    _attr_code_arm_required = False
    _attr_supported_features = AlarmControlPanelEntityFeature(0)

    def __init__(self, runtime: Runtime) -> None:
        """Create the alarm control panel of a location."""
        super().__init__(runtime, _SECURITY_KEY)

    @property
    @override
    def alarm_state(self) -> AlarmControlPanelState | None:
        """Return the state of the last event."""
        return ARM_STATES.get(self.runtime.arm_state)

    @override
    async def async_alarm_disarm(self, code: str | None = None) -> None:
        """Raise ServiceValidationError: Home Assistant offers to disarm every panel."""
        raise invalid(translation_key="security_read_only", name=self.runtime.entry.title)
