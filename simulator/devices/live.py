"""The house lives: people come and go, temperatures drift, a washing machine runs.

Every story is an endless generator that does something and yields the seconds until it goes on.
Chance is seeded, so two homes tell the same. Energy counts a minute for every second, so that
meters move while somebody watches.
"""

import asyncio
import heapq
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from random import Random

from simulator.commands.behaviour import effects

from .device import MAIN, Json, JsonObject, SimDevice, timestamp
from .home import Home
from .ids import HOME_LOCATION, Devices, Modes

type Story = Generator[float]

_WATT_MINUTES_PER_KWH = 60_000
_LOADS: Mapping[str, float] = {Devices.ELECTRICITY_METER: 640.0, Devices.CAR_CHARGER: 7360.0}
_METER_SECONDS = 5
_REPORT_SECONDS = 15
_BREWING_WATTS = 1250.0
_HYSTERESIS = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How a measured value wanders: in steps, at most `span` from where it began."""

    attribute: str
    step: float
    span: float


_DRIFTS = {
    "temperatureMeasurement": Drift(attribute="temperature", step=0.1, span=1.5),
    "relativeHumidityMeasurement": Drift(attribute="humidity", step=0.5, span=6),
    "carbonDioxideMeasurement": Drift(attribute="carbonDioxide", step=12, span=250),
    "illuminanceMeasurement": Drift(attribute="illuminance", step=9, span=150),
    "fineDustSensor": Drift(attribute="fineDustLevel", step=1, span=7),
    "airQualitySensor": Drift(attribute="airQuality", step=1, span=20),
    "voltageMeasurement": Drift(attribute="voltage", step=0.3, span=4),
}
_PROGRAM = timedelta(minutes=45)
_WASHER_JOBS = (("wash", 5, 1900), ("rinse", 3, 180), ("spin", 2, 420))
_LIGHTS = (
    Devices.CEILING_LIGHT,
    Devices.FLOOR_LAMP,
    Devices.KITCHEN_SPOTS,
    Devices.BEDSIDE_DIMMER,
    Devices.RELAY,
)


class LivingHome:
    """Moves a home along.

    `speed` scales its time: 2 makes everything happen twice as fast. Devices a story needs may be
    missing or offline; the story then passes over them.
    """

    def __init__(self, home: Home, *, speed: float = 1.0, seed: int = 1) -> None:
        """Prepare the stories; nothing happens before `run` or `advance`."""
        if speed <= 0:
            msg = "speed must be above 0"
            raise ValueError(msg)
        self._home = home
        self._speed = speed
        self._random = Random(seed)  # noqa: S311 (a repeatable story, not a secret)
        self._order = count()
        self._now = 0.0
        self._queue: list[tuple[float, int, Story]] = []
        for story in (
            self._people(),
            self._drifting(),
            self._heating(),
            self._metering(),
            self._reporting(),
            self._washing(),
            self._buttons(),
            self._lights(),
            self._fridge_door(),
            self._shade(),
            self._vacuuming(),
            self._television(),
            self._batteries(),
        ):
            self._schedule(story, self._random.uniform(0.5, 8))

    async def run(self) -> None:
        """Let the home live until this task is cancelled."""
        while True:
            await asyncio.sleep(self._wait() / self._speed)
            self.advance()

    def advance(self) -> float:
        """Tell the next part of the story that is due first; return the time, in story seconds."""
        self._now, _, story = heapq.heappop(self._queue)
        self._schedule(story, next(story))
        return self._now

    def _wait(self) -> float:
        return self._queue[0][0] - self._now

    def _schedule(self, story: Story, seconds: float) -> None:
        heapq.heappush(self._queue, (self._now + seconds, next(self._order), story))

    # What the stories do

    def _device(self, device_id: str, component: str, capability: str) -> SimDevice | None:
        device = self._home.devices.get(device_id)
        if device is None or not device.online:
            return None
        return device if capability in device.status.get(component, {}) else None

    def _set(  # noqa: PLR0913
        self,
        device_id: str,
        capability: str,
        attribute: str,
        value: Json,
        *,
        component: str = MAIN,
        data: JsonObject | None = None,
    ) -> None:
        if self._device(device_id, component, capability) is not None:
            self._home.set_attribute(device_id, component, capability, attribute, value, data=data)

    def _get(self, device_id: str, capability: str, attribute: str) -> Json:
        device = self._device(device_id, MAIN, capability)
        return None if device is None else device.value(MAIN, capability, attribute)

    def _command(self, device_id: str, capability: str, command: str, *arguments: Json) -> None:
        device = self._device(device_id, MAIN, capability)
        if device is not None:
            request: JsonObject = {
                "capability": capability,
                "command": command,
                "arguments": [*arguments],
            }
            self._home.apply(device_id, effects(device, request, 0))

    def _online(self) -> Iterator[tuple[SimDevice, str, str]]:
        """Walk over the capabilities of all devices that are online."""
        for device in self._home.devices.values():
            for component, capabilities in device.status.items() if device.online else ():
                for capability in capabilities:
                    yield device, component, capability

    def _mode(self, mode: Modes) -> None:
        if self._home.current_modes.get(HOME_LOCATION, mode) != mode:
            self._home.set_mode(HOME_LOCATION, mode)

    # The stories

    def _people(self) -> Story:
        people = (Devices.PHONE, Devices.KEY_RING)
        while True:
            person = self._random.choice(people)
            if self._get(person, "presenceSensor", "presence") == "present":
                yield from self._leave(person, people)
            else:
                yield from self._arrive(person)
            yield self._random.uniform(25, 45)

    def _leave(self, person: Devices, people: tuple[Devices, ...]) -> Story:
        self._set(Devices.HALLWAY_MOTION, "motionSensor", "motion", "active")
        yield 2
        yield from self._door("manual")
        self._set(person, "presenceSensor", "presence", "not present")
        yield 2
        self._set(Devices.HALLWAY_MOTION, "motionSensor", "motion", "inactive")
        self._set(Devices.FRONT_LOCK, "lock", "lock", "locked", data={"method": "auto"})
        present = (self._get(device_id, "presenceSensor", "presence") for device_id in people)
        if "present" not in present:
            for light in _LIGHTS:
                self._command(light, "switch", "off")
            self._mode(Modes.AWAY)

    def _arrive(self, person: Devices) -> Story:
        self._set(person, "presenceSensor", "presence", "present")
        yield 2
        yield from self._door("keypad")
        self._set(Devices.HALLWAY_MOTION, "motionSensor", "motion", "active")
        self._command(Devices.CEILING_LIGHT, "switchLevel", "setLevel", 80)
        self._mode(Modes.HOME)
        yield 4
        self._set(Devices.HALLWAY_MOTION, "motionSensor", "motion", "inactive")
        self._set(Devices.FRONT_LOCK, "lock", "lock", "locked", data={"method": "auto"})

    def _door(self, method: str) -> Story:
        self._set(Devices.FRONT_LOCK, "lock", "lock", "unlocked", data={"method": method})
        yield 1
        self._set(Devices.FRONT_DOOR, "contactSensor", "contact", "open")
        yield 3
        self._set(Devices.FRONT_DOOR, "contactSensor", "contact", "closed")

    def _drifting(self) -> Story:
        began: dict[tuple[str, str, str], float] = {}
        while True:
            wandering = [
                place
                for place in self._online()
                if place[2] in _DRIFTS and place[0].device_id != Devices.THERMOSTAT
            ]
            if wandering:
                self._drift(*self._random.choice(wandering), began)
            yield 3

    def _drift(
        self,
        device: SimDevice,
        component: str,
        capability: str,
        began: dict[tuple[str, str, str], float],
    ) -> None:
        drift = _DRIFTS[capability]
        value = device.value(component, capability, drift.attribute)
        if not isinstance(value, int | float):
            return
        start = began.setdefault((device.device_id, component, capability), value)
        moved = value + self._random.choice((-2, -1, 1, 2)) * drift.step
        moved = max(start - drift.span, min(start + drift.span, moved))
        self._home.set_attribute(
            device.device_id, component, capability, drift.attribute, round(moved, 2)
        )

    def _heating(self) -> Story:
        """Let the thermostat's room follow what it does, and the thermostat its room."""
        thermostat = Devices.THERMOSTAT
        while True:
            degrees = self._get(thermostat, "temperatureMeasurement", "temperature")
            setpoint = self._get(thermostat, "thermostatHeatingSetpoint", "heatingSetpoint")
            state = self._get(thermostat, "thermostatOperatingState", "thermostatOperatingState")
            if isinstance(degrees, int | float) and isinstance(setpoint, int | float):
                degrees = round(degrees + (0.1 if state == "heating" else -0.05), 2)
                self._set(thermostat, "temperatureMeasurement", "temperature", degrees)
                heats = self._get(thermostat, "thermostatMode", "thermostatMode") == "heat"
                if abs(degrees - setpoint) > _HYSTERESIS or not heats:
                    wanted = "heating" if heats and degrees < setpoint else "idle"
                    self._switch_heating(str(state), wanted)
            yield 9

    def _switch_heating(self, state: str, wanted: str) -> None:
        if wanted != state:
            capability = "thermostatOperatingState"
            self._set(Devices.THERMOSTAT, capability, capability, wanted)

    def _metering(self) -> Story:
        while True:
            for device, component, capability in list(self._online()):
                if capability == "powerMeter":
                    self._meter(device, component)
            yield _METER_SECONDS

    def _meter(self, device: SimDevice, component: str) -> None:
        if device.value(component, "switch", "switch") == "off":
            return
        watts = self._random.uniform(8, 11)
        if load := _LOADS.get(device.device_id):
            watts = load * self._random.uniform(0.9, 1.1)
        elif self._random.random() < 0.15:  # noqa: PLR2004 (now and then somebody makes coffee)
            watts = _BREWING_WATTS * self._random.uniform(0.95, 1.05)
        device_id = device.device_id
        self._home.set_attribute(device_id, component, "powerMeter", "power", round(watts, 1))
        energy = device.value(component, "energyMeter", "energy")
        if isinstance(energy, int | float):
            energy += watts * _METER_SECONDS / _WATT_MINUTES_PER_KWH
            self._home.set_attribute(
                device_id, component, "energyMeter", "energy", round(energy, 3)
            )

    def _reporting(self) -> Story:
        while True:
            for device, component, capability in list(self._online()):
                report = device.value(component, capability, "powerConsumption")
                if isinstance(report, dict):
                    self._report(device, component, report)
            yield _REPORT_SECONDS

    def _report(self, device: SimDevice, component: str, report: JsonObject) -> None:
        watts, energy = report.get("power"), report.get("energy")
        if not isinstance(watts, int | float) or not isinstance(energy, int | float):
            return
        used = round(watts * _REPORT_SECONDS / 60)
        renewed: JsonObject = {
            **report,
            "energy": energy + used,
            "deltaEnergy": used,
            "start": report.get("end"),
            "end": timestamp(self._home.clock()),
        }
        self._home.set_attribute(
            device.device_id, component, "powerConsumptionReport", "powerConsumption", renewed
        )

    def _washing(self) -> Story:
        yield 10
        while True:
            self._set(Devices.WASHER, "switch", "switch", "on")
            self._wash("run", "running")
            self._washer_ends(_PROGRAM)
            steps = sum(number for _, number, _ in _WASHER_JOBS)
            done = 0
            for job, number, watts in _WASHER_JOBS:
                self._set(Devices.WASHER, "washerOperatingState", "washerJobState", job)
                self._washer_power(watts)
                for _ in range(number):
                    self._washer_progress(round(100 * done / steps), 45 - 45 * done // steps)
                    done += 1
                    yield 6
            self._set(Devices.WASHER, "washerOperatingState", "washerJobState", "none")
            self._washer_progress(0, 45)
            self._washer_power(0)
            self._washer_ends(timedelta())
            self._wash("stop", "ready")
            self._set(Devices.WASHER, "switch", "switch", "off")
            yield self._random.uniform(40, 70)

    def _wash(self, machine: str, operating: str) -> None:
        self._set(Devices.WASHER, "washerOperatingState", "machineState", machine)
        self._set(Devices.WASHER, "samsungce.washerOperatingState", "operatingState", operating)

    def _washer_ends(self, later: timedelta) -> None:
        end = timestamp(self._home.clock() + later)
        self._set(Devices.WASHER, "washerOperatingState", "completionTime", end)

    def _washer_progress(self, percent: int, minutes: int) -> None:
        samsung = "samsungce.washerOperatingState"
        self._set(Devices.WASHER, samsung, "progress", percent)
        self._set(Devices.WASHER, samsung, "remainingTime", minutes)
        self._set(Devices.WASHER, samsung, "remainingTimeStr", f"00:{minutes:02d}")

    def _washer_power(self, watts: int) -> None:
        report = self._get(Devices.WASHER, "powerConsumptionReport", "powerConsumption")
        if isinstance(report, dict):
            self._set(
                Devices.WASHER,
                "powerConsumptionReport",
                "powerConsumption",
                {**report, "power": watts},
            )

    def _buttons(self) -> Story:
        while True:
            yield self._random.uniform(18, 35)
            number = self._random.randint(1, 4)
            value = self._random.choice(("pushed", "pushed", "double", "held"))
            for component in (f"button{number}", MAIN):
                self._set(
                    Devices.REMOTE,
                    "button",
                    "button",
                    value,
                    component=component,
                    data={"buttonNumber": number},
                )

    def _lights(self) -> Story:
        while True:
            light = self._random.choice(_LIGHTS)
            if self._get(light, "switch", "switch") == "on":
                self._command(light, "switch", "off")
            else:
                self._command(light, "switch", "on")
                self._command(light, "switchLevel", "setLevel", self._random.randint(2, 10) * 10)
            yield self._random.uniform(10, 18)

    def _fridge_door(self) -> Story:
        while True:
            yield self._random.uniform(30, 60)
            for contact in ("open", "closed"):
                for component in ("cooler", MAIN):
                    self._set(
                        Devices.FRIDGE, "contactSensor", "contact", contact, component=component
                    )
                yield 5

    def _shade(self) -> Story:
        while True:
            yield self._random.uniform(50, 80)
            is_open = self._get(Devices.PATIO_SHADE, "windowShade", "windowShade") == "open"
            self._command(Devices.PATIO_SHADE, "windowShade", "close" if is_open else "open")

    def _vacuuming(self) -> Story:
        operating = "samsungce.robotCleanerOperatingState"
        while True:
            yield self._random.uniform(60, 90)
            self._command(Devices.ROBOT_VACUUM, operating, "start")
            yield from self._robot_battery(range(98, 70, -3))
            self._command(Devices.ROBOT_VACUUM, operating, "returnToHome")
            yield from self._robot_battery(range(72, 101, 4))

    def _robot_battery(self, levels: range) -> Story:
        for percent in levels:
            yield 4
            self._set(Devices.ROBOT_VACUUM, "battery", "battery", percent)

    def _television(self) -> Story:
        while True:
            yield self._random.uniform(25, 45)
            if self._get(Devices.TELEVISION, "switch", "switch") == "on":
                volume = self._random.randint(10, 30)
                self._command(Devices.TELEVISION, "audioVolume", "setVolume", volume)
                channel, name = self._random.choice((("4", "News"), ("7", "Film"), ("9", "Sport")))
                self._set(Devices.TELEVISION, "tvChannel", "tvChannel", channel)
                self._set(Devices.TELEVISION, "tvChannel", "tvChannelName", name)

    def _batteries(self) -> Story:
        while True:
            yield 60
            powered = [
                device.device_id
                for device, component, capability in self._online()
                if component == MAIN and capability == "battery"
            ]
            if powered:
                device_id = self._random.choice(powered)
                level = self._get(device_id, "battery", "battery")
                if isinstance(level, int) and level > 1:
                    self._set(device_id, "battery", "battery", level - 1)
