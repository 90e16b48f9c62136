"""The base of all entities of a device: identity, availability, watching, reading, sending."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, override

from homeassistant.const import STATE_UNAVAILABLE, UnitOfTemperature
from homeassistant.core import callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.device_registry import ChildDeviceInfo, DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.typing import UndefinedType
from homeassistant.util.unit_conversion import TemperatureConverter

from ..cloud.api.errors import CloudError
from ..cloud.json_types import Json, texts
from ..cloud.models import MAIN, AttributeKey, Command, Device, Value
from ..const import DOMAIN
from ..errors import action_error
from ..mapping.descriptions.base import Mapped, Match, Source
from ..mapping.descriptions.values import Bounds, Choice, Setpoint
from ..mapping.internal_capabilities import takes
from ..mapping.names import given_names, part_name, readable, without
from ..mapping.parts import is_own_device, leading
from ..mapping.units import normal
from ..mapping.words import Spelling, identifier, option_among, options_of
from ..runtime import Runtime

_DEGREES: Mapping[str, UnitOfTemperature] = {unit.value: unit for unit in UnitOfTemperature}
_OTHER: Mapping[UnitOfTemperature, UnitOfTemperature] = {
    UnitOfTemperature.CELSIUS: UnitOfTemperature.FAHRENHEIT,
    UnitOfTemperature.FAHRENHEIT: UnitOfTemperature.CELSIUS,
}

_UNREAL: Final = 1e18
"""What no device measures: the states of such numbers would be too long."""
_DISABLED = Source("custom.disabledCapabilities", "disabledCapabilities")


class SmartThingsEntity[EntryT: Mapped](Entity):
    """An entity made from an entry; its state follows the attributes that the entry watches."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    entity_description: EntryT
    _misnamed: frozenset[Source] = frozenset()
    """Temperatures that come with the wrong unit."""

    def __init__(self, runtime: Runtime, device_id: str, component: str, entry: EntryT) -> None:
        """Take identity, name and class from the entry."""
        self.runtime = runtime
        self.device_id = device_id
        self.component = component
        self.entity_description = entry
        self._attr_unique_id = Match(component, entry).unique_id(device_id)
        device = runtime.store.devices[device_id].device
        matches = runtime.loader.matches.get(device_id, ())
        self._part = part_name(device, component) if component != MAIN else ""
        self._is_of_child = not entry.index_in_name and is_own_device(matches, component)
        self._name_after(entry, device, matches)
        if device_class := entry.classes.get(device.category_of(component)):
            self._attr_device_class = device_class

    def _name_after(self, entry: EntryT, device: Device, matches: tuple[Match, ...]) -> None:
        """Name the entity: by a definition, after its device, as a person did, by its key."""
        if entry.own_name is not None:
            self._attr_name = without(entry.own_name, device.category)
        elif entry.index_in_name and self.component != MAIN:
            self._name_among_others(entry, device, matches)
        else:
            self._attr_translation_key = entry.text_key
            if entry.placeholders:
                self._attr_translation_placeholders = entry.placeholders
            repeats = entry.text_key.replace("_", " ") == readable(self.component).casefold()
            if leading(matches, self.component) is entry or repeats:
                self._attr_name = None

    def _name_among_others(self, entry: EntryT, device: Device, matches: tuple[Match, ...]) -> None:
        """Name the entity of a part that is no device: by the name of the part, or its number."""
        number = "".join(filter(str.isdigit, self.component))
        named = self._part if not number or self.component in given_names(device) else ""
        self._attr_translation_key = f"{entry.text_key}_numbered"
        self._attr_translation_placeholders = {"number": named or number}
        siblings = (
            match.entry
            for match in matches
            if match.component == self.component and match.entry.index_in_name
        )
        if named and next(siblings, entry) is entry:
            self._attr_name = named

    @property
    def _plain_name(self) -> str | UndefinedType | None:
        """The name by the translations, without that of a part."""
        return super().name

    @property
    @override
    def name(self) -> str | UndefinedType | None:
        """Return the name, with that of a part that is no device and without one that is."""
        name = self._plain_name
        if not self._part or self.entity_description.index_in_name:
            return name
        if not isinstance(name, str):
            return name if self._is_of_child else self._part
        if self._is_of_child:
            repeats = name.casefold() == self._part.casefold()
            return None if repeats else without(name, self._part)
        own = f"{name[:1].lower()}{name[1:]}" if name[1:2].islower() else name
        return f"{self._part} {own}"

    @property
    @override
    def device_info(self) -> DeviceInfo | ChildDeviceInfo:
        """Return the device that the entity belongs to: of the part, where that is one.

        Home Assistant puts the name of the device before that of the child. It asks once, so
        keeping the answer would only take room.
        """
        if not self._is_of_child:
            return DeviceInfo(identifiers={(DOMAIN, self.device_id)})
        return ChildDeviceInfo(
            identifiers={(DOMAIN, f"{self.device_id}_{self.component}")},
            name=self._part,
            parent_device_id=self.runtime.devices.registry_id(self.device_id) or "",
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Watch the attributes and the health of the device."""
        await super().async_added_to_hass()
        store = self.runtime.store
        keys = [self.key(source) for source in self.entity_description.watched]
        self.async_on_remove(store.watch(self.device_id, keys, self._changed))
        self.async_on_remove(store.watch_health(self.device_id, self._reach_changed))

    async def async_update(self) -> None:
        """Read the home when somebody asks for an update of this entity; many ask for one."""
        await self.runtime.coordinator.async_request_refresh()

    @callback
    def _changed(self) -> None:
        """Write the state: something that it is made of is different."""
        self.async_write_ha_state()

    @callback
    def _reach_changed(self) -> None:
        """Write the state where it becomes available or ceases to be: some devices keep theirs."""
        if self.available == self.hass.states.is_state(self.entity_id, STATE_UNAVAILABLE):
            self._changed()

    @property
    @override
    def available(self) -> bool:
        """Available while the device shows its values."""
        return self.runtime.shows(self.device_id)

    # Reading

    def key(self, source: Source) -> AttributeKey:
        """Return where an attribute of the entity's component stands."""
        return AttributeKey(self.component, *source)

    def reported(self, source: Source | None = None) -> Value | None:
        """Return the last report of an attribute, by default the entry's own."""
        return self.runtime.store.value(
            self.device_id, self.key(source or self.entity_description.source)
        )

    def has(self, source: Source) -> bool:
        """Return whether the component reports the attribute."""
        return self.reported(source) is not None

    def first_of[PartT: Choice | Setpoint](self, parts: Iterable[PartT]) -> PartT | None:
        """Return the first part whose attribute has a value, else the first that there is."""
        there = [part for part in parts if self.has(part.source)]
        known = (part for part in there if self.raw(part.source) is not None)
        return next(known, there[0] if there else None)

    def knows(self, capability: str) -> bool:
        """Return whether the component has a capability, for those that have no attributes."""
        device = self._device
        component = device.components.get(self.component) if device else None
        return (
            component is not None
            and capability in component.capabilities
            and capability not in self.words(_DISABLED)
        )

    def takes(self, capability: str, command: str) -> bool:
        """Return whether the component knows a command."""
        stored = self.runtime.store.devices.get(self.device_id)
        reported = (
            (key.attribute, report.value)
            for key, report in (stored.status.items() if stored else ())
            if key[:2] == (self.component, capability)
        )
        return takes(reported, command)

    def raw(self, source: Source | None = None) -> Json:
        """Return the value as it came, None where none is known."""
        report = self.reported(source)
        return report.value if report else None

    def number(self, source: Source | None = None) -> float | None:
        """Return a number, None where the value is none."""
        return number_of(self.raw(source))

    def present(self, source: Source | None = None) -> Json:
        """Return the value, taken out of its object ``{value, settable}`` where it is one."""
        value = self.raw(source)
        return value.get("value") if isinstance(value, dict) else value

    def text(self, source: Source | None = None) -> str | None:
        """Return a string, None where the value is none."""
        value = self.raw(source)
        return value if isinstance(value, str) else None

    def words(self, source: Source | None = None) -> tuple[str, ...]:
        """Return the strings of a list, empty where the value is none."""
        return texts(self.raw(source))

    def chosen(self, choice: Choice) -> str | None:
        """Return the present value of a choice as an option."""
        present = self.present(choice.source)
        if present in choice.unset:
            return None
        return option_among(self.offered(choice), present, _spelling(choice))

    def meant(self, choice: Choice) -> str:
        """Return the present value of a choice as a word of our tables."""
        return identifier(self.present(choice.source))

    def option_for(self, choice: Choice, meaning: str) -> str | None:
        """Return the option that means a word of our tables, None where none is offered."""
        offered = self.offered(choice).items()
        return next((option for option, word in offered if identifier(word) == meaning), None)

    def offered(self, choice: Choice) -> dict[str, Json]:
        """Return what the device offers: its own values by option, in the device's order."""
        listed = self.raw(choice.supported) if choice.supported else None
        if isinstance(listed, dict):
            listed = listed.get("settable")
        values = listed if isinstance(listed, list) and listed else choice.default
        allowed = choice.limit(self.reported) if choice.limit else None
        pickable = (
            value
            for value in values
            if value not in choice.unset and (allowed is None or value in allowed)
        )
        return options_of(pickable, _spelling(choice))

    def settable(self, choice: Choice) -> dict[str, Json]:
        """Return what the device offers, and what it is set to: a scene may set that again."""
        found = self.offered(choice)
        if (present := self.chosen(choice)) is not None:
            found.setdefault(present, self.present(choice.source))
        return found

    def bounds(self, setpoint: Setpoint, default: Bounds) -> Bounds:
        """Return between what the device lets a number be set, or the usual where it says none."""
        ranges = (_range(self.raw(source)) for source in setpoint.range)
        span = next((known for known in ranges if known), _Range())
        lows = (span.low, *map(self.number, setpoint.low), default.low)
        highs = (span.high, *map(self.number, setpoint.high), default.high)
        return default.narrowed(
            next(value for value in lows if value is not None),
            next(value for value in highs if value is not None),
            span.step,
            span.listed,
        )

    def degrees(self, source: Source) -> UnitOfTemperature:
        """Return the unit of a temperature: of the status, else of the location, else Celsius.

        Some drivers name the wrong one. A value that is beyond the device's own limits, and within
        them in the other unit, says so, and what it once said holds for the values after it.
        """
        report = self.reported(source)
        declared = (
            _DEGREES.get(normal(report.unit, "temperature")) if report and report.unit else None
        )
        unit = declared or self._location_degrees()
        other = _OTHER.get(unit)
        if source not in self._misnamed and other and self._contradicts(source, unit, other):
            self._misnamed = self._misnamed | {source}
        return other if other and source in self._misnamed else unit

    def _location_degrees(self) -> UnitOfTemperature:
        location = self.runtime.store.location
        fahrenheit = location is not None and location.temperature_scale == "F"
        return UnitOfTemperature.FAHRENHEIT if fahrenheit else UnitOfTemperature.CELSIUS

    def _contradicts(
        self, source: Source, unit: UnitOfTemperature, other: UnitOfTemperature
    ) -> bool:
        """Return whether a value can only be meant in the other unit."""
        limits = self.reported(source.limits)
        span = (_range(limits.value) if limits else None) or _Range()
        value = self.number(source)
        if limits is None or value is None or span.low is None or span.high is None:
            return False
        of_limits = _DEGREES.get(normal(limits.unit or "", "temperature"), unit)
        meant, otherwise = (
            TemperatureConverter.convert(value, candidate, of_limits) for candidate in (unit, other)
        )
        return not span.low <= meant <= span.high and span.low <= otherwise <= span.high

    # Commanding

    def command(self, capability: str, name: str, *arguments: Json) -> Command:
        """Return a command to the entity's component."""
        return Command(capability, name, arguments, self.component)

    def choosing(self, choice: Choice, wanted: str) -> Command:
        """Return the command that picks an option.

        Raises ServiceValidationError where the device does not offer it.
        """
        offered = self.settable(choice)
        if wanted not in offered:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="not_offered",
                translation_placeholders={"option": wanted, "options": ", ".join(offered)},
            )
        return self.command(choice.source.capability, choice.command, offered[wanted])

    def setting(self, setpoint: Setpoint, wanted: float, default: Bounds) -> Command:
        """Return the command that sets a number.

        Raises ServiceValidationError where it is out of the device's bounds.
        """
        bounds = self.bounds(setpoint, default)
        if not bounds.low <= wanted <= bounds.high:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="out_of_range",
                translation_placeholders={
                    "value": f"{wanted:g}",
                    "low": f"{bounds.low:g}",
                    "high": f"{bounds.high:g}",
                },
            )
        # The cloud reads 21.0 as a number too, but devices that take whole ones may not.
        number: Json = int(wanted) if float(wanted).is_integer() else wanted
        if setpoint.as_text:
            number = str(number)
        return self.command(setpoint.source.capability, setpoint.command, number)

    def _check(self) -> None:
        """Raise ServiceValidationError where something that the entry needs does not hold."""
        for need in self.entity_description.needs:
            own = self.reported(need.source)
            report = own or self.runtime.store.value(
                self.device_id, AttributeKey(MAIN, *need.source)
            )
            if report and report.value is not None and report.value not in need.values:
                raise ServiceValidationError(
                    translation_domain=DOMAIN,
                    translation_key=need.error,
                    translation_placeholders={"name": self._label},
                )

    @property
    def _device(self) -> Device | None:
        """Return the device, None where it was removed while the entity still exists."""
        stored = self.runtime.store.devices.get(self.device_id)
        return stored.device if stored else None

    @property
    def _label(self) -> str:
        """Return the name of the device; one that was removed keeps that of the registry."""
        if device := self._device:
            return device.label
        return (self.device_entry and self.device_entry.name) or self.device_id

    async def send(self, *commands: Command) -> None:
        """Send commands in one request, in their order.

        Raises ServiceValidationError where something that they need does not hold, and
        HomeAssistantError in the user's words where the cloud refuses or does not answer. Without
        a command there is nothing to do: the cloud refuses an empty list.
        """
        if not commands:
            return
        self._check()
        try:
            await self.runtime.client.execute(self.device_id, commands)
        except CloudError as err:
            raise action_error(err, self._label) from err
        self.runtime.commanded(self.device_id)


def _spelling(choice: Choice) -> Spelling:
    return Spelling(choice.texts, choice.names, choice.part)


def number_of(value: Json) -> float | None:
    """Return a number that can be meant, also one that came as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value) if isinstance(value, str) else value
    except ValueError:
        return None
    # Comparing is safe for numbers of any size, and false for what is no number.
    return number if -_UNREAL < number < _UNREAL else None


class _Range(NamedTuple):
    """What a device reports of what a number may be set to."""

    low: float | None = None
    high: float | None = None
    step: float | None = None
    listed: tuple[float, ...] = ()


def _range(value: Json) -> _Range | None:
    """Read an object ``{minimum, maximum, step}`` or a list of numbers; None where it is none."""
    if isinstance(value, list):
        numbers = tuple(number for number in map(number_of, value) if number is not None)
        return _Range(min(numbers), max(numbers), listed=numbers) if numbers else None
    if isinstance(value, dict) and value:
        low, high, step = (number_of(value.get(key)) for key in ("minimum", "maximum", "step"))
        return _Range(low, high, step)
    return None
