"""What the recorder has of a sensor, and the import of earlier hours into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from homeassistant.components.recorder import DOMAIN as RECORDER
from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    STATISTIC_UNIT_TO_UNIT_CONVERTER,
    UNIT_CLASS_TO_UNIT_CONVERTER,
    async_import_statistics,
    get_metadata,
    statistics_during_period,
)
from homeassistant.components.sensor import SensorStateClass
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT
from homeassistant.core import HomeAssistant

from .historic_sensor import HistoricSensor, Measurement
from .hours import Means, Total, hour_of

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the recorder has of a sensor within some days."""

    metadata: StatisticMetaData
    """Those of the recorder, else those that it would make."""
    begin: datetime
    """The start of the first hour that the recorder has; earlier ones may be imported."""
    first: Total | None
    """The first total that the recorder has, None for a measurement, or if there is none yet."""

    @property
    def is_total(self) -> bool:
        """Whether the statistics are those of a total."""
        return self.metadata["has_sum"]

    def converted(self, measured: Measurement) -> float | None:
        """Return a number in the unit of the statistics, None if it cannot be converted."""
        unit = self.metadata["unit_of_measurement"]
        if measured.unit == unit:
            return measured.value
        converter = UNIT_CLASS_TO_UNIT_CONVERTER.get(self.metadata["unit_class"])
        if converter and {measured.unit, unit} <= converter.VALID_UNITS:
            return converter.convert(measured.value, measured.unit, unit)
        return None


async def recorded(
    hass: HomeAssistant, sensor: HistoricSensor, since: datetime, now: datetime
) -> Recorded:
    """Return what the recorder has of a sensor since a time."""
    recorder, key = get_instance(hass), sensor.entity_id
    known = await recorder.async_add_executor_job(lambda: get_metadata(hass, statistic_ids={key}))
    metadata = known[key][1] if key in known else _metadata(hass, sensor)
    first: Total | None = None
    begin = hour_of(now)
    for period in ("hour", "5minute"):
        if found := await recorder.async_add_executor_job(_first, hass, metadata, since, period):
            begin, first = hour_of(found.start), found
            break
    return Recorded(
        metadata=metadata,
        begin=begin,
        first=first if metadata["has_sum"] else None,
    )


def _first(
    hass: HomeAssistant,
    metadata: StatisticMetaData,
    since: datetime,
    period: Literal["hour", "5minute"],
) -> Total | None:
    """Return the first row of a period; that of a measurement has zeros."""
    key, unit_class = metadata["statistic_id"], metadata["unit_class"]
    unit = metadata["unit_of_measurement"]
    units = {unit_class: unit} if unit_class and unit else None
    rows = statistics_during_period(
        hass, since, None, {key}, period, units, {"mean", "state", "sum"}
    ).get(key)
    if not rows:
        return None
    start = datetime.fromtimestamp(rows[0]["start"], UTC)
    return Total(start, rows[0].get("state") or 0.0, rows[0].get("sum") or 0.0)


def _metadata(hass: HomeAssistant, sensor: HistoricSensor) -> StatisticMetaData:
    """Return the metadata that the recorder makes of the state."""
    state = hass.states.get(sensor.entity_id)
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) if state else None
    total = sensor.state_class == SensorStateClass.TOTAL_INCREASING
    converter = STATISTIC_UNIT_TO_UNIT_CONVERTER.get(unit)
    return StatisticMetaData(
        mean_type=StatisticMeanType.NONE if total else StatisticMeanType.ARITHMETIC,
        has_sum=total,
        name=None,
        source=RECORDER,
        statistic_id=sensor.entity_id,
        unit_class=converter.UNIT_CLASS if converter else None,
        unit_of_measurement=unit,
    )


def import_hours(
    hass: HomeAssistant, of: Recorded, hours: Sequence[Means] | Sequence[Total]
) -> None:
    """Import hours before those that the recorder has."""
    rows: list[StatisticData] = []
    for hour in hours:
        if isinstance(hour, Total):
            rows.append(StatisticData(start=hour.start, state=hour.state, sum=hour.sum))
        else:
            rows.append(StatisticData(start=hour.start, mean=hour.mean, min=hour.min, max=hour.max))
    async_import_statistics(hass, of.metadata, rows)
