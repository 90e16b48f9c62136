"""The checks of `scripts/demo --check`."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.examples import ADDED, examples
from scripts.demo_driver.flow import walk_flow
from scripts.demo_driver.home_assistant import HomeAssistant, Json, Registries
from scripts.demo_driver.launch import REPOSITORY
from scripts.demo_driver.simulator_control import Call, SimulatorControl

_DEVICES = 20
_AREA_IN_ENTITY_IDS = "2026.11"
"""The first version of Home Assistant that puts the area into new entity ids."""
_DOMAINS = ("binary_sensor", "cover", "event", "light", "lock", "scene", "sensor", "switch")
_SECONDS = 20.0
_QUIET_SECONDS = 1.5
_POLL_SECONDS = 0.05


_NOTIFY: dict[str, Json] = {"notify": ["notify.phone"]}
_AREA: Json = {"area_id": "kitchen"}
_INPUTS: dict[str, dict[str, Json]] = {
    "appliance_finished": {"appliances": _AREA, **_NOTIFY},
    "device_offline": {"devices": _AREA, **_NOTIFY},
    "guest_code_used": {"locks": {"area_id": "hallway"}, "who": ["Anna"], **_NOTIFY},
    "leak_closes_valve": {
        "leak_sensors": ["binary_sensor.kitchen_under_the_sink_moisture"],
        "valves": ["valve.kitchen_main_water_valve"],
    },
    "low_batteries": {"batteries": ["sensor.hallway_front_door_battery"], **_NOTIFY},
    "mode_follows_presence": {"people": ["person.demo"], "location_mode": "select.home_mode"},
}
"""The inputs for each blueprint."""


class CheckError(Exception):
    """A check failed; the text describes the actual state."""


def errors_in(log: str) -> list[str]:
    """Return the lines of a log of Home Assistant with errors of the integration."""
    return [
        line
        for line in log.splitlines()
        if re.search(r" (ERROR|CRITICAL) ", line) and DOMAIN in line
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """The checks of a running demo. Each returns a description or raises CheckError."""

    home_assistant: HomeAssistant
    simulator: SimulatorControl
    registries: Registries
    folder: Path
    pat: str = field(repr=False)
    calls_of_set_up: int
    """Number of calls to the cloud before the end of the config flow."""

    async def run(self, say: Callable[[str], None]) -> bool:
        """Run all checks, print a line for each, and return whether all passed."""
        checks: list[tuple[str, Callable[[], Awaitable[str]]]] = [
            ("entities exist", self._entities_exist),
            ("the examples of the documentation name entities", self._examples_fit),
            ("the blueprints are valid", self._blueprints_are_valid),
            ("a simulated event changes a state", self._event_arrives),
            ("a switch command reaches the simulator", self._command_arrives),
            ("a reload reads subscriptions once and writes nothing", self._reload_writes_nothing),
            ("no call with the PAT after set-up", self._pat_is_not_used),
            ("the PAT is in no file of Home Assistant", self._pat_is_not_kept),
            ("the integration logged no error", self._log_is_clean),
        ]
        passed = 0
        for name, check in checks:
            try:
                found = await check()
            except CheckError as err:
                say(f"FAILED  {name}: {err}")
            else:
                passed += 1
                say(f"ok      {name}: {found}")
        say(f"{passed} of {len(checks)} checks passed.")
        return passed == len(checks)

    async def _entities_exist(self) -> str:
        states = await self.home_assistant.states()
        living = [
            entity
            for entity in self.registries.entities
            if not entity["disabled_by"] and states[entity["entity_id"]]["state"] != "unavailable"
        ]
        domains = Counter(entity["entity_id"].partition(".")[0] for entity in living)
        devices = {entity["device_id"] for entity in living}
        if missing := [domain for domain in _DOMAINS if not domains[domain]]:
            msg = f"none of {', '.join(missing)}"
            raise CheckError(msg)
        if len(devices) < _DEVICES:
            msg = f"only {len(devices)} devices"
            raise CheckError(msg)
        counted = ", ".join(f"{count} {domain}" for domain, count in sorted(domains.items()))
        return f"{len(devices)} devices, {len(living)} entities ({counted})"

    async def _examples_fit(self) -> str:
        version = (await self.home_assistant.request("GET", "/api/config"))["version"]
        if version < _AREA_IN_ENTITY_IDS:
            return f"not for {version}, whose entity ids have no area"
        named = {
            entity_id for example in examples(REPOSITORY) for entity_id in example.entity_ids()
        }
        if missing := sorted(named - ADDED - (await self.home_assistant.states()).keys()):
            msg = f"{', '.join(missing)} do not exist"
            raise CheckError(msg)
        return f"{len(named)} entity ids"

    async def _blueprints_are_valid(self) -> str:
        async with self.home_assistant.socket() as socket:
            listed: dict[str, dict[str, Json]] = await socket.command(
                "blueprint/list", domain="automation"
            )
        found = {path: about for path, about in listed.items() if path.startswith(DOMAIN)}
        if wrong := [
            f"{path}: {about['error']}" for path, about in found.items() if "error" in about
        ]:
            raise CheckError(", ".join(wrong))
        if not found:
            msg = "there are none"
            raise CheckError(msg)
        for path in found:
            await self._create_automation(path)
        return f"{len(found)} blueprints"

    async def _create_automation(self, blueprint: str) -> None:
        """Create an automation from a blueprint, and wait until it is on."""
        name = blueprint.rpartition("/")[2].removesuffix(".yaml")
        await self.home_assistant.request(
            "POST",
            f"/api/config/automation/config/{name}",
            {"alias": name, "use_blueprint": {"path": blueprint, "input": _INPUTS[name]}},
        )

        async def is_on() -> bool:
            states = await self.home_assistant.states()
            found = states.get(f"automation.{name}")
            # An automation with an invalid trigger, condition or action is unavailable.
            return found is not None and found["state"] == "on"

        await until(is_on, f"the automation {name}")

    async def _event_arrives(self) -> str:
        entity_id, device_id = self._entity_of("binary_sensor", "contactSensor")
        await until(lambda: self._is_subscribed(device_id, "contactSensor"), "a subscription")
        value, expected = (
            ("closed", "off")
            if await self.home_assistant.state(entity_id) == "on"
            else ("open", "on")
        )
        started = time.monotonic()
        await self.simulator.set_attribute(device_id, "contactSensor", "contact", value)
        await self._until_state(entity_id, expected)
        return f"{entity_id} is {expected} after {(time.monotonic() - started) * 1000:.0f} ms"

    async def _command_arrives(self) -> str:
        entity_id, device_id = self._entity_of("switch", "switch")
        before = len(await self.simulator.commands())
        expected = "off" if await self.home_assistant.state(entity_id) == "on" else "on"
        await self.home_assistant.call_service("switch", f"turn_{expected}", entity_id)
        received = (await self.simulator.commands())[before:]
        sent = [
            (request["device_id"], command["capability"], command["command"])
            for request in received
            for command in request["commands"]
        ]
        if sent != [(device_id, "switch", expected)]:
            msg = f"the simulator received {sent}"
            raise CheckError(msg)
        await self._until_state(entity_id, expected)
        return f"{entity_id} turned {expected}"

    async def _reload_writes_nothing(self) -> str:
        (entry,) = await self.home_assistant.entries(DOMAIN)
        before = len(await self.simulator.wait_quiet(_QUIET_SECONDS))
        await self.home_assistant.reload_entry(entry["entry_id"])

        async def listed() -> bool:
            return any(map(_lists_subscriptions, (await self.simulator.calls())[before:]))

        await until(listed, "a list of the subscriptions")
        calls = (await self.simulator.wait_quiet(_QUIET_SECONDS))[before:]
        shown = ", ".join(f"{call['method']} {call['path']}" for call in calls)
        if any(call["method"] != "GET" for call in calls):
            msg = f"it wrote: {shown}"
            raise CheckError(msg)
        if sum(map(_lists_subscriptions, calls)) != 1:
            msg = f"it listed more than once: {shown}"
            raise CheckError(msg)
        return f"{len(calls)} calls"

    async def _pat_is_not_used(self) -> str:
        calls = await self.simulator.calls()
        later = calls[self.calls_of_set_up :]
        if used := [call["path"] for call in later if _used_pat(call)]:
            msg = f"used for {', '.join(used)}"
            raise CheckError(msg)
        return f"{sum(map(_used_pat, calls))} during set-up, none of the {len(later)} calls since"

    async def _pat_is_not_kept(self) -> str:
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        holders = [path.name for path in files if self.pat.encode() in path.read_bytes()]
        if holders:
            msg = f"found in {', '.join(holders)}"
            raise CheckError(msg)
        return f"{len(files)} files searched"

    async def _log_is_clean(self) -> str:
        log = (self.folder / "home-assistant.log").read_text(encoding="utf-8")
        if lines := errors_in(log):
            msg = "\n        ".join(lines)
            raise CheckError(msg)
        return f"{len(log.splitlines())} lines of log"

    def _entity_of(self, domain: str, capability: str) -> tuple[str, str]:
        """Return an enabled entity for a capability of a main component, and its device id."""
        pattern = re.compile(rf"(?P<device>.+)_main_{re.escape(capability)}_[^_]+")
        for entity in self.registries.entities:
            if entity["disabled_by"] or not entity["entity_id"].startswith(f"{domain}."):
                continue
            if found := pattern.fullmatch(entity["unique_id"]):
                return entity["entity_id"], found["device"]
        msg = f"no {domain} of the capability {capability}"
        raise CheckError(msg)

    async def _is_subscribed(self, device_id: str, capability: str) -> bool:
        for subscription in await self.simulator.subscriptions():
            match subscription:
                case {"device": {"deviceId": found}} if found == device_id:
                    return True
                case {"capability": {"capability": found}} if found == capability:
                    return True
        return False

    async def _until_state(self, entity_id: str, expected: str) -> None:
        async def reached() -> bool:
            return await self.home_assistant.state(entity_id) == expected

        await until(reached, f"{entity_id} to become {expected}")


async def check_set_up(
    home_assistant: HomeAssistant,
    simulator: SimulatorControl,
    session: aiohttp.ClientSession,
    pat: str,
    say: Callable[[str], None],
) -> bool:
    """Check that nothing is set up, set a location up as a user does, and return the success."""
    if await home_assistant.entries(DOMAIN) or await simulator.apps():
        say("FAILED  nothing is set up at the start")
        return False
    say("ok      nothing is set up at the start")
    title = await walk_flow(home_assistant, session, {"access_token": pat}, say)
    entries = [entry["title"] for entry in await home_assistant.entries(DOMAIN)]
    passed = entries == [title]
    say(f"{'ok     ' if passed else 'FAILED '} a user can set a location up: {entries}")
    return passed


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    """Return when a condition is true. Raises CheckError with its description otherwise."""
    deadline = time.monotonic() + _SECONDS
    while not await condition():
        if time.monotonic() > deadline:
            msg = f"waited {_SECONDS:.0f} s without success for {what}"
            raise CheckError(msg)
        await asyncio.sleep(_POLL_SECONDS)


def _lists_subscriptions(call: Call) -> bool:
    return call["method"] == "GET" and call["path"].endswith("/subscriptions")


def _used_pat(call: Call) -> bool:
    return call["token_kind"] == "pat"  # noqa: S105 - a kind of token, not a token
