"""Migration from Home Assistant's own integration: the history in the recorder."""

from datetime import timedelta
from functools import partial

import pytest
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.history import get_significant_states
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_import_statistics,
    get_last_statistics,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.util import dt as dt_util

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.core_migration.apply import apply_migration
from custom_components.smartthings_smartapp.core_migration.search import find_migration
from simulator.devices.ids import Devices
from tests.common.core_home import CoreHome, core_entry
from tests.common.world import World

OLD = "sensor.coffee_power"
ASIDE = f"{OLD}_smartthings"


@pytest.fixture
def recorded_world(recorder_mock: Recorder, world: World) -> World:
    """Return the world with a recorder, which must be set up first."""
    world.simulator.home.devices = {
        key: device
        for key, device in world.simulator.home.devices.items()
        if key == Devices.COFFEE_PLUG
    }
    return world


async def states_of(recorder: Recorder, entity_id: str) -> list[str]:
    """Return the recorded states of an entity id."""
    await recorder.async_block_till_done()

    def read() -> list[str]:
        begin = dt_util.utcnow() - timedelta(hours=1)
        found = get_significant_states(
            recorder.hass, begin, None, [entity_id], include_start_time_state=False
        )
        return [state.state for state in found.get(entity_id, ()) if isinstance(state, State)]

    return await recorder.async_add_executor_job(read)


async def mean_of(recorder: Recorder, entity_id: str) -> float | None:
    """Return the last mean of the long-term statistics of an entity id."""
    await recorder.async_block_till_done()
    found = await recorder.async_add_executor_job(
        partial(
            get_last_statistics, recorder.hass, 1, entity_id, convert_units=False, types={"mean"}
        )
    )
    return found[entity_id][0].get("mean") if entity_id in found else None


def add_mean(hass: HomeAssistant, entity_id: str, mean: float) -> None:
    """Add a mean of the power of the previous hour to the statistics."""
    hour = dt_util.utcnow().replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    async_import_statistics(
        hass,
        StatisticMetaData(
            has_sum=False,
            mean_type=StatisticMeanType.ARITHMETIC,
            name=None,
            source="recorder",
            statistic_id=entity_id,
            unit_class="power",
            unit_of_measurement="W",
        ),
        [StatisticData(start=hour, mean=mean)],
    )


async def test_each_entity_keeps_its_history(
    recorder_mock: Recorder, recorded_world: World
) -> None:
    """The old id has the past of our entity, and the new id has the complete past of core's."""
    world, hass = recorded_world, recorded_world.hass
    core = CoreHome(hass, core_entry(hass))
    core.device(Devices.COFFEE_PLUG, "Coffee machine")
    power = core.entity(
        "sensor", f"{Devices.COFFEE_PLUG}_main_powerMeter_power_power", "coffee_power", name="Power"
    )
    await core.load(power)
    hass.states.async_set(OLD, "1")
    entry = await world.add_location()
    registry = core.entities
    mine = registry.async_get_entity_id(
        "sensor", DOMAIN, f"{Devices.COFFEE_PLUG}_main_powerMeter_power"
    )
    assert mine is not None
    first = world.state(mine)
    add_mean(hass, OLD, 1.0)
    add_mean(hass, mine, 2.0)
    assert await states_of(recorder_mock, mine) == [first]

    apply_migration(hass, find_migration(hass, entry), entity_ids=True)
    await world.settle()
    world.simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "powerMeter", "power", 77)
    await world.settle()

    assert (await states_of(recorder_mock, ASIDE))[:2] == ["unknown", "1"]
    under_the_old_id = await states_of(recorder_mock, OLD)
    assert set(under_the_old_id) == {first, "77"}
    assert under_the_old_id[-1] == "77"
    assert await states_of(recorder_mock, mine) == []
    assert await mean_of(recorder_mock, ASIDE) == 1.0
    assert await mean_of(recorder_mock, OLD) == 2.0
    assert await mean_of(recorder_mock, mine) is None
