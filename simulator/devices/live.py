"""A home with life: people come and go, temperatures change, appliances run.

Each story is an endless generator that changes devices and yields the seconds until it continues.
The random numbers have a seed, so all homes have the same stories. A second counts as a minute of
energy, so that a person sees the meters change.
"""

import asyncio
import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from random import Random

from .appliances import appliance_stories
from .device import MAIN, JsonObject, SimDevice, timestamp
from .home import Home
from .ids import HOME_LOCATION, Devices, Modes
from .live_devices import LiveDevices, Story

_WATT_MINUTES_PER_KWH = 60_000
_LOADS: Mapping[str, float] = {Devices.ELECTRICITY_METER: 640.0, Devices.CAR_CHARGER: 7360.0}
_METER_SECONDS = 5
_REPORT_SECONDS = 15
_BREWING_WATTS = 1250.0
_HYSTERESIS = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How a measured value changes: in steps, at most `span` away from its first value."""

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
_ARMED = {Modes.AWAY: "ARMED_AWAY", Modes.NIGHT: "ARMED_STAY"}
"""The security state of the location by its mode."""
_LIGHTS = (
    Devices.CEILING_LIGHT,
    Devices.FLOOR_LAMP,
    Devices.KITCHEN_SPOTS,
    Devices.BEDSIDE_DIMMER,
    Devices.RELAY,
)


class LivingHome:
    """Runs the stories of a home.

    `speed` is the factor of its time: with 2, everything is twice as fast. A story ignores devices
    that are missing or offline.
    """

    def __init__(self, home: Home, *, speed: float = 1.0, seed: int = 1) -> None:
        """Prepare the stories; `run` or `advance` starts them."""
        if speed <= 0:
            msg = "speed must be above 0"
            raise ValueError(msg)
        self._home = home
        self._devices = LiveDevices(home)
        self._speed = speed
        self._random = Random(seed)  # noqa: S311 (a story that can be repeated, no secret)
        self._order = count()
        self._now = 0.0
        self._queue: list[tuple[float, int, Story]] = []
        for story in (
            self._people(),
            self._drifting(),
            self._heating(),
            self._metering(),
            self._reporting(),
            self._buttons(),
            self._lights(),
            self._fridge_door(),
            self._shade(),
            self._television(),
            self._batteries(),
            *appliance_stories(self._devices, self._random),
        ):
            self._schedule(story, self._random.uniform(0.5, 8))
        self._schedule(self._soundbar(), 5)

    async def run(self) -> None:
        """Run the stories until this task is cancelled."""
        while True:
            await asyncio.sleep(self._wait() / self._speed)
            self.advance()

    def advance(self) -> float:
        """Run the next part of a story; return the time of the stories in seconds."""
        self._now, _, story = heapq.heappop(self._queue)
        self._schedule(story, next(story))
        return self._now

    def _wait(self) -> float:
        return self._queue[0][0] - self._now

    def _schedule(self, story: Story, seconds: float) -> None:
        heapq.heappush(self._queue, (self._now + seconds, next(self._order), story))

    def _mode(self, mode: Modes) -> None:
        if self._home.current_modes.get(HOME_LOCATION, mode) != mode:
            self._home.set_mode(HOME_LOCATION, mode)
            self._home.set_arm_state(HOME_LOCATION, _ARMED.get(mode, "DISARMED"))

    # The stories

    def _people(self) -> Story:
        people = (Devices.PHONE, Devices.KEY_RING)
        while True:
            person = self._random.choice(people)
            if self._devices.get(person, "presenceSensor", "presence") == "present":
                yield from self._leave(person, people)
            else:
                yield from self._arrive(person)
            yield self._random.uniform(25, 45)

    def _leave(self, person: Devices, people: tuple[Devices, ...]) -> Story:
        self._devices.set(Devices.HALLWAY_MOTION, "motionSensor", "motion", "active")
        yield 2
        yield from self._door("manual")
        self._devices.set(person, "presenceSensor", "presence", "not present")
        yield 2
        self._devices.set(Devices.HALLWAY_MOTION, "motionSensor", "motion", "inactive")
        self._devices.set(Devices.FRONT_LOCK, "lock", "lock", "locked", data={"method": "auto"})
        present = (
            self._devices.get(device_id, "presenceSensor", "presence") for device_id in people
        )
        if "present" not in present:
            for light in _LIGHTS:
                self._devices.command(light, "switch", "off")
            self._mode(Modes.AWAY)

    def _arrive(self, person: Devices) -> Story:
        self._devices.set(person, "presenceSensor", "presence", "present")
        yield 2
        yield from self._door("keypad")
        self._devices.set(Devices.HALLWAY_MOTION, "motionSensor", "motion", "active")
        self._devices.command(Devices.CEILING_LIGHT, "switchLevel", "setLevel", 80)
        self._mode(Modes.HOME)
        yield 4
        self._devices.set(Devices.HALLWAY_MOTION, "motionSensor", "motion", "inactive")
        self._devices.set(Devices.FRONT_LOCK, "lock", "lock", "locked", data={"method": "auto"})

    def _door(self, method: str) -> Story:
        self._devices.set(Devices.FRONT_LOCK, "lock", "lock", "unlocked", data={"method": method})
        yield 1
        self._devices.set(Devices.FRONT_DOOR, "contactSensor", "contact", "open")
        yield 3
        self._devices.set(Devices.FRONT_DOOR, "contactSensor", "contact", "closed")

    def _drifting(self) -> Story:
        began: dict[tuple[str, str, str], float] = {}
        while True:
            drifting = [
                place
                for place in self._devices.online()
                if place[2] in _DRIFTS and place[0].device_id != Devices.THERMOSTAT
            ]
            if drifting:
                self._drift(*self._random.choice(drifting), began)
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
        """Change the temperature with the state of the thermostat, and then its state."""
        thermostat = Devices.THERMOSTAT
        while True:
            degrees = self._devices.get(thermostat, "temperatureMeasurement", "temperature")
            setpoint = self._devices.get(thermostat, "thermostatHeatingSetpoint", "heatingSetpoint")
            state = self._devices.get(
                thermostat, "thermostatOperatingState", "thermostatOperatingState"
            )
            if isinstance(degrees, int | float) and isinstance(setpoint, int | float):
                degrees = round(degrees + (0.1 if state == "heating" else -0.05), 2)
                self._devices.set(thermostat, "temperatureMeasurement", "temperature", degrees)
                heats = self._devices.get(thermostat, "thermostatMode", "thermostatMode") == "heat"
                if abs(degrees - setpoint) > _HYSTERESIS or not heats:
                    wanted = "heating" if heats and degrees < setpoint else "idle"
                    self._switch_heating(str(state), wanted)
            yield 9

    def _switch_heating(self, state: str, wanted: str) -> None:
        if wanted != state:
            capability = "thermostatOperatingState"
            self._devices.set(Devices.THERMOSTAT, capability, capability, wanted)

    def _metering(self) -> Story:
        while True:
            for device, component, capability in list(self._devices.online()):
                if capability == "powerMeter":
                    self._meter(device, component)
            yield _METER_SECONDS

    def _meter(self, device: SimDevice, component: str) -> None:
        if device.value(component, "switch", "switch") == "off":
            return
        watts = self._random.uniform(8, 11)
        if load := _LOADS.get(device.device_id):
            watts = load * self._random.uniform(0.9, 1.1)
        elif self._random.random() < 0.15:  # noqa: PLR2004 (sometimes a person makes coffee)
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
            for device, component, capability in list(self._devices.online()):
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

    def _buttons(self) -> Story:
        while True:
            yield self._random.uniform(18, 35)
            number = self._random.randint(1, 4)
            value = self._random.choice(("pushed", "pushed", "double", "held"))
            for component in (f"button{number}", MAIN):
                self._devices.set(
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
            if self._devices.get(light, "switch", "switch") == "on":
                self._devices.command(light, "switch", "off")
            else:
                self._devices.command(light, "switch", "on")
                self._devices.command(
                    light, "switchLevel", "setLevel", self._random.randint(2, 10) * 10
                )
            yield self._random.uniform(10, 18)

    def _fridge_door(self) -> Story:
        while True:
            yield self._random.uniform(30, 60)
            for contact in ("open", "closed"):
                for component in ("cooler", MAIN):
                    self._devices.set(
                        Devices.FRIDGE, "contactSensor", "contact", contact, component=component
                    )
                yield 5

    def _shade(self) -> Story:
        while True:
            yield self._random.uniform(50, 80)
            is_open = self._devices.get(Devices.PATIO_SHADE, "windowShade", "windowShade") == "open"
            self._devices.command(
                Devices.PATIO_SHADE, "windowShade", "close" if is_open else "open"
            )

    def _television(self) -> Story:
        while True:
            yield self._random.uniform(25, 45)
            if self._devices.get(Devices.TELEVISION, "switch", "switch") == "on":
                volume = self._random.randint(10, 30)
                self._devices.command(Devices.TELEVISION, "audioVolume", "setVolume", volume)
                channel, name = self._random.choice((("4", "News"), ("7", "Film"), ("9", "Sport")))
                self._devices.set(Devices.TELEVISION, "tvChannel", "tvChannel", channel)
                self._devices.set(Devices.TELEVISION, "tvChannel", "tvChannelName", name)

    def _soundbar(self) -> Story:
        """Someone opens the soundbar in the app of SmartThings, which asks for its settings."""
        while True:
            for resource in ("advancedaudio", "woofer"):
                path = f"/sec/networkaudio/{resource}"
                self._devices.command(Devices.SOUNDBAR, "execute", "execute", path)
                yield 1
            yield 60

    def _batteries(self) -> Story:
        while True:
            yield 60
            powered = [
                device.device_id
                for device, component, capability in self._devices.online()
                if component == MAIN and capability == "battery"
            ]
            if powered:
                device_id = self._random.choice(powered)
                level = self._devices.get(device_id, "battery", "battery")
                if isinstance(level, int) and level > 1:
                    self._devices.set(device_id, "battery", "battery", level - 1)
