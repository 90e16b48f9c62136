"""The test that ``scripts/try_devices`` runs. Because of its name, the suite does not run it."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.helpers import entity_registry as er

from simulator.devices.device import SimDevice
from tests.common.world import World

from .__main__ import Trial
from .files import NoDeviceError, devices_of
from .shown import Shown, definitions_read


def _devices(trial: Trial) -> list[SimDevice]:
    devices: list[SimDevice] = []
    for path in trial.files:
        try:
            devices += devices_of(path)
        except (NoDeviceError, OSError) as err:
            trial.problems.append(str(err))
    return devices


async def test_devices_are_set_up(
    world: World, trial: Trial, freezer: FrozenDateTimeFactory
) -> None:
    """The entities that are enabled by default are remembered. Then all are enabled."""
    home = world.simulator.home
    for device_id in tuple(home.devices):
        home.remove_device(device_id)
    devices = _devices(trial)
    for device in devices:
        home.add_device(device)
    entry = await world.add_location()
    await definitions_read(world, freezer)
    seen = [Shown(world.hass, entry, device.device_id) for device in devices]
    registry = er.async_get(world.hass)
    for item in er.async_entries_for_config_entry(registry, entry.entry_id):
        registry.async_update_entity(item.entity_id, disabled_by=None)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    for shown in seen:
        trial.lines += await shown.report()
