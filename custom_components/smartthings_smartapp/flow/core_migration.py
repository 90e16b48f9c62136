"""The step that copies a user's choices from Home Assistant's own SmartThings integration."""

from typing import Any

import voluptuous as vol
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.helpers.selector import BooleanSelector

from ..core_migration.apply import apply_migration
from ..core_migration.plan import MigrationPlan
from ..core_migration.preview import preview_migration, preview_texts
from ..core_migration.search import find_migration
from ..issues.markdown import escape
from ..runtime import SmartThingsConfigEntry
from .base import FlowBase

CONF_ENTITY_IDS = "entity_ids"


class CoreMigrationSteps(FlowBase):
    """Shows a preview, and applies it to the entry."""

    async def async_step_takeover(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the settings of the same devices there, and apply them when the user agrees."""
        plan = await self._find_migration()
        if not (plan.devices or plan.entities):
            return self.async_abort(reason="nothing_to_take_over")
        if user_input is not None:
            applied = apply_migration(
                self.hass, plan, entity_ids=user_input.get(CONF_ENTITY_IDS, False)
            )
            return self.async_abort(
                reason="taken_over" if not applied.failed else "partly_taken_over",
                description_placeholders={
                    "devices": str(applied.devices),
                    "entities": str(applied.entities),
                    "entity_ids": str(applied.entity_ids),
                    "failed": escape(", ".join(applied.failed)),
                },
            )
        return self.async_show_form(
            step_id="takeover",
            data_schema=vol.Schema({vol.Optional(CONF_ENTITY_IDS): BooleanSelector()}),
            description_placeholders=await preview_texts(
                self.hass, preview_migration(self.hass, plan)
            ),
        )

    async def _find_migration(self) -> MigrationPlan:
        entry: SmartThingsConfigEntry = self._get_reconfigure_entry()
        if entry.state is not ConfigEntryState.LOADED:
            return MigrationPlan(entry)
        rooms = await entry.runtime_data.read_rooms()
        return find_migration(self.hass, entry, rooms)
