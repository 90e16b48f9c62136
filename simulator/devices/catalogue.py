"""The definitions of capabilities: defined by a test, else from a file, else derived."""

from collections.abc import Iterator, Mapping

from simulator.control.options import SimulatorOptions
from simulator.json_tools import as_list, as_object

from .definition_library import Described, Key, hand_written
from .derived_definition import derive
from .device import Attributes, Json, JsonObject, SimDevice
from .home import Home


def _reports(home: Home, key: Key) -> Iterator[Attributes]:
    """Yield the attributes of a version of a capability for each device and component."""
    for device in home.devices.values():
        for component, capability in _capabilities(device):
            if (capability.get("id"), str(capability.get("version"))) == key:
                yield device.status.get(component, {}).get(key[0], {})


def _capabilities(device: SimDevice) -> Iterator[tuple[str, JsonObject]]:
    """Yield the capabilities that a device lists, each with its component."""
    for component in map(as_object, as_list(device.item["components"])):
        for capability in map(as_object, as_list(component.get("capabilities"))):
            yield str(component.get("id")), capability


class Catalogue:
    """The capabilities of a cloud."""

    def __init__(self, home: Home, options: SimulatorOptions) -> None:
        """Start with the definitions in files."""
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
        """Replace everything that the cloud knows about a version of a capability.

        Its id and version are those of `under`, else those that the definition names. Raises
        ValueError if there are none.
        """
        key = _key_of(definition) if under is None else (under[0], str(under[1]))
        described = Described(definition=definition, presentation=presentation, i18n=i18n or {})
        self._defined[key] = described

    def find(self, capability_id: str, version: str) -> Described | None:
        """Return the description of a version of a capability, None if it does not exist."""
        key = capability_id, version
        return self._defined.get(key) or hand_written().get(key) or self._derived(key)

    def of_device(self, device: SimDevice, component: str, capability: str) -> Json:
        """Return the definition of a capability in the version of a device, or None."""
        for holder, listed in _capabilities(device):
            version = listed.get("version")
            if (holder, listed.get("id")) == (component, capability) and isinstance(version, int):
                found = self.find(capability, str(version))
                return None if found is None else found.definition
        return None

    def _derived(self, key: Key) -> Described | None:
        capability_id, version = key
        # A capability may be listed without a version. It has no definition.
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
    """Return the id and version that a definition names. Raises ValueError without them."""
    match definition:
        case {"id": str(capability_id), "version": int(version)}:
            return capability_id, str(version)
        case _:
            msg = "the definition has no id or version"
            raise ValueError(msg)
