"""Cars: the entities that people need are enabled by default."""

from homeassistant.const import STATE_OFF, STATE_ON

from .conftest import Open


async def test_it_is_locked_closed_and_charging(opened: Open) -> None:
    """Each entity follows the car."""
    car = await opened("car")
    assert car.find("lock").state == "locked"
    doors = {row.own_name: row.state for row in car.rows if row.device_class == "door"}
    windows = {row.own_name: row.state for row in car.rows if row.device_class == "window"}
    assert [name for name, state in doors.items() if state == STATE_ON] == ["Rear right door"]
    assert [name for name, state in windows.items() if state == STATE_ON] == ["Rear left window"]
    assert (len(doors), len(windows)) == (4, 4)
    assert car.find("binary_sensor", "Charging").state == STATE_ON
    plug = car.simulator.home.device(car.device_id).value("main", "vehicleBattery", "chargingPlug")
    assert (car.find("sensor", "Charging plug").state or "").lower() == plug
    await car.reports("vehicleDoorState.lockState", "unlocked")
    await car.reports("vehicleDoorState.rearRightDoor", "closed")
    await car.reports("vehicleBattery.chargingState", "stopped")
    await car.reports("vehicleBattery.chargingPlug", "disconnected")
    assert car.find("lock").state == "unlocked"
    assert car.find("binary_sensor", "Rear right door").state == STATE_OFF
    assert car.find("binary_sensor", "Charging").state == STATE_OFF
    assert car.find("sensor", "Charging plug").state == "disconnected"
    assert all(row.enabled for row in car.rows if row.device_class in {"door", "window"})
