"""Locks with the capability ``lockCredentials``: codes of users, in slots that the lock chooses.

Commands and results are those of the Edge drivers for Matter, Z-Wave and Zigbee:
``new-matter-lock/init.lua`` of matter-lock, ``lock_handlers`` of zwave-lock and zigbee-lock.
"""

from dataclasses import dataclass
from typing import Final

from ..cloud.json_types import JsonObject
from ..mapping.descriptions.base import Source
from ..mapping.vocabulary import Attribute, Capability, Command
from .answers import change, name_afterwards, result_of
from .code_list import PIN, USERS, LockCode, codes_of_users, number, users_by_index
from .code_lock import CodeLock

_CREDENTIALS: Final = Source(Capability.LOCK_CREDENTIALS, Attribute.COMMAND_RESULT)
_USERS: Final = Source(Capability.LOCK_USERS, Attribute.COMMAND_RESULT)
_NEW_USER: Final = 0
"""Index with which the lock adds a user."""
_USER_TYPE: Final = "adminMember"
"""A user whose code is valid at any time: Matter locks restrict a guest to schedules."""
_NAME_OF_ADDED: Final = 4
_NAME_OF_CHANGED: Final = 4
_NAME_OF_USER: Final = 1
"""Positions of the name among the arguments of a command."""


@dataclass(frozen=True, slots=True)
class UserCodes:
    """The codes of a lock with ``lockCredentials``, and with ``lockUsers`` if it has names."""

    lock: CodeLock

    @property
    def listed(self) -> dict[int, LockCode] | None:
        """The codes by slot, None if they are unknown."""
        users = users_by_index(self.lock.raw(USERS))
        return codes_of_users(
            self.lock.raw(Source(Capability.LOCK_CREDENTIALS, Attribute.CREDENTIALS)), users
        )

    @property
    def limits(self) -> JsonObject:
        """The maximum number of codes, and the length of a code, as far as the lock reports it."""
        shortest, longest = self._lengths
        return {
            "max_codes": self.lock.limit(
                Source(Capability.LOCK_CREDENTIALS, Attribute.PIN_USERS_SUPPORTED)
            ),
            "min_length": shortest,
            "max_length": longest,
        }

    async def set_code(self, slot: int | None, code: str, name: str) -> JsonObject:
        """Add a code, or change the code of a slot that has one. ``name`` may be empty."""
        self.lock.check_code(code, *self._lengths)
        if name and self._has_users:
            await self._check_name(Capability.LOCK_USERS, Command.UPDATE_USER, _NAME_OF_USER, name)
        if slot is None:
            details = await self._add(code, name)
            found = number(details, "credentialIndex")
            user_index, known_name = number(details, "userIndex"), ""
        else:
            known = self._known(slot)
            await self._update(known, code, name)
            found, user_index, known_name = slot, known.user_index, known.name
        if name and name != known_name and self._has_users and user_index is not None:
            await name_afterwards(self.lock, self._name(user_index, name))
        return {"slot": found, "name": name or known_name or None}

    async def rename_code(self, slot: int, name: str) -> JsonObject:
        """Rename the user of a code."""
        known = self._known(slot)
        if not self._has_users or known.user_index is None:
            raise self.lock.invalid(translation_key="lock_no_names")
        await self._check_name(Capability.LOCK_USERS, Command.UPDATE_USER, _NAME_OF_USER, name)
        await self._name(known.user_index, name)
        return {"slot": slot, "name": name}

    async def delete_code(self, slot: int) -> JsonObject:
        """Delete the code of a slot. Its user stays, because the user may have a card too."""
        self._known(slot)
        command = self.lock.command(
            Capability.LOCK_CREDENTIALS, Command.DELETE_CREDENTIAL, slot, PIN
        )
        judge = result_of(Command.DELETE_CREDENTIAL, "credentialIndex", slot)
        await change(self.lock, command, _CREDENTIALS, judge)
        return {"slot": slot}

    async def _add(self, code: str, name: str) -> JsonObject:
        self._check_space()
        more = await self._name_argument(Command.ADD_CREDENTIAL, _NAME_OF_ADDED, name)
        command = self.lock.command(
            Capability.LOCK_CREDENTIALS,
            Command.ADD_CREDENTIAL,
            _NEW_USER,
            _USER_TYPE,
            PIN,
            code,
            *more,
        )
        return await change(self.lock, command, _CREDENTIALS, result_of(Command.ADD_CREDENTIAL))

    async def _update(self, known: LockCode, code: str, name: str) -> None:
        more = await self._name_argument(Command.UPDATE_CREDENTIAL, _NAME_OF_CHANGED, name)
        command = self.lock.command(
            Capability.LOCK_CREDENTIALS,
            Command.UPDATE_CREDENTIAL,
            known.user_index,
            known.slot,
            PIN,
            code,
            *more,
        )
        judge = result_of(Command.UPDATE_CREDENTIAL, "credentialIndex", known.slot)
        await change(self.lock, command, _CREDENTIALS, judge)

    async def _name_argument(self, command: str, position: int, name: str) -> tuple[str, ...]:
        """Return the name as an argument of a lock that has no users to name.

        The first definition of the commands has no argument for a name.
        """
        if not name or self._has_users:
            return ()
        await self._check_name(Capability.LOCK_CREDENTIALS, command, position, name)
        return (name,)

    async def _check_name(self, capability: str, command: str, position: int, name: str) -> None:
        """Raise ServiceValidationError if the command does not accept the name."""
        longest = await self.lock.longest_argument(capability, command, position)
        if longest == 0:
            raise self.lock.invalid(translation_key="lock_no_names")
        if longest and len(name) > longest:
            raise self.lock.invalid(translation_key="lock_name_too_long", longest=str(longest))

    async def _name(self, user_index: int, name: str) -> None:
        users = users_by_index(self.lock.raw(USERS))
        user = users.get(user_index)
        user_type = (user.user_type if user else "") or _USER_TYPE
        command = self.lock.command(
            Capability.LOCK_USERS, Command.UPDATE_USER, user_index, name, user_type
        )
        await change(
            self.lock, command, _USERS, result_of(Command.UPDATE_USER, "userIndex", user_index)
        )

    @property
    def _has_users(self) -> bool:
        return self.lock.has_capability(Capability.LOCK_USERS)

    @property
    def _lengths(self) -> tuple[int | None, int | None]:
        lock, capability = self.lock, Capability.LOCK_CREDENTIALS
        return (
            lock.limit(Source(capability, Attribute.MIN_PIN_CODE_LEN)),
            lock.limit(Source(capability, Attribute.MAX_PIN_CODE_LEN)),
        )

    def _check_space(self) -> None:
        most = self.limits["max_codes"]
        if isinstance(most, int) and len(self.listed or ()) >= most:
            raise self.lock.invalid(translation_key="lock_codes_full")

    def _known(self, slot: int) -> LockCode:
        """Return the code of a slot. Raises ServiceValidationError if the lock lists none."""
        known = (self.listed or {}).get(slot)
        if known is None or known.user_index is None:
            raise self.lock.invalid(translation_key="no_such_code", slot=str(slot))
        return known
