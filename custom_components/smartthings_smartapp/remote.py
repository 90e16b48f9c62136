"""Remote controls."""

import asyncio
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any, Final, override

from homeassistant.components.remote import (
    ATTR_DELAY_SECS,
    ATTR_HOLD_SECS,
    ATTR_NUM_REPEATS,
    RemoteEntity,
)
from homeassistant.const import STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.api.client import MAX_COMMANDS
from .cloud.models import Command
from .entity.component import SmartThingsEntity
from .errors import invalid
from .mapping.descriptions.devices import RemoteMap
from .mapping.vocabulary import Command as Cmd
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_PRESSED: Final = "PRESSED"
_RELEASED: Final = "RELEASED"
_MOST_PRESSES: Final = 100
"""About as many as a device accepts in a minute."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the remote controls of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, RemoteMap, SmartThingsRemote)


class SmartThingsRemote(SmartThingsEntity[RemoteMap], RemoteEntity):
    """A remote control; the commands of Home Assistant's action are its keys."""

    entity_description: RemoteMap
    _unrecorded_attributes = frozenset({"keys"})

    @property
    def _keys(self) -> Mapping[str, Command]:
        """The commands that press a key, by key."""
        entry = self.entity_description
        listed = self.words(entry.supported) if entry.supported else ()
        return {
            key: self.command(entry.capability, entry.command, key) for key in listed or entry.keys
        } | {
            key: self.command(more.source.capability, more.command)
            for key, more in entry.more_keys.items()
            if self.has(more.source)
        }

    @property
    @override
    def extra_state_attributes(self) -> dict[str, list[str]]:
        """Return the keys, for those who write automations."""
        return {"keys": list(self._keys)}

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the device is on, None if it does not report that."""
        value = self.text(self.entity_description.power)
        return None if value is None else value == STATE_ON

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn the device on."""
        await self._switch(Cmd.ON)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn the device off."""
        await self._switch(Cmd.OFF)

    async def _switch(self, command: str) -> None:
        power = self.entity_description.power
        if not self.has(power):
            raise self.invalid(translation_key="no_command")
        await self.send(self.command(power.capability, command))

    @override
    async def async_learn_command(self, **kwargs: Any) -> None:
        """Raise ServiceValidationError: Home Assistant offers to learn with every remote."""
        raise self.invalid(translation_key="keys_are_fixed")

    @override
    async def async_delete_command(self, **kwargs: Any) -> None:
        """Raise ServiceValidationError, for the same reason."""
        raise self.invalid(translation_key="keys_are_fixed")

    @override
    async def async_send_command(self, command: Iterable[str], **kwargs: Any) -> None:
        """Press keys in their order, as often as asked.

        Without a delay, the presses share requests, of which a device accepts twelve a minute.
        Raises ServiceValidationError, before anything is sent, if a key is unknown or cannot be
        held, or if there are too many.
        """
        hold: float = kwargs[ATTR_HOLD_SECS]
        delay: float | None = kwargs.get(ATTR_DELAY_SECS)
        known = self._keys
        keys = [self._named(name, known) for name in command]
        if hold:
            self._check_hold(keys)
        repeats: int = kwargs[ATTR_NUM_REPEATS]
        if len(keys) * repeats > _MOST_PRESSES:
            raise invalid(translation_key="too_many_keys", most=str(_MOST_PRESSES))
        together = 1 if hold or delay else MAX_COMMANDS
        for place, some in enumerate(batched(keys * repeats, together, strict=False)):
            if place and delay:
                await asyncio.sleep(delay)
            if hold:
                await self._hold(some[0], hold)
            else:
                await self.send(*(known[key] for key in some))

    async def _hold(self, key: str, seconds: float) -> None:
        """Hold a key. It is also released if the action is cancelled."""
        entry = self.entity_description
        await self.send(self.command(entry.capability, entry.command, key, _PRESSED))
        try:
            await asyncio.sleep(seconds)
        finally:
            await self.send(self.command(entry.capability, entry.command, key, _RELEASED))

    def _named(self, name: str, known: Iterable[str]) -> str:
        """Return a key by its name, in any case. Raises ServiceValidationError."""
        key = name.strip().upper().replace(" ", "_")
        if key not in known:
            raise self.invalid(translation_key="unknown_key", key=name, keys=", ".join(known))
        return key

    def _check_hold(self, keys: Iterable[str]) -> None:
        """Raise ServiceValidationError if one of the keys can only be pressed."""
        entry = self.entity_description
        for key in keys:
            if not entry.held or key not in entry.keys:
                raise self.invalid(translation_key="key_not_held", key=key)
