"""Conditions for the same entities as the triggers."""

from collections.abc import Mapping
from typing import ClassVar, Final, override

import voluptuous as vol
from homeassistant.components.lock import DOMAIN as LOCK_DOMAIN
from homeassistant.components.select import DOMAIN as SELECT_DOMAIN
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import CONF_OPTIONS, STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL,
    ConditionConfig,
    EntityConditionBase,
    EntityStateConditionBase,
)

from ..mapping.descriptions.base import AutomationFeature
from .entities import (
    CONNECTIVITY,
    DOORS,
    OPEN,
    UNLOCKED,
    UPDATES,
    own_doors,
    own_entities,
    own_entities_with,
)
from .machines import MACHINES, Machine, Phase, machines, phase_of

CONF_MODE: Final = "mode"

_LOCKS: Final[Mapping[str, DomainSpec]] = {LOCK_DOMAIN: DomainSpec()}
_SELECTS: Final[Mapping[str, DomainSpec]] = {SELECT_DOMAIN: DomainSpec()}
_SENSORS: Final[Mapping[str, DomainSpec]] = {SENSOR_DOMAIN: DomainSpec()}

_INSTANT: Final[set[str | bool]] = {"push"}
_OFF: Final[set[str | bool]] = {STATE_OFF}
_ON: Final[set[str | bool]] = {STATE_ON}
_OPEN: Final[set[str | bool]] = {*OPEN}
_POLLED: Final[set[str | bool]] = {"partly", "polled"}
_UNLOCKED: Final[set[str | bool]] = {*UNLOCKED}


class _ProgramCondition(EntityConditionBase):
    """Tests what machines do."""

    _domain_specs = MACHINES
    _phases: ClassVar[frozenset[Phase]]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the entity with the state of each machine."""
        return {machine.state for machine in self._machines(entities) if machine.state}

    def _machines(self, entities: set[str]) -> list[Machine]:
        return machines(self._hass, super().entity_filter(entities))

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return whether the machine is in one of the phases."""
        return phase_of(entity_state) in self._phases


class ProgramIsRunningCondition(_ProgramCondition):
    """Tests whether a program is running."""

    _phases = frozenset({Phase.RUNNING})


class ProgramIsPausedCondition(_ProgramCondition):
    """Tests whether a program is paused."""

    _phases = frozenset({Phase.PAUSED})


class ProgramIsNotRunningCondition(_ProgramCondition):
    """Tests whether no program is running or paused."""

    _phases = frozenset({Phase.STOPPED, Phase.FINISHED, Phase.FAILED})


class ProgramIsFinishedCondition(_ProgramCondition):
    """Tests whether machines that report their job show the end of a program."""

    _domain_specs = _SENSORS
    _phases = frozenset({Phase.FINISHED})

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the sensor with the job of each machine."""
        return {machine.job for machine in self._machines(entities) if machine.job}


class LocationModeIsCondition(EntityConditionBase):
    """Tests whether a location is in one of the chosen modes."""

    _domain_specs = _SELECTS
    _schema = ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL.extend(
        {
            vol.Required(CONF_OPTIONS): {
                vol.Required(CONF_MODE): vol.All(cv.ensure_list, [cv.string], vol.Length(min=1))
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Read the chosen modes from the options."""
        super().__init__(hass, config)
        self._modes = frozenset((config.options or {})[CONF_MODE])

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the selects of the modes."""
        found = super().entity_filter(entities)
        return own_entities_with(self._hass, found, AutomationFeature.LOCATION_MODE)

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return whether the mode is one of the chosen ones."""
        return entity_state.state in self._modes


class _OwnStateCondition(EntityStateConditionBase):
    """Tests the state, or an attribute, of entities of this integration."""

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the entities of this integration."""
        return set(own_entities(self._hass, super().entity_filter(entities)))


class DoorIsOpenCondition(EntityStateConditionBase):
    """Tests whether a door or window is open."""

    _domain_specs = DOORS
    _states = _OPEN

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the doors and windows."""
        return own_doors(self._hass, super().entity_filter(entities))


class DoorIsUnlockedCondition(_OwnStateCondition):
    """Tests whether a lock is unlocked."""

    _domain_specs = _LOCKS
    _states = _UNLOCKED


class _ConnectionCondition(_OwnStateCondition):
    """Tests the connectivity of devices, which is diagnostic."""

    _domain_specs = CONNECTIVITY
    _primary_entities_only = False


class IsOnlineCondition(_ConnectionCondition):
    """Tests whether SmartThings reaches a device."""

    _states = _ON


class IsOfflineCondition(_ConnectionCondition):
    """Tests whether SmartThings does not reach a device."""

    _states = _OFF


class UpdatesAreInstantCondition(_ConnectionCondition):
    """Tests whether all changes of a device arrive instantly."""

    _domain_specs = UPDATES
    _states = _INSTANT


class UpdatesArePolledCondition(_ConnectionCondition):
    """Tests whether a device is polled, at least for some of its values."""

    _domain_specs = UPDATES
    _states = _POLLED
