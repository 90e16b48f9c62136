"""The steps of the options flow that give names to the programs of machines.

A machine reports a program as a code of a table. The names are kept for the table, so all machines
with the table have them (``storage/program_names.py``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import voluptuous as vol
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..entity.readings import ComponentReadings
from ..issues.markdown import escape
from ..mapping.descriptions.programs import ProgramMap
from ..mapping.program_names import NAMES
from ..runtime import Runtime, SmartThingsConfigEntry, domain_data
from ..storage.program_names import ProgramNames

_CONF_TABLE: Final = "table"
_NONE: Final = "-"


@dataclass(slots=True)
class _Table:
    """A table of codes, and the machines that have it."""

    table: str
    labels: list[str] = field(default_factory=list)
    codes: dict[str, None] = field(default_factory=dict)
    current: dict[str, None] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a user sees of it."""
        return f"{', '.join(self.labels)} ({self.table.rpartition(' ')[2]})"


def table_form(labels: Mapping[str, str]) -> vol.Schema:
    """Return the form that asks for a table; ``labels`` are what a user sees of each."""
    options = [SelectOptionDict(value=table, label=label) for table, label in labels.items()]
    config = SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
    return vol.Schema({vol.Required(_CONF_TABLE): SelectSelector(config)})


class ProgramSteps(OptionsFlow):
    """Choose a machine, then name its programs."""

    _table = ""

    async def async_step_programs(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the machine; with only one, this step has no form."""
        tables = self._tables()
        if not tables:
            return self.async_abort(reason="no_program_codes")
        if user_input is not None or len(tables) == 1:
            self._table = user_input[_CONF_TABLE] if user_input else next(iter(tables))
            return await self.async_step_program_names()
        form = table_form({key: item.label for key, item in tables.items()})
        return self.async_show_form(step_id="programs", data_schema=form)

    async def async_step_program_names(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show a field for each code, and save the names."""
        table = self._tables().get(self._table)
        if table is None:
            return self.async_abort(reason="no_program_codes")
        names = domain_data(self.hass).program_names
        fields = await _fields(self.hass, table)
        if user_input is not None:
            names.give(table.table, {code: user_input.get(key, "") for key, code in fields.items()})
            return self.async_create_entry(data={**self.config_entry.options})
        given = names.of(table.table)
        form = vol.Schema(
            {
                vol.Optional(key, description={"suggested_value": given.get(code)}): TextSelector()
                for key, code in fields.items()
            }
        )
        return self.async_show_form(
            step_id="program_names",
            data_schema=form,
            description_placeholders={
                "machines": escape(", ".join(table.labels)),
                "current": ", ".join(table.current) or _NONE,
                "export": _exported(table, names),
            },
        )

    def _tables(self) -> dict[str, _Table]:
        """Return the tables of the machines of the location, while it is loaded."""
        found: dict[str, _Table] = {}
        entry: SmartThingsConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return found
        runtime = entry.runtime_data
        for device_id, component, program in _programs(runtime):
            read = ComponentReadings(runtime, device_id, component).reported
            name = program.table(read)
            table = found.setdefault(name, _Table(name))
            table.labels.append(runtime.devices[device_id].device.label)
            table.codes |= dict.fromkeys((*program.codes(read), *runtime.program_names.seen(name)))
            table.current |= dict.fromkeys(filter(None, (program.current(read),)))
        return {name: table for name, table in found.items() if table.codes}


def _programs(runtime: Runtime) -> Iterator[tuple[str, str, ProgramMap]]:
    """Yield the programs that are codes, each with its device and component."""
    for device_id in runtime.devices:
        for match in runtime.matches(device_id):
            if isinstance(match.entry, ProgramMap):
                yield device_id, match.component, match.entry


async def _fields(hass: HomeAssistant, table: _Table) -> dict[str, str]:
    """Return the codes by the names of their fields: the code, and the name that it has anyway.

    Home Assistant shows the name of a field if it has no translation.
    """
    texts = await async_get_translations(hass, hass.config.language, "entity", {DOMAIN})
    known = NAMES.get(table.table, {})
    place = f"component.{DOMAIN}.entity.select.course.state."
    labels = {code: texts.get(f"{place}{word}", word) for code, word in known.items()}
    return {
        f"{code} ({labels[code]})" if code in labels else code: code for code in sorted(table.codes)
    }


def _exported(table: _Table, names: ProgramNames) -> str:
    """Return the names of a table as a text for an issue: one line for each code."""
    given = names.of(table.table)
    lines = [f"{code}: {given.get(code, _NONE)}" for code in sorted(table.codes)]
    return "\n".join(("```", table.table, *(line.replace("`", "'") for line in lines), "```"))
