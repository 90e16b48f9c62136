"""Triggers for buttons, filters, and the connection of devices."""

from collections.abc import Mapping
from typing import Final, override

import voluptuous as vol
from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.components.event import ATTR_EVENT_TYPE, EventDeviceClass
from homeassistant.components.event import DOMAIN as EVENT_DOMAIN
from homeassistant.const import CONF_OPTIONS, STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    EntityTargetStateTriggerBase,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    TriggerConfig,
)

from ..mapping.descriptions.base import AutomationFeature
from .entities import CONNECTIVITY, UPDATES, own_entities, own_entities_with

_BINARY_SENSORS: Final[Mapping[str, DomainSpec]] = {BINARY_SENSOR_DOMAIN: DomainSpec()}
_BUTTONS: Final[Mapping[str, DomainSpec]] = {
    EVENT_DOMAIN: DomainSpec(device_class=EventDeviceClass.BUTTON)
}
_OFF: Final[set[str]] = {STATE_OFF}
_ON: Final[set[str]] = {STATE_ON}
_POLLED: Final[set[str]] = {"polled"}


class ButtonPressedTrigger(StatelessEntityTriggerBase):
    """Fires when a button is pressed, in any way or in one of the selected ways."""

    _domain_specs = _BUTTONS
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Optional(CONF_OPTIONS, default=dict): {
                vol.Optional(ATTR_EVENT_TYPE): vol.All(cv.ensure_list, [cv.string])
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Read the selected presses from the options."""
        super().__init__(hass, config)
        self._presses = frozenset(self._options.get(ATTR_EVENT_TYPE, ()))

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the buttons of this integration."""
        return set(own_entities(self._hass, super().entity_filter(entities)))

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the press is one of the selected ones."""
        return not self._presses or state.attributes.get(ATTR_EVENT_TYPE) in self._presses


class FilterDueTrigger(EntityTargetStateTriggerBase):
    """Fires when a filter has to be cleaned or replaced."""

    _domain_specs = _BINARY_SENSORS
    _schema = ENTITY_STATE_TRIGGER_SCHEMA
    _to_states = _ON

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the filters."""
        found = super().entity_filter(entities)
        return own_entities_with(self._hass, found, AutomationFeature.FILTER)


class _ConnectionTrigger(EntityTargetStateTriggerBase):
    """Follows the connectivity of devices, which is diagnostic."""

    _domain_specs = CONNECTIVITY
    _primary_entities_only = False

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the connectivity of devices of this integration."""
        return set(own_entities(self._hass, super().entity_filter(entities)))


class WentOfflineTrigger(_ConnectionTrigger):
    """Fires when SmartThings no longer reaches a device."""

    _to_states = _OFF


class CameOnlineTrigger(_ConnectionTrigger):
    """Fires when SmartThings reaches a device again."""

    _to_states = _ON


class UpdatesMissingTrigger(_ConnectionTrigger):
    """Fires when changes of a device no longer arrive instantly, so that it is polled."""

    _domain_specs = UPDATES
    _to_states = _POLLED
