"""Walks through the dialog that adds or changes a control."""

from dataclasses import dataclass

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigSubentry,
    SubentryFlowResult,
)
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from tests.common.pool import CAPABILITY, POOL
from tests.common.world import World

type Form = dict[str, Json]


@dataclass
class Walk:
    """The dialog of one config entry."""

    world: World
    entry: SmartThingsConfigEntry

    async def start(self, subentry_id: str | None = None) -> SubentryFlowResult:
        """Open the dialog, for a new control or for one that exists."""
        handler = (self.entry.entry_id, "control")
        flows = self.world.hass.config_entries.subentries
        if subentry_id is None:
            return await flows.async_init(handler, context={"source": SOURCE_USER})
        return await self._choose(await self.change(subentry_id), "user")

    async def change(self, subentry_id: str) -> SubentryFlowResult:
        """Open the dialog of a control that exists."""
        return await self.world.hass.config_entries.subentries.async_init(
            (self.entry.entry_id, "control"),
            context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id},
        )

    async def to_entity(self, subentry_id: str) -> SubentryFlowResult:
        """Open the dialog of a control that exists, and choose to keep what it sends."""
        return await self._choose(await self.change(subentry_id), "entity")

    async def _choose(self, result: SubentryFlowResult, option: str) -> SubentryFlowResult:
        assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "reconfigure")
        return await self.world.hass.config_entries.subentries.async_configure(
            result["flow_id"], {"next_step_id": option}
        )

    def device(self, device_id: str) -> str:
        """Return the id of a device in the device registry."""
        registry_id = self.entry.runtime_data.registry_id(device_id)
        assert registry_id is not None
        return registry_id

    async def fill(self, result: SubentryFlowResult, form: Form) -> SubentryFlowResult:
        """Submit the shown form."""
        assert result["type"] is FlowResultType.FORM, result
        return await self.world.hass.config_entries.subentries.async_configure(
            result["flow_id"], form
        )

    async def to_arguments(
        self,
        command: str,
        kind: str = "button",
        capability: str = CAPABILITY,
        device_id: str = POOL,
        subentry_id: str | None = None,
    ) -> SubentryFlowResult:
        """Select device, capability, command and kind."""
        result = await self.start(subentry_id)
        result = await self.fill(result, {"device": self.device(device_id)})
        result = await self.fill(result, {"capability": f"main/{capability}"})
        return await self.fill(result, {"command": command, "kind": kind})

    async def finish(self, result: SubentryFlowResult, *forms: Form) -> ConfigSubentry:
        """Submit the forms, and return the new control when its entity exists."""
        for form in forms:
            result = await self.fill(result, form)
            assert not result.get("errors"), result
        assert result["type"] is FlowResultType.CREATE_ENTRY, result
        await self.world.settle()
        return list(self.entry.subentries.values())[-1]

    def entity(self, subentry: ConfigSubentry) -> er.RegistryEntry:
        """Return the only entity of a control."""
        (item,) = (
            item
            for item in er.async_get(self.world.hass).entities.values()
            if item.config_subentry_id == subentry.subentry_id
        )
        return item

    async def act(self, action: str, subentry: ConfigSubentry, **data: Json) -> None:
        """Perform an action on the entity of a control."""
        item = self.entity(subentry)
        await self.world.hass.services.async_call(
            item.domain, action, {"entity_id": item.entity_id, **data}, blocking=True
        )
        await self.world.settle()

    @property
    def sent(self) -> list[tuple[str, Json]]:
        """The commands that the cloud received, with their arguments; one in each request."""
        requests = [request.commands for request in self.world.simulator.commands]
        assert all(len(commands) == 1 for commands in requests)
        return [(str(item["command"]), item["arguments"]) for (item,) in requests]


def suggested(result: SubentryFlowResult) -> JsonObject:
    """Return the values that the shown form suggests, by field."""
    schema = result["data_schema"]
    assert schema is not None
    return {
        str(marker): marker.description["suggested_value"]
        for marker in schema.schema
        if marker.description
    }


def labels(result: SubentryFlowResult, field: str) -> dict[str, str]:
    """Return the labels of a list in the shown form, by option."""
    schema = result["data_schema"]
    assert schema is not None
    return {item["value"]: item["label"] for item in schema.schema[field].config["options"]}


def offered(result: SubentryFlowResult, field: str) -> list[str]:
    """Return the options of a list in the shown form."""
    schema = result["data_schema"]
    assert schema is not None
    options = schema.schema[field].config["options"]
    return [item if isinstance(item, str) else item["value"] for item in options]
