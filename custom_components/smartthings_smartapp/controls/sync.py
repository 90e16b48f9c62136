"""Follows the controls that a user adds, changes and deletes."""

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..location.entity_loader import EntityLoader
from ..location.lifetime import Lifetime
from ..location.subscriptions import Subscriptions
from .control import controls_of


class ControlSync:
    """Keeps the entities in step with the config subentries of the controls."""

    def __init__(
        self, lifetime: Lifetime, loader: EntityLoader, subscriptions: Subscriptions
    ) -> None:
        """Start with the controls that the config entry has now."""
        self._hass, self._entry = lifetime.hass, lifetime.entry
        self._loader = loader
        self._subscriptions = subscriptions
        self._known = controls_of(self._entry)

    @callback
    def start(self) -> None:
        """Follow the config entry until it is unloaded."""
        self._remove_replaced()
        self._entry.async_on_unload(
            async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._changed)
        )

    @callback
    def _changed(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry is not self._entry or change is not ConfigEntryChange.UPDATED:
            return
        known, self._known = self._known, controls_of(entry)
        if self._known == known:
            return
        before = {control.subentry_id: control for control in known}
        if any(before.get(control.subentry_id, control) != control for control in self._known):
            self._hass.config_entries.async_schedule_reload(entry.entry_id)
            return
        devices = {control.device_id for control in (*known, *self._known)}
        self._loader.load(devices & self._loader.store.devices.keys())
        self._subscriptions.replan()

    @callback
    def _remove_replaced(self) -> None:
        """Remove the entity of a control that has become another kind of entity."""
        registry = er.async_get(self._hass)
        kinds = {control.subentry_id: control.kind for control in self._known}
        for item in er.async_entries_for_config_entry(registry, self._entry.entry_id):
            kind = kinds.get(item.config_subentry_id or "")
            if kind is not None and item.domain != kind:
                registry.async_remove(item.entity_id)
