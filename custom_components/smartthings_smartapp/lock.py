"""Locks."""

from typing import Any, override

from homeassistant.components.lock import LockEntity, LockEntityFeature
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.json_types import Json
from .entity.component import SmartThingsEntity
from .events.log_entries import fire_operator
from .lock_codes.operators import operator_details
from .mapping.descriptions.base import AutomationFeature
from .mapping.descriptions.devices import LockMap
from .mapping.vocabulary import Command
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_UNLOCKED = ("unlocked", "unlocked with timeout", "unlatched")
_UNLATCHED = "unlatched"
_JAMMED = "not fully locked"

# The first of these details that is present is shown as the person.
_WHO = ("user_name", "code_name", "code_id", "user_index", "method")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the locks of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, LockMap, SmartThingsLock)


class SmartThingsLock(SmartThingsEntity[LockMap], LockEntity):
    """A lock; one with the command ``unlatch`` can be opened too."""

    entity_description: LockMap

    _operator: Context | None = None
    """The context of the last change that has an operator."""

    @callback
    @override
    def _changed(self) -> None:
        """Make who operated the lock the cause of the change, then write the state."""
        if self._operator is not None and self._context is self._operator:
            self._context = None
        details = self.extra_state_attributes
        by_action = self._context is not None and details.get("method") == "command"
        if details and not by_action and self._was_operated():
            self._operator = fire_operator(self.hass, self.entity_id, details)
            self.async_set_context(self._operator)
        super()._changed()

    def _was_operated(self) -> bool:
        """Return whether a known state changes to another.

        The details of a state that is shown again after an outage are of an old change.
        """
        old = self.hass.states.get(self.entity_id)
        if old is None or old.state in (STATE_UNAVAILABLE, STATE_UNKNOWN) or not self.available:
            return False
        return self.state not in (None, old.state)

    @property
    @override
    def supported_features(self) -> LockEntityFeature:
        """Return whether the lock can be opened."""
        entry = self.entity_description
        commands = self.words(entry.commands)
        listed = _UNLATCHED in self.words(entry.values)
        can_open = Command.UNLATCH in commands if commands else listed
        features = LockEntityFeature.OPEN if can_open else LockEntityFeature(0)
        return features | AutomationFeature.OWN

    @property
    @override
    def is_locked(self) -> bool | None:
        """Return whether it is locked, None for values that mean neither."""
        value = self.text()
        if value == "locked":
            return True
        return False if value in _UNLOCKED else None

    @property
    @override
    def is_open(self) -> bool | None:
        """Return whether the latch is drawn."""
        return self.text() == _UNLATCHED

    @property
    @override
    def is_jammed(self) -> bool | None:
        """Return whether the bolt is jammed."""
        return self.text() == _JAMMED

    @property
    @override
    def changed_by(self) -> str | None:
        """Return who or what made the last change, if the lock reports it."""
        details = self.extra_state_attributes
        return next((str(details[key]) for key in _WHO if key in details), None)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Json]:
        """Return the details of the last change."""
        report = self.reported()
        data = report.data if report else {}
        return operator_details(self.runtime, self.device_id, self.component, data)

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        """Lock."""
        await self._send(Command.LOCK)

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        """Unlock."""
        await self._send(Command.UNLOCK)

    @override
    async def async_open(self, **kwargs: Any) -> None:
        """Unlock and draw the latch."""
        await self._send(Command.UNLATCH)

    async def _send(self, name: str) -> None:
        entry = self.entity_description
        self.check_listed(name, entry.commands)
        await self.send(self.command(entry.capability, name))
