"""The sensors whose statistics are imported."""

from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol, runtime_checkable

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import async_get_platforms

from ..cloud.api.history import HistoryItem
from ..cloud.models import AttributeKey
from ..const import DOMAIN

_CLASSES: Final = frozenset(
    {
        SensorDeviceClass.ENERGY,
        SensorDeviceClass.HUMIDITY,
        SensorDeviceClass.POWER,
        SensorDeviceClass.TEMPERATURE,
    }
)


class Measurement(NamedTuple):
    """A number with its unit."""

    value: float
    unit: str | None


@runtime_checkable
class HistoricSensor(Protocol):
    """A sensor that can read a report of the past."""

    entity_id: str
    device_id: str

    @property
    def device_class(self) -> SensorDeviceClass | None:
        """Its device class."""

    @property
    def state_class(self) -> SensorStateClass | str | None:
        """Its state class."""

    @property
    def attribute_key(self) -> AttributeKey:
        """The attribute that it shows."""

    def measured(self, item: HistoryItem) -> Measurement | None:
        """Return the number that a report of its attribute has, None if it has none."""


@callback
def historic_sensors(
    hass: HomeAssistant, entry: ConfigEntry, device_ids: Iterable[str] | None = None
) -> list[HistoricSensor]:
    """Return the enabled sensors of an entry, or of some of its devices."""
    wanted = None if device_ids is None else frozenset(device_ids)
    return [
        entity
        for platform in async_get_platforms(hass, DOMAIN)
        if platform.config_entry is entry and platform.domain == Platform.SENSOR
        for entity in platform.entities.values()
        if isinstance(entity, HistoricSensor)
        and entity.device_class in _CLASSES
        and entity.state_class in (SensorStateClass.MEASUREMENT, SensorStateClass.TOTAL_INCREASING)
        and (wanted is None or entity.device_id in wanted)
    ]
