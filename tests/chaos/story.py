"""Everything that happens to the location, the network and Home Assistant, drawn from a seed."""

from calendar import monthrange
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from random import Random

from homeassistant.config_entries import ConfigEntryState
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.location.heartbeat import State
from simulator import Forgery, SimulatorOptions
from simulator.api.tokens import TokenPair
from simulator.delivery.lifecycles import install, update
from simulator.devices.device import Json, JsonObject, SimDevice, make_device
from simulator.devices.home import Action, Home
from simulator.devices.ids import SYNTHETIC_LOCATION
from simulator.devices.synthetic import synthetic_home
from simulator.json_tools import encode
from simulator.records import Subscription

from .life import Life
from .truth import differences, raised, scene_differences

_MINUTE = 60.0
_HOUR = 60 * _MINUTE
_RECONCILE = 3 * _HOUR
"""The longest time between two polls, which heartbeats allow."""
_DAY = 24 * _HOUR
_RARELY = 6 * _HOUR
"""Time between polls of the scenes."""
_GRACE = 5 * _MINUTE
"""Time for one retry after a poll during the faults, and for the reply."""
_DEAD_PATH = 70
"""Minutes until it must be known that nothing arrives any more."""
_OTHER_CALLS = 12
"""Calls of a day that do not wait: the login, and the lists of subscriptions and schedules."""
_PAUSES = (None, 0.0, 0.3, 4.0, 50.0, 400.0, 2000.0, 4000.0, 15_000.0)
"""Seconds between two acts; at zero, the effects of the first are still in progress."""
_SPARE = 6
_DIGITS = "%H:%M:%S"

OPTIONS = (
    SimulatorOptions(),
    SimulatorOptions(access_token_lifetime=299, install_token_lifetime=300),
    SimulatorOptions(subscription_ceiling=8),
    SimulatorOptions(status_in_list=False, health_in_list=False),
    SimulatorOptions(page_size=4, unknown_device_status=404),
    SimulatorOptions(subscription_ceiling=20, invalid_grant_status=401),
)
"""Variants of the cloud: many of its properties are known in two readings."""
ALLOWANCES = (None, None, None, 3000, 600)
"""The calls per month that the user of a life allows."""


def options_of(seed: int) -> SimulatorOptions:
    """Return the cloud of a seed; every other time, it grants the schedule of the heartbeats."""
    number, kind = divmod(seed, len(OPTIONS))
    return replace(OPTIONS[kind], schedules_allowed=number % 2 == 0)


VALUES: Mapping[tuple[str, str], Callable[[Random], Json]] = {
    ("switch", "switch"): lambda rng: rng.choice(("on", "off")),
    ("switchLevel", "level"): lambda rng: rng.randint(1, 100),
    ("colorControl", "hue"): lambda rng: rng.randint(0, 100),
    ("colorControl", "saturation"): lambda rng: rng.randint(0, 100),
    ("contactSensor", "contact"): lambda rng: rng.choice(("open", "closed")),
    ("motionSensor", "motion"): lambda rng: rng.choice(("active", "inactive")),
    ("waterSensor", "water"): lambda rng: rng.choice(("wet", "dry")),
    ("lock", "lock"): lambda rng: rng.choice(("locked", "unlocked")),
    ("windowShade", "windowShade"): lambda rng: rng.choice(("open", "closed", "opening")),
    ("windowShadeLevel", "shadeLevel"): lambda rng: rng.randint(0, 100),
    ("temperatureMeasurement", "temperature"): lambda rng: rng.randint(150, 250) / 10,
    ("relativeHumidityMeasurement", "humidity"): lambda rng: rng.randint(30, 70),
    ("illuminanceMeasurement", "illuminance"): lambda rng: rng.randint(0, 900),
    ("powerMeter", "power"): lambda rng: rng.randint(0, 2000),
    ("battery", "battery"): lambda rng: rng.randint(1, 100),
    ("mediaPlayback", "playbackStatus"): lambda rng: rng.choice(("playing", "paused", "stopped")),
    ("button", "button"): lambda rng: rng.choice(("pushed", "held")),
}

PATHS = (
    "/devices",
    "/devices",
    "/devices/*",
    "/scenes*",
    "/locations/*",
    "/installedapps/*",
    "/oauth/token",
    "*",
)
FAILURES: Mapping[str, Mapping[str, object]] = {
    "400": {"status": 400, "body": {"error": {"code": "ConstraintViolationError"}}},
    "401": {"status": 401, "body": "<html>Unauthorized</html>"},
    "403": {"status": 403},
    "404": {"status": 404},
    "409": {"status": 409, "body": {"error": {"code": "ConflictError"}}},
    "429": {"status": 429, "headers": {"X-RateLimit-Reset": "40"}},
    "429 without a wait": {"status": 429},
    "500": {"status": 500},
    "502": {"status": 502, "body": "<html>Bad gateway</html>"},
    "an empty 200": {"status": 200, "body": b""},
    "a truncated 200": {"status": 200, "body": b'{"items": [{"deviceId": "'},
    "wrong types": {"status": 200, "body": {"items": {"deviceId": 7}, "components": []}},
    "garbage": {"garbage": True},
    "a reset": {"reset": True},
    "a hang": {"hang": 25.0, "reset": True},
}
# A 401 of the token endpoint means that the login is lost, whatever it says (platform reference
# 1.2).
_NOT_FOR_TOKENS = frozenset({"401"})
FORGERIES = (Forgery.BODY_CHANGED, Forgery.STALE_DATE, Forgery.WRONG_KEY, Forgery.UNKNOWN_KEY)


@dataclass(slots=True, kw_only=True)
class Report:
    """Figures of a run."""

    seed: int
    hours: float = 0.0
    quiet: int = 0
    """Quiet points, at which everything was compared."""
    faults: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    worst: float = 0.0
    """Seconds from the end of the faults until everything was right."""
    allowance: int | None = None
    """The calls per month that the user allowed."""
    heartbeats: int = 0
    """Heartbeats that Home Assistant accepted."""
    dead_path: float | None = None
    """Minutes until it knew that nothing arrived any more, None without heartbeats."""
    stretched: int = 0
    """Whether the allowance made polls rarer at the end than they may be otherwise, 0 or 1."""
    asked: int = 0
    """How often the user had to save the SmartApp, because the cloud accepted no other token."""

    def as_json(self) -> JsonObject:
        """Return the figures."""
        return {
            "seed": self.seed,
            "hours": self.hours,
            "quiet": self.quiet,
            "faults": dict(self.faults),
            "acts": dict(self.acts),
            "worst": self.worst,
            "allowance": self.allowance,
            "heartbeats": self.heartbeats,
            "dead_path": self.dead_path,
            "stretched": self.stretched,
            "asked": self.asked,
        }


def build_home(seed: int) -> tuple[Home, list[SimDevice]]:
    """Return the location of a seed, and the devices that may still be added."""
    count = 10 + seed % 6
    home = synthetic_home(count + _SPARE)
    ids = list(home.devices)
    room_id = home.devices[ids[0]].room_id
    spare = [home.devices.pop(device_id) for device_id in ids[count:]]
    for device in spare:
        device.item["roomId"] = room_id
    home.add_device(
        make_device(
            "00000000-0000-4000-8000-00000000a0d1",
            "Speaker",
            location_id=SYNTHETIC_LOCATION,
            room_id=room_id,
            category="Speaker",
            components={
                "main": {
                    "audioVolume": {"volume": 20},
                    "mediaPlayback": {"playbackStatus": "stopped"},
                }
            },
            at=datetime.now(UTC),
        )
    )
    for number in range(2):
        action = Action(
            device_id=ids[2],
            command={
                "component": "main",
                "capability": "switch",
                "command": "off" if number else "on",
                "arguments": [],
            },
        )
        home.add_scene(SYNTHETIC_LOCATION, f"Scene {number}", [action], scene_id=f"scene-{number}")
    return home, spare


class Story:
    """One life, from a seed."""

    def __init__(self, life: Life, seed: int, spare: list[SimDevice]) -> None:
        """Start with no acts."""
        self.life = life
        self.report = Report(seed=seed, allowance=ALLOWANCES[seed % len(ALLOWANCES)])
        self.journal: list[str] = []
        self._rng = Random(f"story {seed}")  # noqa: S311 (a story has to be repeatable)
        self._spare = spare
        self._names = 0
        self._lists = -1
        """Number of lists of devices at the last cut."""
        self._acts: dict[str, tuple[int, Callable[[], Awaitable[str | None]]]] = {
            "a report": (30, self._report),
            "a burst": (6, self._burst),
            "a change that is not told": (6, self._unreported),
            "a command": (8, self._command),
            "a device goes or comes back": (5, self._health),
            "a device is added": (2, self._add),
            "a device is removed": (2, self._remove),
            "a device is renamed": (3, self._rename),
            "another mode": (4, self._mode),
            "another scene": (3, self._scene),
            "another state of the security": (4, self._security),
            "a report during a start": (3, self._report_during_start),
            "a start with a clock that is ahead": (3, self._start_ahead),
            "a list of devices is cut short": (3, self._short_list),
            "one poll is answered badly": (5, self._one_bad_answer),
            "a delivery names another installed app": (3, self._foreign_identity),
            "deliveries fail": (14, self._spoil_deliveries),
            "calls fail": (14, self._spoil_calls),
            "a subscription is deleted": (4, self._delete_subscription),
            "a foreign subscription": (1, self._foreign_subscription),
            "a token reply is lost": (1, self._lose_reply),
            "the tokens are revoked": (1, self._revoke),
            "the SmartApp is saved": (1, self._save),
            "a stop": (3, self._stop),
            "a kill": (4, self._kill),
            "a start": (6, self._start),
            "a reload": (2, self._reload),
        }

    # Story

    async def run_life(self, spells: int) -> Report:
        """Run some spells of trouble, and check the state after each."""
        begin = self.life.clock.now
        for _ in range(spells):
            await self._trouble()
            await self._quiet()
        await self._deliveries_end_issues()
        await self._comparing(scene_differences, _RARELY, "scenes")
        await self._spend_a_day()
        await self._lose_the_path()
        self.report.heartbeats = self._heartbeats()
        self.report.hours = (self.life.clock.now - begin).total_seconds() / _HOUR
        return self.report

    def _heartbeats(self) -> int:
        return sum(
            delivery.status == HTTPStatus.OK and b"TIMER_EVENT" in encode(delivery.body)
            for delivery in self.life.simulator.deliveries
        )

    def _note(self, text: str) -> None:
        self.journal.append(f"{self.life.clock.now:%d. {_DIGITS}} {text}")

    async def _trouble(self) -> None:
        names = list(self._acts)
        weights = [weight for weight, _ in self._acts.values()]
        for _ in range(self._rng.randint(6, 16)):
            pause = self._rng.choice(_PAUSES)
            if pause is not None:
                await self.life.clock.pass_(pause)
            (name,) = self._rng.choices(names, weights)
            if (done := await self._acts[name][1]()) is not None:
                self._note(f"{name}: {done}")
                self.report.acts[name] += 1

    async def _quiet(self) -> None:
        """End the trouble, and check that everything is right after one poll at the latest."""
        self.life.simulator.faults.clear()
        self.life.deliver_what_is_late()
        self._note("quiet")
        if self.life.hass is None:
            await self.life.start()
        await self.life.clock.settle()
        began = self.life.clock.now
        await self._log_in()
        lost = self._since(began)
        await self._comparing(differences, _RECONCILE, "the home")
        self.report.worst = max(self.report.worst, self._since(began) - lost)
        self.report.quiet += 1
        if self._rng.random() < 0.4:
            await self.life.clock.pass_(self._rng.choice((600.0, 5000.0, 60_000.0)))
            assert not (wrong := list(differences(self.life))), self._failure("later", wrong)

    async def _log_in(self) -> None:
        """Save the SmartApp, as the user is asked to, if the cloud accepts no token."""
        began, limit = self.life.clock.now, _RECONCILE + _GRACE
        while not self.life.login_is_good:
            if self.life.user_is_asked:
                self._note("the user saves the SmartApp")
                self.report.asked += 1
                await self.life.user_saves()
                return
            limit = max(limit, self._stretched() + _GRACE)
            asked = self._since(began) <= limit
            assert asked, self._failure("the login", ["the user is not asked"])
            await self.life.clock.pass_(_MINUTE)

    async def _comparing(
        self, compare: Callable[[Life], Iterable[str]], usual: float, what: str
    ) -> None:
        """Wait until nothing differs; the allowance may delay polls beyond the usual time."""
        began = self.life.clock.now
        limit = usual + _GRACE
        while wrong := list(compare(self.life)):
            limit = max(limit, self._stretched() + _GRACE)
            assert self._since(began) <= limit, self._failure(what, wrong)
            await self.life.clock.pass_(_MINUTE)

    def _stretched(self) -> float:
        """Return the seconds between polls that the allowance asks for."""
        budget = self.life.budget
        return 0.0 if budget is None else budget.interval.total_seconds()

    async def _spend_a_day(self) -> None:
        """Check that a quiet day takes no more than its share of the calls that are left."""
        allowance, budget = self.report.allowance, self.life.budget
        if allowance is None:
            return
        assert budget is not None
        used, now = budget.used, dt_util.now()
        days = monthrange(now.year, now.month)[1] - now.day + 1
        await self.life.clock.pass_(_DAY)
        spent = budget.used - used
        # One poll is always made, and the login is renewed.
        allowed = max(0, allowance - used) / days + self._calls_of_a_poll() + _OTHER_CALLS
        assert spent <= allowed, self._failure("the calls of a day", [f"{spent}, not {allowed}"])
        self.report.stretched += self._stretched() > _RECONCILE

    def _calls_of_a_poll(self) -> int:
        simulator = self.life.simulator
        devices, options = len(simulator.home.devices), simulator.options
        parts = (not options.status_in_list) + (not options.health_in_list)
        return 2 + devices // options.page_size + devices * parts

    async def _lose_the_path(self) -> None:
        """Let nothing arrive any more, and measure how long that stays unknown."""
        if not self.life.heartbeat_is(State.ALIVE):
            return
        self.life.door.closed = True
        began = self.life.clock.now
        while not self.life.heartbeat_is(State.MISSED):
            minutes = self._since(began) / _MINUTE
            assert minutes <= _DEAD_PATH, self._failure("the path", ["nobody noticed"])
            await self.life.clock.pass_(_MINUTE)
        self.report.dead_path = self._since(began) / _MINUTE
        self.life.door.closed = False
        await self.life.clock.pass_(_HOUR + _GRACE)
        assert self.life.heartbeat_is(State.ALIVE), self._failure("the path", ["it stays dead"])

    async def _deliveries_end_issues(self) -> None:
        """Check that the issues about push end after events arrive again."""
        began, limit = self.life.clock.now, _RECONCILE + _GRACE
        while issues := list(raised(self.life)):
            limit = max(limit, self._stretched() + _GRACE)
            in_time = self._since(began) <= limit
            assert in_time, self._failure("the issues", [f"raised: {issues}"])
            self._change(self._device())
            await self.life.clock.pass_(_MINUTE)

    def _since(self, moment: datetime) -> float:
        return (self.life.clock.now - moment).total_seconds()

    def _failure(self, what: str, wrong: list[str]) -> str:
        report = "\n".join(self.journal[-60:])
        return f"seed {self.report.seed}: {what}: {'; '.join(wrong)}\n{report}"

    # The home

    def _device(self) -> SimDevice:
        return self._rng.choice(list(self.life.simulator.home.devices.values()))

    def _change(self, device: SimDevice, *, report: bool = True) -> str | None:
        known = [
            (capability, attribute)
            for capability, attributes in device.status["main"].items()
            for attribute in attributes
            if (capability, attribute) in VALUES
        ]
        if not known:
            return None
        capability, attribute = self._rng.choice(known)
        value = VALUES[capability, attribute](self._rng)
        self.life.simulator.home.set_attribute(
            device.device_id, "main", capability, attribute, value, report=report
        )
        return f"{device.label} {attribute} {value}"

    async def _report(self) -> str | None:
        return self._change(self._device())

    async def _burst(self) -> str | None:
        device = self._device()
        count = self._rng.randint(2, 8)
        done = [self._change(device) for _ in range(count)]
        return ", ".join(map(str, done))

    async def _unreported(self) -> str | None:
        self.report.faults["changes without an event"] += 1
        return self._change(self._device(), report=False)

    async def _health(self) -> str:
        device = self._device()
        state = "OFFLINE" if device.online else "ONLINE"
        self.life.simulator.home.set_health(device.device_id, state)
        return f"{device.label} {state}"

    async def _add(self) -> str | None:
        if not self._spare:
            return None
        device = self._spare.pop()
        self.life.simulator.home.add_device(device)
        return device.label

    async def _remove(self) -> str | None:
        home = self.life.simulator.home
        if len(home.devices) < 6:
            return None
        device = self._device()
        home.remove_device(device.device_id)
        return device.label

    async def _rename(self) -> str:
        device = self._device()
        self._names += 1
        label = f"{device.label.split(' called')[0]} called {self._names}"
        self.life.simulator.home.rename_device(device.device_id, label)
        return label

    async def _mode(self) -> str:
        home = self.life.simulator.home
        mode = self._rng.choice(home.modes[SYNTHETIC_LOCATION])
        home.set_mode(SYNTHETIC_LOCATION, str(mode["id"]))
        return str(mode["name"])

    async def _scene(self) -> str:
        home = self.life.simulator.home
        self._names += 1
        name = f"Scene {self._names} again"
        if not home.scenes or self._rng.random() < 0.4:
            home.add_scene(SYNTHETIC_LOCATION, name, [], scene_id=f"scene-new-{self._names}")
            return f"{name} is new"
        scene_id = self._rng.choice(list(home.scenes))
        if self._rng.random() < 0.5:
            home.rename_scene(scene_id, name)
            return f"{scene_id} is now {name}"
        home.remove_scene(scene_id)
        return f"{scene_id} is gone"

    async def _security(self) -> str:
        state = self._rng.choice(("ARMED_AWAY", "ARMED_STAY", "DISARMED"))
        self.life.simulator.home.set_arm_state(SYNTHETIC_LOCATION, state)
        return state

    # Home Assistant

    async def _command(self) -> str | None:
        hass = self.life.hass
        if hass is None:
            return None
        switches = sorted(
            state.entity_id for state in hass.states.async_all(("switch", "light", "lock"))
        )
        if not switches:
            return None
        entity_id = self._rng.choice(switches)
        domain = entity_id.partition(".")[0]
        actions = ("lock", "unlock") if domain == "lock" else ("turn_on", "turn_off")
        action = self._rng.choice(actions)
        call = hass.services.async_call(domain, action, {"entity_id": entity_id}, blocking=True)
        try:
            await self.life.clock.wait_for(call)
        except HomeAssistantError as err:
            return f"{action} {entity_id}: {err.translation_key}"
        return f"{action} {entity_id}"

    async def _stop(self) -> str | None:
        if self.life.hass is None:
            return None
        await self.life.stop()
        self.report.faults["stops of Home Assistant"] += 1
        return ""

    async def _kill(self) -> str | None:
        if self.life.hass is None:
            return None
        await self.life.kill()
        self.report.faults["kills of Home Assistant"] += 1
        return ""

    async def _start(self) -> str | None:
        if self.life.hass is not None:
            return None
        await self.life.start()
        return str(self.life.entry.state)

    async def _reload(self) -> str | None:
        hass = self.life.hass
        if hass is None or self.life.entry.state is not ConfigEntryState.LOADED:
            return None
        await self.life.clock.wait_for(hass.config_entries.async_reload(self.life.entry.entry_id))
        return str(self.life.entry.state)

    async def _report_during_start(self) -> str | None:
        """Run an act while a set-up reads the devices."""
        if self.life.hass is not None:
            return None
        self.life.simulator.faults.fail("/devices", hang=4.0)
        device = self._device()

        def report() -> None:
            self._change(device)

        report()
        self.life.simulator.home.call_later(2.0, report)
        await self.life.start()
        return device.label

    async def _start_ahead(self) -> str | None:
        """Start before the clock is corrected, which happens a few minutes later."""
        if self.life.hass is not None:
            return None
        ahead = self._rng.choice((timedelta(minutes=8), timedelta(hours=5), timedelta(days=40)))

        def set_right() -> None:
            self.life.ahead = timedelta()

        self.life.simulator.home.call_later(self._rng.choice((30.0, 700.0)), set_right)
        await self.life.start(ahead)
        self.report.faults["starts with a clock that is ahead"] += 1
        return str(ahead)

    # Faults

    async def _short_list(self) -> str | None:
        """Answer one list of devices with some of them, or none; the next list is complete."""
        lists = sum(call.path == "/devices" for call in self.life.simulator.calls)
        if self._lists == lists:
            return None
        self._lists = lists
        devices = list(self.life.simulator.home.devices.values())
        kept = self._rng.sample(devices, self._rng.choice((0, len(devices) // 2)))
        body: Json = {"items": [device.item for device in kept], "_links": {}}
        self.life.simulator.faults.fail("/devices", status=200, body=body)
        self.report.faults["lists of devices cut short"] += 1
        return f"{len(kept)} of {len(devices)}"

    async def _one_bad_answer(self) -> str:
        kind = self._rng.choice(("401", "403", "429 without a wait", "502", "garbage"))
        self.life.simulator.faults.fail("/devices", **FAILURES[kind])  # type: ignore[arg-type]
        self.report.faults["polls answered badly once"] += 1
        return kind

    async def _spoil_deliveries(self) -> str:
        faults, rng = self.life.simulator.faults, self._rng
        kind = rng.choice(("lost", "doubled", "late", "shuffled", "forged"))
        count = rng.randint(1, 6)
        match kind:
            case "lost":
                faults.drop_deliveries(count)
            case "doubled":
                faults.duplicate_deliveries(count)
            case "late":
                faults.delay_deliveries(count, rng.choice((0.5, 3.0, 90.0, 600.0)))
            case "shuffled":
                faults.reorder_deliveries(count)
            case "forged":
                faults.forge(rng.choice(FORGERIES), count)
        self.report.faults[f"deliveries {kind}"] += count
        return f"{count} {kind}"

    async def _spoil_calls(self) -> str | None:
        path = self._rng.choice(PATHS)
        kind = self._rng.choice(list(FAILURES))
        times = self._rng.randint(1, 4)
        if path in {"*", "/oauth/token"} and kind in _NOT_FOR_TOKENS:
            return None
        self.life.simulator.faults.fail(path, times=times, **FAILURES[kind])  # type: ignore[arg-type]
        self.report.faults[f"calls answered with {kind}"] += times
        return f"{times} of {path} with {kind}"

    async def _foreign_identity(self) -> str:
        """Let the cloud send a signed delivery with an installed app that is not ours."""
        (ours,) = self.life.simulator.installed_apps.values()
        app = self.life.cloud.records.apps[ours.app_id]
        self._names += 1
        key = f"00000000-0000-4000-8000-{self._names:012}"
        foreign = replace(ours, body={**ours.body, "installedAppId": key})
        pair = TokenPair(access=f"access of {key}", refresh=f"refresh of {key}", lifetime=0)
        body = self._rng.choice(
            (
                install(app, foreign, pair),
                update(app, foreign, pair, previous_config={}, previous_permissions=[]),
            )
        )
        body.pop("settings", None)

        async def send() -> None:
            await self.life.cloud.sender.post(app, body)

        self.life.cloud.background.spawn(send())
        self.report.faults["deliveries of a foreign identity"] += 1
        return str(body["lifecycle"])

    def _subscriptions(self) -> list[tuple[str, str]]:
        found = self.life.simulator.subscriptions.items()
        return sorted((str(item.body["sourceType"]) + str(item.source), key) for key, item in found)

    async def _delete_subscription(self) -> str | None:
        if not (found := self._subscriptions()):
            return None
        count = self._rng.randint(1, len(found))
        chosen = self._rng.sample(found, count)
        for _, key in chosen:
            del self.life.simulator.subscriptions[key]
        self.report.faults["subscriptions deleted behind our back"] += count
        return str(count)

    async def _foreign_subscription(self) -> str:
        self._names += 1
        key = f"foreign-{self._names}"
        self.life.simulator.subscriptions[key] = Subscription(
            body={
                "id": key,
                "installedAppId": self.life.installed_app_id,
                "sourceType": "CAPABILITY",
                "capability": {
                    "locationId": SYNTHETIC_LOCATION,
                    "capability": "battery",
                    "attribute": "*",
                    "value": "*",
                    "stateChangeOnly": True,
                    "subscriptionName": key,
                    "modes": [],
                },
            },
            key="capability",
        )
        self.report.faults["foreign subscriptions"] += 1
        return key

    async def _lose_reply(self) -> str:
        self.life.simulator.faults.lose_refresh_reply()
        self.report.faults["token replies lost"] += 1
        return DOMAIN

    async def _revoke(self) -> str:
        self.life.simulator.revoke_tokens(self.life.installed_app_id)
        self.report.faults["tokens revoked"] += 1
        return DOMAIN

    async def _save(self) -> str | None:
        if self.life.hass is None:
            return None
        report = await self.life.clock.wait_for(
            self.life.simulator.save(self.life.installed_app_id)
        )
        return report.error or "saved"
