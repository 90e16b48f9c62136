"""Appliances of a living home: machines run programs, and a robot vacuum cleans and charges.

Each story goes on from what its device reports, so a program that a person starts, pauses or
cancels behaves like one that starts by itself. A minute of a program lasts a second.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from .device import timestamp
from .ids import Devices
from .live_devices import LiveDevices, Story

_STEP = 5
"""The length of a step of a program, in its minutes and in seconds of the story."""
_REST = (40, 70)
"""The shortest and the longest time between two programs, in seconds of the story."""
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One job of a program."""

    job: str
    until: int
    """The progress at which the job ends, in percent."""
    watts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine with one program. It reports the program in two capabilities."""

    device_id: Devices
    standard: str
    """The standard capability, with `machineState`."""
    samsung: str
    """Samsung's capability, with `operatingState`."""
    job: str
    """The attribute with the job, in one of the capabilities or in both."""
    phases: tuple[Phase, ...]
    minutes: int
    running: tuple[str, str] = ("run", "running")
    """The words of the two capabilities for a machine that runs."""
    stopped: tuple[str, str] = ("stop", "ready")
    """The words for a machine that does not run."""
    no_job: str = "none"
    finished: str = "finish"
    """The job after the last one."""
    progress: str = "progress"


_MACHINES = (
    Machine(
        device_id=Devices.WASHER,
        standard="washerOperatingState",
        samsung="samsungce.washerOperatingState",
        job="washerJobState",
        phases=(
            Phase(job="wash", until=50, watts=1900),
            Phase(job="rinse", until=80, watts=180),
            Phase(job="spin", until=100, watts=420),
        ),
        minutes=45,
    ),
    Machine(
        device_id=Devices.DRYER,
        standard="dryerOperatingState",
        samsung="samsungce.dryerOperatingState",
        job="dryerJobState",
        phases=(
            Phase(job="drying", until=85, watts=640),
            Phase(job="cooling", until=100, watts=150),
        ),
        minutes=77,
        finished="finished",
    ),
    Machine(
        device_id=Devices.DISHWASHER,
        standard="dishwasherOperatingState",
        samsung="samsungce.dishwasherOperation",
        job="dishwasherJobState",
        phases=(
            Phase(job="prewash", until=10, watts=60),
            Phase(job="wash", until=60, watts=1800),
            Phase(job="rinse", until=80, watts=900),
            Phase(job="drying", until=100, watts=20),
        ),
        minutes=140,
        no_job="unknown",
        progress="progressPercentage",
    ),
    Machine(
        device_id=Devices.RANGE,
        standard="ovenOperatingState",
        samsung="samsungce.ovenOperatingState",
        job="ovenJobState",
        phases=(
            Phase(job="preheat", until=15, watts=2500),
            Phase(job="cooking", until=100, watts=1200),
        ),
        minutes=83,
        running=("running", "running"),
        stopped=("ready", "ready"),
        no_job="ready",
        finished="finished",
    ),
)


class _MachineStory:
    """What one machine does."""

    def __init__(self, machine: Machine, devices: LiveDevices, random: Random) -> None:
        self._machine = machine
        self._devices = devices
        self._random = random

    def run(self) -> Story:
        """Run one program after the other, with rests between them."""
        rest = 10.0
        while True:
            state = self._devices.get(
                self._machine.device_id, self._machine.standard, "machineState"
            )
            if state == self._machine.running[0]:
                self._go_on()
                rest = self._random.uniform(*_REST)
            elif state == self._machine.stopped[0]:
                self._clear()
                rest -= _STEP
                if rest <= 0:
                    self._begin()
            yield _STEP

    def _begin(self) -> None:
        self._devices.change(self._machine.device_id, "switch", "switch", "on")
        self._ends_in(self._machine.minutes)
        self._states(self._machine.running)
        self._job(self._machine.phases[0])

    def _go_on(self) -> None:
        machine = self._machine
        # A program of which nothing is left starts anew.
        left = max((self._left() or machine.minutes) - _STEP, 0)
        progress = round(_PERCENT * (machine.minutes - left) / machine.minutes)
        self._counts(left, progress)
        self._ends_in(left)
        if left:
            self._job(next(phase for phase in machine.phases if progress <= phase.until))
        else:
            self._job(Phase(job=machine.finished, until=_PERCENT, watts=0))
            self._states(machine.stopped)

    def _clear(self) -> None:
        """Be ready for the next program after one that has finished or was canceled."""
        self._job(Phase(job=self._machine.no_job, until=0, watts=0))
        self._counts(self._machine.minutes, 0)
        self._devices.change(self._machine.device_id, "switch", "switch", "off")

    def _left(self) -> int:
        """Return the remaining time in minutes. An oven reports only its progress."""
        machine = self._machine
        minutes = self._devices.get(machine.device_id, machine.samsung, "remainingTime")
        if isinstance(minutes, int):
            return minutes
        progress = self._devices.get(machine.device_id, machine.samsung, machine.progress)
        done = progress if isinstance(progress, int) else 0
        return round(machine.minutes * (_PERCENT - done) / _PERCENT)

    def _states(self, words: tuple[str, str]) -> None:
        self._report("machineState", words[0])
        self._report("operatingState", words[1])

    def _counts(self, left: int, progress: int) -> None:
        self._report(self._machine.progress, progress)
        self._report("remainingTime", left)
        self._report("remainingTimeStr", f"{left // 60:02d}:{left % 60:02d}")

    def _ends_in(self, minutes: int) -> None:
        end = self._devices.home.clock() + timedelta(minutes=minutes)
        self._report("completionTime", timestamp(end))

    def _job(self, phase: Phase) -> None:
        self._report(self._machine.job, phase.job)
        capability, attribute = "powerConsumptionReport", "powerConsumption"
        report = self._devices.get(self._machine.device_id, capability, attribute)
        if isinstance(report, dict):
            self._devices.change(
                self._machine.device_id, capability, attribute, {**report, "power": phase.watts}
            )

    def _report(self, attribute: str, value: str | int) -> None:
        for capability in (self._machine.standard, self._machine.samsung):
            self._devices.change(self._machine.device_id, capability, attribute, value)


_ROBOT = Devices.ROBOT_VACUUM
_ROBOT_SECONDS = 4
_ROBOT_USES, _ROBOT_CHARGES = 3, 4
"""Percent of the battery in that time."""
_ROBOT_RETURNS = 70
"""The battery level at which the robot returns to its dock, in percent."""


def _vacuuming(devices: LiveDevices, random: Random) -> Story:
    operating = "samsungce.robotCleanerOperatingState"
    rest = random.uniform(60, 90)
    while True:
        yield _ROBOT_SECONDS
        level = devices.get(_ROBOT, "battery", "battery")
        percent = level if isinstance(level, int) else _PERCENT
        match devices.get(_ROBOT, "robotCleanerMovement", "robotCleanerMovement"):
            case "cleaning" if percent > _ROBOT_RETURNS:
                devices.set(_ROBOT, "battery", "battery", percent - _ROBOT_USES)
            case "cleaning":
                devices.command(_ROBOT, operating, "returnToHome")
            case "charging" if percent < _PERCENT:
                charged = min(percent + _ROBOT_CHARGES, _PERCENT)
                devices.set(_ROBOT, "battery", "battery", charged)
            case "charging":
                rest -= _ROBOT_SECONDS
                if rest <= 0:
                    rest = random.uniform(60, 90)
                    devices.command(_ROBOT, operating, "start")


def appliance_stories(devices: LiveDevices, random: Random) -> Iterator[Story]:
    """Yield a story for each machine and the robot vacuum."""
    for machine in _MACHINES:
        yield _MachineStory(machine, devices, random).run()
    yield _vacuuming(devices, random)
