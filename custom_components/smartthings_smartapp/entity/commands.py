"""Makes the commands for one component of a device, and checks them against what it reports."""

from collections.abc import Iterable
from dataclasses import replace

from homeassistant.exceptions import ServiceValidationError

from ..cloud.json_types import Json, clock_text
from ..cloud.models import MAIN, AttributeKey, Command
from ..errors import invalid, not_offered
from ..mapping.descriptions.base import Need, Source
from ..mapping.descriptions.controls import ButtonMap, SelectMap, SwitchMap
from ..mapping.descriptions.programs import ProgramMap
from ..mapping.descriptions.values import Bounds, Choice, Setpoint
from .readings import ComponentReadings


class ComponentCommands(ComponentReadings):
    """The commands for one component. Nothing is sent here."""

    def command(self, capability: str, name: str, *arguments: Json) -> Command:
        """Return a command for the component."""
        return Command(capability, name, arguments, self.component)

    def choice_of(self, entry: SelectMap) -> Choice:
        """Return the choice of an entry, with the names that programs have by now."""
        choice = entry.choice
        if not isinstance(entry, ProgramMap):
            return choice
        given = self.runtime.program_names.of(entry.table(self.reported))
        return replace(choice, names=entry.names(self.reported, given))

    def option_command(self, choice: Choice, wanted: str) -> Command:
        """Return the command that selects an option.

        Raises ServiceValidationError if the device does not offer it.
        """
        offered = self.settable(choice)
        if not offered:
            raise self.invalid(translation_key="no_command")
        if wanted not in offered:
            raise not_offered(wanted, offered)
        value = offered[wanted]
        if verb := choice.verbs.get(str(value)):
            return self.command(choice.source.capability, verb)
        return self.command(choice.source.capability, choice.command, value)

    def number_command(self, setpoint: Setpoint, wanted: float, default: Bounds) -> Command:
        """Return the command that sets a number.

        Raises ServiceValidationError if it is outside the device's bounds.
        """
        if not self.has(setpoint.source):
            raise self.invalid(translation_key="no_command")
        bounds = self.bounds(setpoint, default)
        if not bounds.low <= wanted <= bounds.high:
            raise invalid(
                translation_key="out_of_range",
                value=f"{wanted:g}",
                low=f"{bounds.low:g}",
                high=f"{bounds.high:g}",
            )
        # The cloud accepts 21.0 as a whole number, but some devices may not.
        number: Json = int(wanted) if float(wanted).is_integer() else wanted
        if setpoint.clock:
            number = clock_text(wanted)
        elif setpoint.as_text:
            number = str(number)
        return self.command(setpoint.source.capability, setpoint.command, number)

    def switch_command(self, entry: SwitchMap, *, on: bool) -> Command:
        """Return the command that turns a setting on or off.

        Raises ServiceValidationError if the selected program does not allow it.
        """
        value = entry.on if on else entry.off
        allowed = entry.limit(self.reported) if entry.limit else None
        if allowed is not None and value not in allowed and value != self.current(entry.source):
            raise self.invalid(translation_key="not_with_course")
        if entry.set_command:
            return self.command(entry.command_capability, entry.set_command, value)
        make = entry.on_arguments if on else None
        command = entry.on_command if on else entry.off_command
        return self.command(
            entry.command_capability, command, *(make(self.reported) if make else ())
        )

    def button_command(self, entry: ButtonMap) -> Command:
        """Return the command of a button."""
        make = entry.make_arguments
        arguments = make(self.reported) if make else entry.arguments
        return self.command(entry.capability, entry.command, *arguments)

    def check(self, needs: Iterable[Need]) -> None:
        """Raise ServiceValidationError if the device rejects commands now, as its status says."""
        if need := self.unmet(needs):
            raise self.invalid(translation_key=need.error)

    def unmet(self, needs: Iterable[Need]) -> Need | None:
        """Return the first condition that the device does not meet now, None if it meets all."""
        for need in needs:
            own = self.reported(need.source)
            report = own or self.runtime.value(self.device_id, AttributeKey(MAIN, *need.source))
            if report and report.value is not None and report.value not in need.values:
                return need
        return None

    def check_listed(self, name: str, supported: Source) -> None:
        """Raise ServiceValidationError if the device lists its commands, but not this one.

        Home Assistant performs some actions on every entity of their platform.
        """
        listed = self.words(supported)
        if listed and name not in listed:
            raise self.invalid(translation_key="no_command")

    def invalid(self, *, translation_key: str, **placeholders: str) -> ServiceValidationError:
        """Return the error of a command that the device does not accept."""
        return invalid(translation_key=translation_key, name=self._label, **placeholders)

    @property
    def _label(self) -> str:
        """The name of the device."""
        device = self._device
        return device.label if device else self.device_id
