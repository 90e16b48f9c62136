"""Manages generic entities: reads definitions, adds their entities, removes superseded ones.

Definitions are read in the background, one after the other, after the location is set up. Nothing
waits for them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import CloudError, TooManyRequestsError
from ..cloud.json_types import JsonObject
from ..cloud.models import AttributeKey
from ..location.entity_loader import EntityLoader
from ..location.lifetime import Lifetime
from ..mapping.descriptions.base import Match
from .definition_store import DefinitionStore
from .matcher import GenericMatcher
from .unmapped import CapabilityVersion

_SETTLED: Final = 30.0
"""Seconds after a set-up until the first definition is read."""
_SOON: Final = 3.0
"""Seconds after a change of the devices until definitions are read."""
_IDLE: Final = 3600.0
"""Seconds between checks for definitions to read again."""
_NOTED: Final = 20
"""Words outside an enumeration that are kept for one attribute."""


class GenericEntities:
    """The generic entities of one entry, which are made of definitions."""

    def __init__(  # noqa: PLR0913 (it connects the parts)
        self,
        lifetime: Lifetime,
        client: SmartThingsClient,
        definitions: DefinitionStore,
        loader: EntityLoader,
        matcher: GenericMatcher,
        *,
        may_read: Callable[[], bool],
    ) -> None:
        """Create the manager. If the matcher is disabled, it removes generic entities.

        ``may_read`` returns whether calls for definitions are allowed now.
        """
        self._hass, self._entry = lifetime.hass, lifetime.entry
        self._client = client
        self._definitions = definitions
        self._loader = loader
        self._store = loader.store
        self._matcher = matcher
        self._may_read = may_read
        self._outdated = False
        """Whether an entity is loaded whose definition has changed, which takes a reload."""
        self._timer = lifetime.timer(self._work, "capability definitions")
        self._started = False
        self._working = False
        self._seen = definitions.reads
        """How many definitions had been read when all devices were last matched."""
        self._unexpected: dict[str, dict[AttributeKey, set[str]]] = {}

    @callback
    def start(self) -> None:
        """Work until the entry is unloaded."""
        self._started = True
        self._timer.set(_SETTLED)

    @callback
    def follow(self, *, outdated: bool) -> None:
        """Follow changed devices; ``outdated`` is what loading their entities returned."""
        self._outdated = self._outdated or outdated
        if self._started:
            self._timer.set(_SOON)

    def wanted(self) -> frozenset[CapabilityVersion]:
        """Return the capabilities whose definitions are needed."""
        return self._matcher.wanted()

    def due(self) -> int:
        """Return how many definitions are due, as far as today's calls allow."""
        return len(self._definitions.due(self._matcher.wanted()))

    async def _work(self) -> None:
        """Read a definition that is due, add its entities, and set the timer again."""
        if self._working:
            return  # The timer is set again at the end.
        self._working = True
        try:
            self._remove_superseded()
            self._note_unexpected()
            if self._matcher.enabled:
                self._timer.set(await self._step())
        finally:
            self._working = False

    async def _step(self) -> float:
        """Read a definition that is due; return the seconds until the next one may be read."""
        due = self._definitions.due(self._matcher.wanted())
        if not due:
            self._all_read()
            return _IDLE
        if not self._may_read():
            return _IDLE
        if wait := self._definitions.wait:
            return wait
        pause = 0.0
        try:
            await self._definitions.read(self._client, due[0])
        except TooManyRequestsError as err:
            pause = err.retry_after
        except CloudError:
            pass  # It is retried; other definitions do not wait for it.
        else:
            self._load(self._devices_with(due[0].capability))
            self._remove_superseded()
            if not self._definitions.due(self._matcher.wanted()):
                self._all_read()
        return max(pause, self._definitions.wait)

    @callback
    def _all_read(self) -> None:
        """Use definitions that other entries have read, and reload the entry once if necessary.

        Another language changes the names of all enabled entities. A reload for each capability
        would make them unavailable every few seconds.
        """
        if self._seen != self._definitions.reads:
            self._seen = self._definitions.reads
            self._load(self._matcher.devices.keys() & self._store.devices.keys())
        if self._outdated:
            self._hass.config_entries.async_schedule_reload(self._entry.entry_id)

    @callback
    def _load(self, device_ids: Iterable[str]) -> None:
        self._outdated = self._loader.load(device_ids) or self._outdated

    def _devices_with(self, capability: str) -> list[str]:
        wanted = (
            device_id
            for device_id, left in self._matcher.devices.items()
            if any(key.capability == capability for key in left.capabilities)
        )
        return [device_id for device_id in wanted if device_id in self._store.devices]

    # Removal

    @callback
    def _remove_superseded(self) -> None:
        """Remove generic entities whose attribute another entity shows now, and moved entities.

        If the tables show the attribute on the same platform, the entity has the same unique id,
        so it stays, with its history.
        """
        registry = er.async_get(self._hass)
        known: dict[str, _Shown] = {}
        for item in er.async_entries_for_config_entry(registry, self._entry.entry_id):
            device_id = item.unique_id.partition("_")[0]
            if device_id not in self._store.devices:
                continue
            if device_id not in known:
                known[device_id] = _Shown(device_id, self._loader.matches.get(device_id, ()))
            shown = known[device_id]
            # A name from a definition has no translation key.
            if item.translation_key is not None:
                gone = shown.moved(item.domain, item.unique_id)
            else:
                gone = not self._matcher.enabled or shown.replaces(item.domain, item.unique_id)
            if gone:
                registry.async_remove(item.entity_id)

    # Diagnostics

    @callback
    def _note_unexpected(self) -> None:
        """Note values that are not in the enumeration of their definition."""
        for device_id, left in self._matcher.devices.items():
            for match in left.matches:
                self._note(device_id, match)

    @callback
    def _note(self, device_id: str, match: Match) -> None:
        device = self._store.devices.get(device_id)
        version = device.device.version_of(match.component, match.entry.capability) if device else 1
        described = self._definitions.describe(CapabilityVersion(match.entry.capability, version))
        source = match.entry.source
        words = described.words.get(source.attribute) if described else None
        key = AttributeKey(match.component, *source)
        value = self._store.value(device_id, key)
        if not words or value is None or value.value is None or value.value in words:
            return
        noted = self._unexpected.setdefault(device_id, {}).setdefault(key, set())
        if len(noted) < _NOTED:
            noted.add(str(value.value))

    def unexpected(self, device_id: str) -> Mapping[AttributeKey, frozenset[str]]:
        """Return values of a device that were not in the enumeration of their definition."""
        for match in self._matcher.of(device_id).matches:
            self._note(device_id, match)
        noted = self._unexpected.get(device_id, {})
        return {key: frozenset(words) for key, words in sorted(noted.items())}

    def definitions_of(self, device_id: str) -> Iterator[tuple[CapabilityVersion, JsonObject]]:
        """Yield the definitions that were read for unmapped attributes of a device."""
        for key in sorted(self._matcher.of(device_id).capabilities):
            if raw := self._definitions.raw(key):
                yield key, raw

    def commands_of(self, device_id: str) -> Mapping[str, tuple[str, ...]]:
        """Return the commands that no entity of a device sends, by capability."""
        found = {}
        for key in sorted(self._matcher.of(device_id).capabilities):
            described = self._definitions.describe(key)
            if described and described.commands:
                found[key.capability] = described.commands
        return found


class _Shown:
    """The entities that show the attributes of one device now."""

    def __init__(self, device_id: str, matches: tuple[Match, ...]) -> None:
        generic = [match for match in matches if match.entry.defined_name is not None]
        of_tables = [match for match in matches if match.entry.defined_name is None]
        self._present = {(match.entry.platform, match.unique_id(device_id)) for match in matches}
        self._of_tables = {match.unique_id(device_id) for match in of_tables}
        self._ids = {match.unique_id(device_id) for match in generic} | {
            f"{device_id}_{match.component}_{source.capability}_{source.attribute}"
            for match in of_tables
            for source in match.entry.used
        }

    def moved(self, platform: str, unique_id: str) -> bool:
        """Return whether the tables have this unique id on another platform now."""
        return (platform, unique_id) not in self._present and unique_id in self._of_tables

    def replaces(self, platform: str, unique_id: str) -> bool:
        """Return whether another entity shows the attribute of this one now."""
        return (platform, unique_id) not in self._present and unique_id in self._ids
