"""What the cloud tells of capabilities: what was put there, else what is written, else derived."""

from collections.abc import Iterator, Mapping

from simulator.control.options import SimulatorOptions
from simulator.json_tools import as_list, as_object

from .definition_library import Described, Key, hand_written
from .derived_definition import derive
from .device import Attributes, Json, JsonObject, SimDevice
from .home import Home


def _reports(home: Home, key: Key) -> Iterator[Attributes]:
    """Yield the attributes of a version of a capability wherever a device has it."""
    for device in home.devices.values():
        for component, capability in _capabilities(device):
            if (capability.get("id"), str(capability.get("version"))) == key:
                yield device.status.get(component, {}).get(key[0], {})


def _capabilities(device: SimDevice) -> Iterator[tuple[str, JsonObject]]:
    """Walk over the capabilities that a device lists, each with the component that has it."""
    for component in map(as_object, as_list(device.item["components"])):
        for capability in map(as_object, as_list(component.get("capabilities"))):
            yield str(component.get("id")), capability


class Catalogue:
    """The capabilities of a cloud."""

    def __init__(self, home: Home, options: SimulatorOptions) -> None:
        """Start with those that are written."""
        self._home = home
        self._options = options
        self._defined: dict[Key, Described] = {}

    def define(
        self,
        definition: Json,
        *,
        presentation: Json = None,
        i18n: Mapping[str, Json] | None = None,
        under: tuple[str, int] | None = None,
    ) -> None:
        """Put something in place of whatever is told of a version of a capability.

        Its id and version are those of `under`, else those that the definition names. Raises
        ValueError where there is neither.
        """
        key = _key_of(definition) if under is None else (under[0], str(under[1]))
        described = Described(definition=definition, presentation=presentation, i18n=i18n or {})
        self._defined[key] = described

    def find(self, capability_id: str, version: str) -> Described | None:
        """Return what is told of a version of a capability, None where it does not exist."""
        key = capability_id, version
        return self._defined.get(key) or hand_written().get(key) or self._derived(key)

    def of_device(self, device: SimDevice, component: str, capability: str) -> Json:
        """Return the definition of a capability in the version that a device has; None for none."""
        for holder, listed in _capabilities(device):
            version = listed.get("version")
            if (holder, listed.get("id")) == (component, capability) and isinstance(version, int):
                found = self.find(capability, str(version))
                return None if found is None else found.definition
        return None

    def _derived(self, key: Key) -> Described | None:
        capability_id, version = key
        # A device may list a capability without a version: of that nothing is told.
        wanted = self._options.derived_definitions and version.isdecimal()
        reports = list(_reports(self._home, key)) if wanted else []
        if not reports:
            return None
        values: dict[str, list[Json]] = {}
        for attributes in reports:
            for attribute, entry in attributes.items():
                values.setdefault(attribute, []).append(entry.get("value"))
        return Described(definition=derive(capability_id, int(version), values))


def _key_of(definition: Json) -> Key:
    """Return the id and the version that a definition names.

    Raises ValueError where it names none.
    """
    match definition:
        case {"id": str(capability_id), "version": int(version)}:
            return capability_id, str(version)
        case _:
            msg = "the definition does not say of which version of which capability it is"
            raise ValueError(msg)
