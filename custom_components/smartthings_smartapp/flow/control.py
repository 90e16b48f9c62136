"""The dialog that adds a control to a config entry, or changes one."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import DeviceSelector, DeviceSelectorConfig

from ..cloud.api.definitions import CommandDefinition, Definition, Schema
from ..cloud.api.errors import CloudError
from ..cloud.json_types import Json
from ..cloud.models import MAIN, Component
from ..const import DOMAIN
from ..controls.arguments import wrong_arguments
from ..controls.catalogue import (
    components_of,
    definition_of,
    known_definition,
    known_labels,
    name_of,
)
from ..controls.control import (
    CONF_ARGUMENTS,
    CONF_CAPABILITY,
    CONF_COMMAND,
    CONF_COMPONENT,
    CONF_DEVICE,
    CONF_HIGH,
    CONF_KIND,
    CONF_LOW,
    CONF_NAME,
    CONF_OFF_ARGUMENTS,
    CONF_OFF_COMMAND,
    CONF_OPTIONS,
    CONF_STATE,
    CONF_VARYING,
    Control,
    Kind,
    as_word,
    source_of,
    written,
)
from ..mapping.descriptions.base import Source
from ..mapping.internal_capabilities import is_internal_capability
from ..mapping.names import readable
from ..runtime import Runtime
from ..services.targets import loaded_device
from .control_forms import (
    arguments_form,
    arguments_from,
    choice,
    end_form,
    guessed_state,
    label_of,
    may_vary,
    opposite,
    suggested_arguments,
    words_of,
)

_KIND_KEY = "control_kind"
_SENT: Final = (
    CONF_DEVICE,
    CONF_COMPONENT,
    CONF_CAPABILITY,
    CONF_COMMAND,
    CONF_KIND,
    CONF_VARYING,
    CONF_ARGUMENTS,
    CONF_OFF_COMMAND,
    CONF_OFF_ARGUMENTS,
)
"""What a control sends. The last form has everything else."""

type _Form = dict[str, Any] | None


class ControlFlow(ConfigSubentryFlow):
    """Asks for device, capability, command and arguments, and creates the subentry."""

    def __init__(self) -> None:
        """Start without a choice."""
        self._data: dict[str, Any] = {}
        """The data of the subentry so far."""
        self._stored: Mapping[str, Any] = {}
        """The data of the control that is changed."""
        self._definition = Definition(capability="", version=1)
        self._varying: int | None = None
        self._part = ""
        """The component of the chosen child device; empty for a whole device."""

    @property
    def _runtime(self) -> Runtime:
        """The loaded location. Raises AbortFlow if it is not loaded any more."""
        entry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            raise AbortFlow(reason="not_loaded")
        runtime: Runtime = entry.runtime_data
        return runtime

    async def async_step_reconfigure(self, _user_input: _Form = None) -> SubentryFlowResult:
        """Ask what to change in a control, whose data are suggestions."""
        subentry = self._get_reconfigure_subentry()
        self._stored = {**subentry.data, CONF_NAME: subentry.title}
        if Control.of(subentry) is None:
            return await self.async_step_user()
        return self.async_show_menu(step_id="reconfigure", menu_options=["entity", "user"])

    async def async_step_entity(self, _user_input: _Form = None) -> SubentryFlowResult:
        """Keep what the control sends. No definition is needed, which may not exist any more."""
        self._data = {key: self._stored[key] for key in _SENT if key in self._stored}
        self._varying = self._stored.get(CONF_VARYING) if self._kind.varies else None
        if component := self._component:
            known = known_definition(self._runtime, component, self._data[CONF_CAPABILITY])
            self._definition = known or self._definition
        return await self.async_step_end()

    async def async_step_user(self, user_input: _Form = None) -> SubentryFlowResult:
        """Ask for the device."""
        errors: dict[str, str] = {}
        if user_input is not None:
            target = loaded_device(self.hass, user_input[CONF_DEVICE])
            if target and target.device_id and target.runtime is self._runtime:
                self._data[CONF_DEVICE] = target.device_id
                self._part = "" if target.component == MAIN else target.component
                return await self.async_step_capability()
            errors[CONF_DEVICE] = "other_device"
        device = DeviceSelector(DeviceSelectorConfig(integration=DOMAIN))
        known = self._runtime.registry_id(self._stored.get(CONF_DEVICE, ""))
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema({vol.Required(CONF_DEVICE): device}),
                user_input or ({CONF_DEVICE: known} if known else {}),
            ),
            errors=errors,
        )

    # Capability and command

    async def async_step_capability(self, user_input: _Form = None) -> SubentryFlowResult:
        """Ask for the capability, and read its definition if it is missing."""
        errors: dict[str, str] = {}
        if user_input is not None:
            component, _, capability = user_input[CONF_CAPABILITY].partition("/")
            self._data |= {CONF_COMPONENT: component, CONF_CAPABILITY: capability}
            error = await self._read_definition()
            if error is None:
                return await self.async_step_command()
            errors[CONF_CAPABILITY] = error
        offered = self._capabilities()
        schema = vol.Schema({vol.Required(CONF_CAPABILITY): choice(offered)})
        stored = f"{self._stored.get(CONF_COMPONENT)}/{self._stored.get(CONF_CAPABILITY)}"
        known = user_input or ({CONF_CAPABILITY: stored} if stored in offered else {})
        return self.async_show_form(
            step_id="capability",
            data_schema=self.add_suggested_values_to_schema(schema, known),
            errors=errors,
        )

    def _capabilities(self) -> dict[str, str]:
        """Return the capabilities of the device that may have commands, with their labels."""
        found: dict[str, str] = {}
        components = components_of(self._runtime, self._data[CONF_DEVICE])
        chosen = [components[self._part]] if self._part in components else components.values()
        for component in chosen:
            for capability in component.capabilities:
                definition = known_definition(self._runtime, component, capability)
                if is_internal_capability(capability) or (definition and not definition.commands):
                    continue
                part = component.component_id
                prefix = "" if part == MAIN else f"{component.label or readable(part)}: "
                name = name_of(self._runtime, component, capability)
                found[f"{part}/{capability}"] = f"{prefix}{name} ({capability})"
        return dict(sorted(found.items(), key=lambda item: item[1].casefold()))

    @property
    def _component(self) -> Component | None:
        components = components_of(self._runtime, self._data[CONF_DEVICE])
        return components.get(self._data.get(CONF_COMPONENT, MAIN))

    async def _read_definition(self) -> str | None:
        """Read the definition of the chosen capability; return the error if it has none."""
        component = self._component
        if component is None:
            return "no_definition"
        try:
            found = await definition_of(self._runtime, component, self._data[CONF_CAPABILITY])
        except CloudError:
            return "not_read"
        if found is None or not found.commands:
            return "no_definition"
        self._definition = found
        return None

    async def async_step_command(self, user_input: _Form = None) -> SubentryFlowResult:
        """Ask for the command and the kind of entity."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._data |= {key: user_input[key] for key in (CONF_COMMAND, CONF_KIND)}
            if not self._kind.varies:
                self._varying = None
                return await self.async_step_arguments()
            if self._may_vary():
                return await self.async_step_varying()
            errors[CONF_KIND] = f"no_{self._kind}"
        schema = vol.Schema(
            {
                vol.Required(CONF_COMMAND): choice(self._commands()),
                vol.Required(CONF_KIND, default=Kind.BUTTON.value): choice(
                    {kind.value: kind.value for kind in Kind}, translation_key=_KIND_KEY
                ),
            }
        )
        return self.async_show_form(
            step_id="command",
            data_schema=self.add_suggested_values_to_schema(schema, user_input or self._suggested),
            description_placeholders={"capability": self._data[CONF_CAPABILITY]},
            errors=errors,
        )

    def _commands(self) -> dict[str, str]:
        """Return the commands of the capability, with their labels if these are known."""
        component = self._component
        labels = (
            known_labels(self._runtime, component, self._data[CONF_CAPABILITY]).commands
            if component
            else {}
        )
        return {
            name: f"{label} ({name})" if (label := labels.get(name)) else name
            for name in sorted(self._definition.commands)
        }

    @property
    def _suggested(self) -> Mapping[str, Any]:
        """The data of the control that is changed, if its capability stays."""
        kept = (CONF_COMPONENT, CONF_CAPABILITY)
        same = all(self._stored.get(key) == self._data.get(key) for key in kept)
        return self._stored if same else {}

    @property
    def _kind(self) -> Kind:
        return Kind(self._data[CONF_KIND])

    def _command(self, key: str = CONF_COMMAND) -> CommandDefinition:
        return self._definition.commands[self._data[key]]

    # Arguments

    def _may_vary(self) -> dict[str, str]:
        """Return the arguments that a select or number can set, by place."""
        return {
            str(place): label_of(argument, place)
            for place, argument in enumerate(self._command().arguments)
            if may_vary(self._kind, argument)
        }

    async def async_step_varying(self, user_input: _Form = None) -> SubentryFlowResult:
        """Ask for the argument that varies, if there are several."""
        offered = self._may_vary()
        if user_input is not None or len(offered) == 1:
            self._varying = int(user_input[CONF_VARYING] if user_input else next(iter(offered)))
            self._data[CONF_VARYING] = self._varying
            return await self.async_step_arguments()
        schema = vol.Schema({vol.Required(CONF_VARYING): choice(offered)})
        known = {CONF_VARYING: str(self._suggested.get(CONF_VARYING, next(iter(offered))))}
        return self.async_show_form(
            step_id="varying", data_schema=self.add_suggested_values_to_schema(schema, known)
        )

    async def async_step_arguments(self, user_input: _Form = None) -> SubentryFlowResult:
        """Ask for the arguments of the command."""
        form = self._arguments("arguments", CONF_COMMAND, CONF_ARGUMENTS, user_input)
        if form is not None:
            return form
        if self._kind is Kind.SWITCH:
            return await self.async_step_off()
        return await self.async_step_end()

    async def async_step_off(self, user_input: _Form = None) -> SubentryFlowResult:
        """Ask for the command that turns off."""
        if user_input is not None:
            self._data[CONF_OFF_COMMAND] = user_input[CONF_OFF_COMMAND]
            return await self.async_step_off_arguments()
        schema = vol.Schema({vol.Required(CONF_OFF_COMMAND): choice(self._commands())})
        guess = opposite(self._data[CONF_COMMAND], self._definition.commands)
        known = {CONF_OFF_COMMAND: guess, **self._suggested}
        return self.async_show_form(
            step_id="off", data_schema=self.add_suggested_values_to_schema(schema, known)
        )

    async def async_step_off_arguments(self, user_input: _Form = None) -> SubentryFlowResult:
        """Ask for the arguments of the command that turns off."""
        form = self._arguments("off_arguments", CONF_OFF_COMMAND, CONF_OFF_ARGUMENTS, user_input)
        return await self.async_step_end() if form is None else form

    def _arguments(
        self, step_id: str, command_key: str, arguments_key: str, user_input: _Form
    ) -> SubentryFlowResult | None:
        """Return the form with the arguments of a command, None if it is filled in or empty."""
        command, name = self._command(command_key), self._data[command_key]
        schema = arguments_form(command, self._varying)
        errors: dict[str, str] = {}
        placeholders = {"command": name, "argument": "", "value": "", "expected": ""}
        if user_input is not None or not schema.schema:
            arguments = arguments_from(command, self._varying, user_input or {})
            wrong = wrong_arguments(command, self._complete(arguments))
            if wrong is None:
                self._data[arguments_key] = arguments
                return None
            errors["base"] = wrong.key
            placeholders |= wrong.placeholders
        suggested = self._suggested
        same = suggested.get(command_key) == name
        known = user_input or (
            suggested_arguments(command, self._varying, suggested.get(arguments_key))
            if same
            else {}
        )
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, known),
            description_placeholders=placeholders,
            errors=errors,
        )

    def _complete(self, arguments: list[Json]) -> list[Json]:
        """Return the arguments with an allowed value of the one that varies."""
        if self._varying is None:
            return arguments
        schema = self._command().arguments[self._varying].schema
        typical: Json = "" if schema.kind == "string" else 0
        typical = next(iter(schema.words), typical)
        if schema.low is not None or schema.high is not None:
            typical = schema.low if schema.low is not None else schema.high
        found = [*arguments]
        found[self._varying] = typical
        return found

    # The end

    async def async_step_end(self, user_input: _Form = None) -> SubentryFlowResult:
        """Ask for the name, the state and the values, and save the control."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = self._fault(user_input)
            if not errors:
                return self._save(user_input)
        states = self._states()
        schema = end_form(self._kind, states, self._varying_schema)
        return self.async_show_form(
            step_id="end",
            data_schema=self.add_suggested_values_to_schema(
                schema, user_input or self._suggested_end(states)
            ),
            errors=errors,
        )

    @property
    def _varying_schema(self) -> Schema | None:
        """The schema of the argument that varies; without a definition, of the stored values."""
        if self._varying is None:
            return None
        command = self._definition.commands.get(self._data[CONF_COMMAND], CommandDefinition())
        if self._varying < len(command.arguments):
            return command.arguments[self._varying].schema
        return Schema(kind="number", words=tuple(self._stored.get(CONF_OPTIONS, ())))

    def _states(self) -> dict[str, str]:
        """Return the attributes that the component reports, those of the capability first."""
        stored = self._runtime.devices.get(self._data[CONF_DEVICE])
        capability = self._data[CONF_CAPABILITY]
        own = {Source(capability, name) for name in self._definition.attributes}
        if kept := source_of(self._suggested.get(CONF_STATE, "")):
            own.add(kept)
        reported = {
            Source(key.capability, key.attribute)
            for key in (stored.status if stored else ())
            if key.component == self._data[CONF_COMPONENT]
            and not is_internal_capability(key.capability)
        }
        ordered = [*sorted(own), *sorted(reported - own)]
        return {written(source): ": ".join(source) for source in ordered}

    def _suggested_end(self, states: Mapping[str, str]) -> dict[str, Any]:
        """Return what the control has, or a guess for a new one."""
        known = {**self._suggested}
        if known.get(CONF_KIND) != self._kind:
            known = {CONF_NAME: self._stored.get(CONF_NAME)}
            names = [self._data[CONF_COMMAND], self._data.get(CONF_OFF_COMMAND, "")]
            guess = guessed_state(self._definition.attributes, names)
            if guess and self._kind is not Kind.BUTTON:
                known[CONF_STATE] = written(Source(self._data[CONF_CAPABILITY], guess))
        if known.get(CONF_STATE) not in states:
            known.pop(CONF_STATE, None)
        if CONF_OPTIONS in known:
            known[CONF_OPTIONS] = [as_word(value) for value in known[CONF_OPTIONS]]
        return {key: value for key, value in known.items() if value is not None}

    def _fault(self, given: dict[str, Any]) -> dict[str, str]:
        """Return the errors of the last form."""
        if not given[CONF_NAME].strip():
            return {CONF_NAME: "name_missing"}
        if self._kind is Kind.SELECT and not given[CONF_OPTIONS]:
            return {CONF_OPTIONS: "options_missing"}
        if self._kind is Kind.NUMBER and given[CONF_LOW] >= given[CONF_HIGH]:
            return {CONF_HIGH: "bounds_reversed"}
        return {}

    def _save(self, given: dict[str, Any]) -> SubentryFlowResult:
        data = {**self._data, **given}
        title = data.pop(CONF_NAME).strip()
        if CONF_OPTIONS in data and (schema := self._varying_schema):
            data[CONF_OPTIONS] = words_of(schema, data[CONF_OPTIONS])
        if self.source == SOURCE_RECONFIGURE:
            # The entities follow the subentry.
            return self.async_update_and_abort(
                self._get_entry(), self._get_reconfigure_subentry(), title=title, data=data
            )
        return self.async_create_entry(title=title, data=data)
