"""Reads and changes the devices of a living home."""

from collections.abc import Generator, Iterator

from simulator.commands.behaviour import effects

from .device import MAIN, Json, JsonObject, SimDevice
from .home import Home

type Story = Generator[float]
"""Does something and yields the seconds until it continues. It never ends."""


class LiveDevices:
    """The devices of a home, as the stories see them.

    A device that a story needs may be missing or offline. Then a change has no effect.
    """

    def __init__(self, home: Home) -> None:
        """Change the devices of this home."""
        self.home = home

    def set(  # noqa: PLR0913 - one argument per part of the address
        self,
        device_id: str,
        capability: str,
        attribute: str,
        value: Json,
        *,
        component: str = MAIN,
        data: JsonObject | None = None,
    ) -> None:
        """Let a device report a value."""
        if self._device(device_id, component, capability) is not None:
            self.home.set_attribute(device_id, component, capability, attribute, value, data=data)

    def change(self, device_id: str, capability: str, attribute: str, value: Json) -> None:
        """Let a device report a value that is new, of an attribute that it has."""
        device = self._device(device_id, MAIN, capability)
        if device is None or attribute not in device.status[MAIN][capability]:
            return
        if device.value(MAIN, capability, attribute) != value:
            self.home.set_attribute(device_id, MAIN, capability, attribute, value)

    def get(self, device_id: str, capability: str, attribute: str) -> Json:
        """Return a value of the main component; None if there is none."""
        device = self._device(device_id, MAIN, capability)
        return None if device is None else device.value(MAIN, capability, attribute)

    def command(self, device_id: str, capability: str, command: str, *arguments: Json) -> None:
        """Let a device execute a command."""
        device = self._device(device_id, MAIN, capability)
        if device is not None:
            request: JsonObject = {
                "capability": capability,
                "command": command,
                "arguments": [*arguments],
            }
            self.home.apply(device_id, effects(device, request, 0))

    def online(self) -> Iterator[tuple[SimDevice, str, str]]:
        """Yield the components and capabilities of all devices that are online."""
        for device in self.home.devices.values():
            for component, capabilities in device.status.items() if device.online else ():
                for capability in capabilities:
                    yield device, component, capability

    def _device(self, device_id: str, component: str, capability: str) -> SimDevice | None:
        device = self.home.devices.get(device_id)
        if device is None or not device.online:
            return None
        return device if capability in device.status.get(component, {}) else None
