"""Applies a migration plan to the registries.

Core's config entry, devices and entities all stay. The only change to them is an entity id that
our entity takes.
"""

import logging
from collections.abc import Callable

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback, split_entity_id
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from .plan import (
    CORE_DOMAIN,
    TAKEN_ENTITY_ID,
    DevicePair,
    EntityPair,
    MigrationPlan,
    MigrationResult,
    options_of,
    shown_name,
)

_LOGGER = logging.getLogger(__name__)


@callback
def apply_migration(
    hass: HomeAssistant, plan: MigrationPlan, *, entity_ids: bool
) -> MigrationResult:
    """Apply a plan, and return what changed.

    A change that fails is logged and named in the result; the others are applied anyway.

    With ``entity_ids`` core's entity gets another id (``light.lamp_smartthings``) and ours gets the
    old one, also if the user has renamed ours: the user asks for it. An entity that the user has
    disabled does not get the id of an enabled one. An entity that is disabled by default is
    enabled, by a reload half a minute later.

    History does not move. Home Assistant's recorder follows an entity when its id changes
    (``recorder/entity_registry.py``): all states and long-term statistics of core's entity move to
    its new id, and those of ours since its set-up move to the old id. Nothing is lost or merged.

    Nothing is deleted, so the user can undo all of it.
    """
    work = _Work(hass)
    devices = [work.tried(work.device, pair, shown_name(pair.core)) for pair in plan.devices]
    entities = [work.tried(work.entity, pair, pair.core.entity_id) for pair in plan.entities]
    ids = [
        work.tried(work.take_id, pair, pair.core.entity_id) for pair in plan.entities if entity_ids
    ]
    if plan.entry.state is ConfigEntryState.LOADED:
        # Disabled entities need no subscription any more.
        plan.entry.runtime_data.replan_subscriptions()
    return MigrationResult(sum(devices), sum(entities), sum(ids), tuple(dict.fromkeys(work.failed)))


class _Work:
    """Writes to the registries, one pair at a time."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.failed: list[str] = []
        self._hass = hass
        self._devices = dr.async_get(hass)
        self._entities = er.async_get(hass)

    def tried[PairT](self, act: Callable[[PairT], bool], pair: PairT, name: str) -> bool:
        """Run an action, and return whether it changed anything; a failure adds to ``failed``."""
        try:
            return act(pair)
        except (HomeAssistantError, KeyError, ValueError) as err:
            _LOGGER.warning("%s could not be migrated: %s", name, err)
            self.failed.append(name)
            return False

    def device(self, pair: DevicePair) -> bool:
        """Update our device. Raises HomeAssistantError or KeyError if it no longer exists."""
        before = self._devices.async_get(pair.ours.id)
        if isinstance(before, dr.ChildDeviceEntry):
            self._devices.async_update_child_device(pair.ours.id, **pair.changes)
        else:
            self._devices.async_update_device(pair.ours.id, **pair.changes)
        return self._devices.async_get(pair.ours.id) is not before

    def entity(self, pair: EntityPair) -> bool:
        """Update our entity.

        Raises KeyError if it no longer exists, ValueError if Home Assistant rejects a change.
        """
        before = self._current(pair.ours)
        after = self._entities.async_update_entity(before.entity_id, **pair.changes)
        if pair.options:
            options = {**pair.options, **options_of(after, after.domain)}
            self._entities.async_update_entity_options(after.entity_id, after.domain, options)
        for assistant, exposed in pair.exposed.items():
            async_expose_entity(self._hass, assistant, after.entity_id, exposed)
        return self._current(pair.ours) is not before

    def take_id(self, pair: EntityPair) -> bool:
        """Rename core's entity, and give its id to ours.

        Raises KeyError if one of them no longer exists, ValueError if the id is not available. If
        core's entity is already renamed by then, the user has to rename it back before a retry.
        """
        core, ours = self._current(pair.core), self._current(pair.ours)
        wanted = pair.entity_id
        if wanted is None or ours.entity_id == wanted:
            return False
        if core.entity_id != wanted or (
            core.disabled and not self._hass.states.async_available(wanted)
        ):
            raise ValueError(wanted)
        domain, object_id = split_entity_id(wanted)
        free_id = self._entities.async_get_available_entity_id(domain, f"{object_id}_{CORE_DOMAIN}")
        self._entities.async_update_entity(wanted, new_entity_id=free_id)
        _LOGGER.info("Core's %s is now %s", wanted, free_id)
        self._entities.async_update_entity_options(
            ours.entity_id, DOMAIN, {TAKEN_ENTITY_ID: wanted}
        )
        self._entities.async_update_entity(ours.entity_id, new_entity_id=wanted)
        if pair.enables:
            self._entities.async_update_entity(wanted, disabled_by=None)
        return True

    def _current(self, entity: er.RegistryEntry) -> er.RegistryEntry:
        """Return the current entry of an entity. Raises KeyError if it no longer exists."""
        if (present := self._entities.async_get(entity.id)) is None:
            raise KeyError(entity.entity_id)
        return present
