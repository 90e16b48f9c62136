"""Locks with the capability ``lockCodes``: codes in slots that the sender chooses.

Commands and reports are those of the Edge drivers for Z-Wave and Zigbee: ``lua_libs``,
``st/zwave/defaults/lockCodes.lua``, and ``legacy-handlers/init.lua`` of zigbee-lock.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..cloud.json_types import Json, JsonObject
from ..mapping.descriptions.base import Source
from ..mapping.vocabulary import Attribute, Capability, Command
from .answers import SUCCESS, Answer, Judge, change, name_afterwards
from .code_list import CODES, LockCode, codes_by_slot
from .code_lock import CodeLock

_MAX_CODES: Final = Source(Capability.LOCK_CODES, Attribute.MAX_CODES)
_SCAN: Final = Source(Capability.LOCK_CODES, Attribute.SCAN_CODES)
_CHANGED: Final = Source(Capability.LOCK_CODES, Attribute.CODE_CHANGED)
_CHANGE: Final = re.compile(r"(\d{1,5}) (\w{1,20})", re.ASCII)
"""A report of a change: the slot and what happened to it, such as ``2 set``."""
_FIRST_SLOT: Final = 1
"""For Z-Wave, slot 0 means all codes, so only a slot 0 that the lock lists is used."""
_SCANNING: Final = "Scanning"
_MOST_SLOTS: Final = 255
"""Slots of a lock that reports no number."""


def _said(slot: int, **statuses: str) -> Judge:
    """Return what finds the answer about a slot; ``statuses`` is the status by the change."""

    def judge(value: Json) -> Answer | None:
        match = _CHANGE.fullmatch(value) if isinstance(value, str) else None
        if match is None or int(match[1]) != slot or match[2] not in statuses:
            return None
        return Answer(statuses[match[2]], {"change": match[2]})

    return judge


@dataclass(frozen=True, slots=True)
class SlotCodes:
    """The codes of a lock with ``lockCodes``."""

    lock: CodeLock

    @property
    def listed(self) -> dict[int, LockCode] | None:
        """The codes by slot, None if they are unknown."""
        return codes_by_slot(self.lock.raw(CODES))

    @property
    def limits(self) -> JsonObject:
        """The maximum number of codes, and the length of a code, as far as the lock reports it."""
        shortest, longest = self._lengths
        return {
            "max_codes": self.lock.limit(_MAX_CODES),
            "min_length": shortest,
            "max_length": longest,
        }

    async def set_code(self, slot: int | None, code: str, name: str) -> JsonObject:
        """Set the code of a slot, by default of the first free one. ``name`` may be empty."""
        self.lock.check_code(code, *self._lengths)
        listed = self.listed
        if slot is None:
            slot = self._free_slot(listed)
        self._check_slot(slot, listed)
        known = listed.get(slot) if listed else None
        wanted = name or (known.name if known else "") or f"Code {slot}"
        judge = _said(slot, set=SUCCESS, changed=SUCCESS, failed="rejected", unset="rejected")
        command = self.lock.command(Capability.LOCK_CODES, Command.SET_CODE, slot, code, wanted)
        details = await change(self.lock, command, _CHANGED, judge)
        self.lock.turn.taken.add(slot)
        if name and details["change"] == "changed" and (known is None or known.name != name):
            # Some drivers keep the name of a slot that has a code.
            await name_afterwards(self.lock, self._name(slot, name))
        return {"slot": slot, "name": wanted}

    async def rename_code(self, slot: int, name: str) -> JsonObject:
        """Rename the code of a slot. Drivers ignore a slot without a code."""
        self._known(slot)
        await self._name(slot, name)
        return {"slot": slot, "name": name}

    async def delete_code(self, slot: int) -> JsonObject:
        """Delete the code of a slot."""
        self._known(slot)
        command = self.lock.command(Capability.LOCK_CODES, Command.DELETE_CODE, slot)
        judge = _said(slot, deleted=SUCCESS, unset=SUCCESS, failed="failure")
        await change(self.lock, command, _CHANGED, judge)
        self.lock.turn.taken.discard(slot)
        return {"slot": slot}

    async def _name(self, slot: int, name: str) -> None:
        command = self.lock.command(Capability.LOCK_CODES, Command.NAME_SLOT, slot, name)
        judge = _said(slot, renamed=SUCCESS, failed="failure")
        await change(self.lock, command, _CHANGED, judge)

    @property
    def _lengths(self) -> tuple[int | None, int | None]:
        """The minimum and maximum length of a code. A lock with one length reports only that."""
        lock, capability = self.lock, Capability.LOCK_CODES
        if length := lock.limit(Source(capability, Attribute.CODE_LENGTH)):
            return length, length
        return (
            lock.limit(Source(capability, Attribute.MIN_CODE_LENGTH)),
            lock.limit(Source(capability, Attribute.MAX_CODE_LENGTH)),
        )

    def _free_slot(self, listed: Mapping[int, LockCode] | None) -> int:
        """Return the first slot without a code.

        Raises ServiceValidationError if it is not certain that a slot is free: a code would be
        replaced.
        """
        if listed is None or self.lock.raw(_SCAN) == _SCANNING:
            raise self.lock.invalid(translation_key="slot_missing")
        slot = self.lock.turn.free(listed.keys(), range(_FIRST_SLOT, self._last_slot + 1))
        if slot is None:
            raise self.lock.invalid(translation_key="lock_codes_full")
        return slot

    @property
    def _last_slot(self) -> int:
        return self.lock.limit(_MAX_CODES) or _MOST_SLOTS

    def _check_slot(self, slot: int, listed: Mapping[int, LockCode] | None) -> None:
        known = listed is not None and slot in listed
        if not known and not _FIRST_SLOT <= slot <= self._last_slot:
            raise self.lock.invalid(
                translation_key="lock_slot_range", first=str(_FIRST_SLOT), last=str(self._last_slot)
            )

    def _known(self, slot: int) -> None:
        """Raise ServiceValidationError if the lock has no code in a slot, as far as known."""
        listed = self.listed
        self._check_slot(slot, listed)
        if listed is not None and slot not in listed:
            raise self.lock.invalid(translation_key="no_such_code", slot=str(slot))
