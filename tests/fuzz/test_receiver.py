"""The receiver with mutated deliveries: no exception, no effect, no status 500.

Every mutant is created from its name, which is printed when it fails: ``layer/base/number``. Ids
and keys of the house differ between runs, but not in form.
"""

import base64
import binascii
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from aiohttp.web import Response
from homeassistant.components.webhook import async_handle_webhook
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util.aiohttp import MockRequest
from multidict import CIMultiDict
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from yarl import URL

from custom_components.smartthings_smartapp.cloud.delivery.keys import (
    FETCHES_PER_MINUTE,
    CertificatesInMemory,
    KeyRing,
)
from custom_components.smartthings_smartapp.cloud.delivery.signature import Flaw
from custom_components.smartthings_smartapp.cloud.models import AttributeKey
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator.delivery.signing import SIGNED, Draft, foreign_key, http_date
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Modes, Scenes
from tests.common.receivers import receiver_of
from tests.common.world import World

from .mutations import LAYERS, Sent, odd, parameters, several, spoil_tree, spoilt_body

SEED = 20_261_124
"""The common seed: another one creates other mutants."""
FORGED = 1_600
"""Mutants of each layer."""
SIGNED_WELL = 4_000
"""Mutated bodies with a correct signature, for another app."""
ODD_DELIVERIES = 2_000
"""Deliveries for us with invalid events and a valid one."""
WRONG_TYPES: tuple[Json, ...] = (None, True, -1, 1e308, "", "x", [], [None], {}, {"x": [1]})
REASONS = {*map(str, Flaw), "method", "too_large", "unreadable", "not_ours"}
STATUSES = {400, 401, 405, 413}

LEVEL = AttributeKey("main", "switchLevel", "level")
STRANGER = "0b7d2d0e-5f3c-4f0e-9d63-5c0a2b1e7f11"


def test_the_number_of_mutants_is_as_documented() -> None:
    """The number is in ``docs/developing/reliability.md``."""
    assert (len(LAYERS) + 1) * FORGED + SIGNED_WELL + ODD_DELIVERIES >= 25_000


def generator(name: str) -> Random:
    """Return the random generator of a mutant."""
    return Random(name)  # noqa: S311 (it must be the same in every run)


def still(time: datetime) -> Callable[[], datetime]:
    """Return a frozen clock."""
    return lambda: time


@dataclass
class Target:
    """A loaded entry, and what an attack must not change."""

    world: World
    entry: SmartThingsConfigEntry
    first: int = 0
    """Fetches of keys before the attack."""

    def __post_init__(self) -> None:
        """Let the minute of the key ring never end, so that all its fetches can be counted."""
        receiver = receiver_of(self.runtime)
        session = async_get_clientsession(self.world.hass)
        receiver.keys = KeyRing(
            session,
            self.world.simulator.url,
            storage=CertificatesInMemory(),
            now=still(datetime.now(UTC)),
        )
        self.first = self.key_fetches

    @property
    def runtime(self) -> Runtime:
        """The runtime of the entry."""
        return self.entry.runtime_data

    async def rest(self) -> None:
        """Run delayed work now, so that it does not run later on a slow machine."""
        async_fire_time_changed(self.world.hass, datetime.now(UTC) + timedelta(seconds=10))
        await self.world.settle()

    @property
    def key_fetches(self) -> int:
        """Number of requested keys; only these need no token."""
        return sum(call.token_kind == "none" for call in self.world.simulator.calls) - self.first

    def draft(self, body: bytes) -> Draft:
        """Return a current delivery to our webhook, to be signed."""
        return Draft(
            path=URL(receiver_of(self.runtime).url).raw_path,
            body=body,
            date=http_date(datetime.now(UTC)),
            key=self.world.simulator.signing_key,
        )

    def signed(self, body: JsonObject | bytes) -> Sent:
        """Return an authentic delivery."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = self.draft(raw).sign()
        return Sent(list(request.headers.items()), request.body)

    async def receive(self, sent: Sent) -> Response:
        """Pass a request to the receiver, without the code that would catch an exception."""
        request = MockRequest(
            content=sent.body,
            mock_source="test",
            method=sent.method,
            # It accepts the same as a dictionary, and doubled names.
            headers=CIMultiDict(sent.headers),  # type: ignore[arg-type]
        )
        receiver = receiver_of(self.runtime)
        return await receiver.handle(self.world.hass, receiver.webhook_id, request)

    def lifecycle(self, name: str, data: JsonObject, **rest: Json) -> JsonObject:
        """Return the body of a delivery of our app."""
        return {
            "lifecycle": name,
            "executionId": "6f0e2d9c-83b1-4a75-b4e8-95d7c1f03a62",
            "locale": "en",
            "version": "0.1.0",
            f"{name.lower()}Data": data,
            "settings": {"appId": self.entry.data["app_id"]},
            **rest,
        }

    def installed(self, installed_app_id: str = "", location_id: str = HOME_LOCATION) -> JsonObject:
        """Return an installed app as deliveries describe it, by default ours."""
        return {
            "installedAppId": installed_app_id or self.entry.data["installed_app_id"],
            "locationId": location_id,
            "config": {"note": [{"valueType": "STRING", "stringConfig": {"value": "x"}}]},
            "permissions": ["r:devices:*"],
        }

    def state(self) -> dict[str, object]:
        """Return everything that only an authentic delivery for us may change."""
        store, tokens, receiver = (
            self.runtime.parts.store,
            self.runtime.parts.tokens,
            receiver_of(self.runtime),
        )
        hass = self.world.hass
        return {
            "values": {key: dict(item.status) for key, item in store.devices.items()},
            "online": {key: item.online for key, item in store.devices.items()},
            "location": (
                store.state.mode_id,
                store.state.arm_state,
                dict(store.state.scenes),
                dict(store.state.modes),
            ),
            "events": (store.repeats.repeated, store.stale_events, len(store.repeats)),
            "tokens": (tokens._pair, tokens._unsaved, tokens._event_token, tokens.login_lost),
            "entry": (dict(self.entry.data), dict(self.entry.options), self.entry.state),
            "entries": len(hass.config_entries.async_entries()),
            "flows": [item["flow_id"] for item in hass.config_entries.flow.async_progress()],
            "issues": sorted(ir.async_get(hass).issues),
            "taken": dict(receiver.deliveries),
            "owners": sorted(receiver.owners),
        }

    def calls(self) -> list[str]:
        """Return the calls to the cloud, except for fetches of keys."""
        return [
            f"{call.method} {call.path}"
            for call in self.world.simulator.calls
            if call.token_kind != "none"
        ]


@pytest.fixture
async def target(world: World, entry: SmartThingsConfigEntry) -> Target:
    """Return the loaded entry without pending work."""
    await world.settle()
    target = Target(world, entry)
    await target.rest()
    return target


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged as an error."""
    return [item.getMessage() for item in caplog.records if item.levelno >= logging.ERROR]


def names(layer: str, bases: dict[str, Sent], count: int) -> Iterator[tuple[str, Sent, Random]]:
    """Yield the mutants of a layer: name, the delivery to mutate, and its random generator."""
    order = sorted(bases)
    for number in range(count):
        base = order[number % len(order)]
        name = f"{SEED}/{layer}/{base}/{number}"
        yield name, bases[base], generator(name)


def may_be_authentic(base: Sent, mutant: Sent) -> bool:
    """Return whether a mutant has the signed content in another form."""

    def signature(sent: Sent) -> bytes:
        value = parameters(sent.header("Authorization"))["signature"]
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error, ValueError:
            return b"?"

    return (
        mutant.method == "POST"
        and mutant.body == base.body
        and all(mutant.header(name) == base.header(name) for name in ("Date", "Digest"))
        and signature(mutant) == signature(base)
    )


def known_bases(target: Target) -> dict[str, Sent]:
    """Return effective deliveries, each of which was received once."""
    update = next(
        item.body
        for item in reversed(target.world.simulator.deliveries)
        if item.lifecycle in ("INSTALL", "UPDATE")
    )
    return {
        "event": target.signed(
            target.lifecycle(
                "EVENT",
                {
                    "authToken": "event-token",
                    "installedApp": target.installed(),
                    "events": [level(7, "known")],
                },
            )
        ),
        "install": target.signed(update),
    }


def new_bases(target: Target) -> dict[str, Sent]:
    """Return deliveries that were not received, so that every effect is that of the mutant."""
    pair: JsonObject = {"authToken": "stolen", "refreshToken": "stolen"}
    return {
        "event": target.signed(
            target.lifecycle(
                "EVENT",
                {
                    "authToken": "stolen",
                    "installedApp": target.installed(),
                    "events": [level(9, "new")],
                },
            )
        ),
        "update": target.signed(
            target.lifecycle("UPDATE", {**pair, "installedApp": target.installed()})
        ),
        "install": target.signed(
            target.lifecycle("INSTALL", {**pair, "installedApp": target.installed(STRANGER)})
        ),
        "uninstall": target.signed(
            target.lifecycle("UNINSTALL", {"installedApp": target.installed()})
        ),
    }


def element(event_type: str, key: str, **payload: Json) -> JsonObject:
    """Return an element of ``events[]``."""
    return {
        "eventTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventType": event_type,
        key: {"locationId": HOME_LOCATION, **payload},
    }


def level(value: int, event_id: str, device_id: str = Devices.BEDSIDE_DIMMER) -> JsonObject:
    """Return the event of a dimmed lamp."""
    return element(
        "DEVICE_EVENT",
        "deviceEvent",
        eventId=event_id,
        deviceId=device_id,
        componentId="main",
        capability="switchLevel",
        attribute="level",
        value=value,
        valueType="number",
        stateChange=True,
        data={},
        subscriptionName="cap_switchLevel",
    )


@pytest.mark.parametrize("layer", [*sorted(LAYERS), "several"])
async def test_an_unsigned_mutant_has_no_effect(
    target: Target, layer: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Mutants of one or several layers are rejected and counted, or dropped as repetitions."""
    known, new = known_bases(target), new_bases(target)
    for sent in known.values():
        assert (await target.receive(sent)).status == 200
    await target.rest()
    caplog.clear()
    receiver = receiver_of(target.runtime)
    before, calls = target.state(), target.calls()
    answered = receiver.rejections.total() + receiver.replays
    refused = 0
    bases = {f"known-{name}": sent for name, sent in known.items()} | new
    spoil = several if layer == "several" else LAYERS[layer]
    for name, base, random in names(layer, bases, FORGED):
        mutant = spoil(random, base)
        authentic = may_be_authentic(base, mutant)
        if authentic and base in new.values():
            continue
        answered += 1
        response = await target.receive(mutant)
        assert response.status in (STATUSES | {200} if authentic else STATUSES), (name, mutant)
        assert receiver.rejections.total() + receiver.replays == answered, (name, mutant)
        assert target.state() == before, (name, mutant)
        refused += response.status != 200
    await target.world.settle()
    assert target.state() == before
    assert target.calls() == calls
    assert target.key_fetches <= FETCHES_PER_MINUTE
    assert receiver.rejections.keys() <= REASONS
    assert caplog.text.count("Rejected a request") == len(receiver.rejections)
    assert not alarms(caplog)
    assert refused > FORGED / 4


def strangers(target: Target) -> dict[str, JsonObject]:
    """Return bodies of every lifecycle about another installed app."""
    pair: JsonObject = {"authToken": "theirs", "refreshToken": "theirs"}
    theirs = target.installed(STRANGER, CABIN_LOCATION)
    page: JsonObject = {"installedAppId": STRANGER, "pageId": "1", "config": {}}
    found: dict[str, tuple[str, JsonObject]] = {
        "event": ("EVENT", {"authToken": "x", "installedApp": theirs, "events": [level(9, "x")]}),
        "install": ("INSTALL", {**pair, "installedApp": theirs}),
        "update": ("UPDATE", {**pair, "installedApp": theirs, "previousPermissions": ["x"]}),
        "uninstall": ("UNINSTALL", {"installedApp": theirs}),
        "execute": ("EXECUTE", {"authToken": "x", "installedApp": theirs, "parameters": {}}),
        "initialize": ("CONFIGURATION", {**page, "phase": "INITIALIZE"}),
        "page": ("CONFIGURATION", {**page, "phase": "PAGE"}),
        "ping": ("PING", {"challenge": "x"}),
        "confirmation": ("CONFIRMATION", {"appId": STRANGER, "confirmationUrl": "https://x/y"}),
    }
    bodies = {name: target.lifecycle(kind, data) for name, (kind, data) in found.items()}
    callback = target.lifecycle("OAUTH_CALLBACK", {})
    callback["oauthCallbackData"] = {"installedAppId": STRANGER, "urlPath": "/?code=x"}
    bodies["oauth"] = callback
    ours: list[tuple[str, JsonObject]] = [
        ("UNINSTALL", {"installedApp": target.installed()}),
        ("UPDATE", {**pair, "installedApp": target.installed()}),
        ("EVENT", {"installedApp": target.installed(), "events": [level(9, "y")]}),
    ]
    for kind, data in ours:
        body = target.lifecycle(kind, data)
        # Our own app id occurs only here, so no exchange can restore it.
        bodies[f"other-app-{kind.lower()}"] = {**body, "settings": {"appId": STRANGER}}
    return bodies


async def test_a_delivery_that_is_signed_for_another_app_has_no_effect(
    target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    """The platform signs for all apps; the bodies have wrong types in every member."""
    bodies = strangers(target)
    order = sorted(bodies)
    receiver = receiver_of(target.runtime)
    caplog.clear()
    before, calls = target.state(), target.calls()
    statuses = set()
    for number in range(SIGNED_WELL):
        base = order[number % len(order)]
        name = f"{SEED}/signed/{base}/{number}"
        body = bodies[base]
        raw = (
            # The app id protects only if it is there.
            json.dumps({**as_spoilt(name, body), "settings": body["settings"]}).encode()
            if base.startswith("other-app")
            else spoilt_body(generator(name), body)
        )
        refusals, taken = receiver.rejections.total(), receiver.deliveries.total()
        response = await target.receive(target.signed(raw))
        assert response.status in {200, 400, 401, 413}, (name, raw)
        counted = (
            receiver.rejections.total() - refusals,
            receiver.deliveries.total() - taken,
        )
        # A body without its own content may arrive twice within a second.
        assert counted in ({(0, 1), (0, 0)} if response.status == 200 else {(1, 0)}), (name, raw)
        assert {**target.state(), "taken": before["taken"]} == before, (name, raw)
        statuses.add(response.status)
    await target.world.settle()
    assert {**target.state(), "taken": before["taken"]} == before
    assert target.calls() == calls
    assert receiver.rejections.keys() == {"not_ours", "unreadable", "too_large"}
    assert not alarms(caplog)
    assert statuses == {200, 400, 401, 413}


def as_spoilt(name: str, body: JsonObject) -> JsonObject:
    """Return a mutated copy, which is still an object."""
    spoilt = spoil_tree(generator(name), body)
    return spoilt if isinstance(spoilt, dict) else {}


def unlisted(draft: Draft, random: Random) -> None:
    draft.signed = tuple(random.sample(SIGNED, random.randrange(len(SIGNED))))


def skewed(draft: Draft, random: Random) -> None:
    away = random.choice((-1, 1)) * random.choice((400, 86_400, 31_536_000, 3_000_000_000))
    draft.date = http_date(datetime.now(UTC) + timedelta(seconds=away))


def undated(draft: Draft, random: Random) -> None:
    draft.date = random.choice(("", "now", "0", "Mon, 99 Foo 2026", "x" * 200, "1e9", "-" * 60))


def elsewhere(draft: Draft, random: Random) -> None:
    draft.path += random.choice(("/", "?a=b", "x", "/..", "%20", "#"))


def mislabelled(draft: Draft, random: Random) -> None:
    draft.digest_label = random.choice(("MD5", "SHA1", "SHA512", "", " ", "SHA", "SHA256,SHA256"))


def misnamed(draft: Draft, random: Random) -> None:
    draft.algorithm = random.choice(("none", "hs2019", "rsa-sha1", "rsa-sha512", "hmac-sha256", ""))


def by_another(draft: Draft, random: Random) -> None:
    draft.key = type(draft.key)(private=foreign_key(), key_id=draft.key.key_id)


async def test_a_delivery_that_is_signed_in_another_way_has_no_effect(target: Target) -> None:
    """Too few signed headers, another date, path or kind of delivery, or another key."""
    bodies = [base.body for base in new_bases(target).values()]
    before, calls = target.state(), target.calls()
    for change in (unlisted, skewed, undated, elsewhere, mislabelled, misnamed, by_another):
        for number in range(80):
            name = f"{SEED}/{change.__name__}/{number}"
            draft = target.draft(bodies[number % len(bodies)])
            change(draft, generator(name))
            request = draft.sign()
            response = await target.receive(Sent(list(request.headers.items()), request.body))
            assert response.status == 401, (name, request)
            assert target.state() == before, (name, request)
    assert target.calls() == calls


def events(target: Target) -> list[JsonObject]:
    """Return an event of every kind, none of which is about the checked lamp."""
    lamp, other = Devices.FLOOR_LAMP, Devices.AIR_CONDITIONER
    return [
        level(3, "odd-1", Devices.CEILING_LIGHT),
        level(4, "odd-2", lamp),
        level(5, "odd-3", STRANGER),
        element(
            "DEVICE_EVENT",
            "deviceEvent",
            eventId="odd-4",
            deviceId=other,
            componentId="main",
            capability="thermostatCoolingSetpoint",
            attribute="coolingSetpoint",
            value=24.5,
            data={"method": "keypad", "codeId": "4"},
        ),
        element(
            "DEVICE_LIFECYCLE_EVENT",
            "deviceLifecycleEvent",
            eventId="odd-5",
            lifecycle="UPDATE",
            deviceId=lamp,
            deviceName="Lamp",
            update={"labelDiff": {"old": "a", "new": "b"}},
        ),
        element(
            "DEVICE_HEALTH_EVENT",
            "deviceHealthEvent",
            eventId="odd-6",
            deviceId=lamp,
            hubId="",
            status="ONLINE",
            reason="NONE",
        ),
        element("HUB_HEALTH_EVENT", "hubHealthEvent", hubId=Devices.HUB, status="ZWAVE_ONLINE"),
        element("MODE_EVENT", "modeEvent", eventId="odd-7", modeId=Modes.AWAY),
        element(
            "SCENE_LIFECYCLE_EVENT",
            "sceneLifecycleEvent",
            lifecycle="UPDATE",
            sceneId=Scenes.GOOD_NIGHT,
            update={},
        ),
        element(
            "SECURITY_ARM_STATE_EVENT",
            "securityArmStateEvent",
            armState="ARMED_STAY",
            optionalArguments={"a": {"valueType": "INT", "intValue": 1}},
        ),
        element("TIMER_EVENT", "timerEvent", name="x", type="ONCE", time="2026-01-01T00:00:00Z"),
        element(
            "DEVICE_COMMANDS_EVENT",
            "deviceCommandsEvent",
            deviceId=STRANGER,
            commands=[{"componentId": "main", "capability": "switch", "command": "on"}],
        ),
        element(
            "INSTALLED_APP_LIFECYCLE_EVENT",
            "installedAppLifecycleEvent",
            installedAppId=STRANGER,
            appId="x",
            lifecycle="DELETE",
            delete={},
        ),
        element("WEATHER_EVENT", "weatherEvent", weatherData={"temperature": 1}),
    ]


def odd_events(random: Random, kinds: list[JsonObject]) -> list[Json]:
    """Return a few events with a fault in each."""
    found: list[Json] = []
    for _ in range(random.randint(1, 6)):
        if random.randrange(6):
            spoilt = spoil_tree(random, random.choice(kinds))
            if isinstance(spoilt, dict) and random.randrange(2):
                spoilt["eventType"] = random.choice(kinds)["eventType"]
            found.append(spoilt)
        else:
            found.append(odd(random))
    return found


def known_level(target: Target) -> object:
    """Return the level of the lamp in the store."""
    value = target.runtime.parts.store.value(Devices.BEDSIDE_DIMMER, LEVEL)
    return value and value.value


async def test_invalid_events_affect_only_themselves(
    target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    """Each delivery has one valid event among invalid ones, which counts in every position."""
    kinds = events(target)
    entry_data = dict(target.entry.data)
    caplog.clear()
    for number in range(ODD_DELIVERIES):
        name = f"{SEED}/odd/{number}"
        random = generator(name)
        delivered = odd_events(random, kinds)
        delivered.insert(random.randint(0, len(delivered)), level(number % 101, f"good-{number}"))
        data: JsonObject = {"installedApp": target.installed(), "events": delivered}
        if random.randrange(3) == 0:
            data["authToken"] = odd(random)
        body = target.lifecycle("EVENT", data)
        response = await target.receive(target.signed(body))
        assert response.status == 200, (name, body)
        assert known_level(target) == number % 101, (name, body)
        assert not alarms(caplog), (name, body)
    await target.world.settle()
    assert dict(target.entry.data) == entry_data
    assert not receiver_of(target.runtime).rejections
    assert not alarms(caplog)


async def test_any_value_of_any_attribute_is_accepted(
    target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    """Every entity of the house gets the value, and none of them fails."""
    store = target.runtime.parts.store
    places = [(key, *attribute) for key, item in store.devices.items() for attribute in item.status]
    caplog.clear()
    for number, value in enumerate(WRONG_TYPES):
        for start in range(0, len(places), 1_000):
            part = [
                element(
                    "DEVICE_EVENT",
                    "deviceEvent",
                    eventId=f"any-{number}-{start}-{place}",
                    deviceId=device_id,
                    componentId=component,
                    capability=capability,
                    attribute=attribute,
                    value=value,
                )
                for place, (device_id, component, capability, attribute) in enumerate(
                    places[start : start + 1_000]
                )
            ]
            data: JsonObject = {"installedApp": target.installed(), "events": [*part]}
            sent = target.signed(target.lifecycle("EVENT", data))
            assert (await target.receive(sent)).status == 200
        found = {
            json.dumps(held.value)
            for item in store.devices.values()
            for key, held in item.status.items()
            if (item.device.device_id, *key) in places
        }
        assert found == {json.dumps(value)}
        assert not alarms(caplog), value
    await target.world.settle()
    assert not alarms(caplog)


async def test_a_delivery_of_5000_events_is_applied_completely(
    target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    """The platform sends much smaller ones."""
    nothing: JsonObject = {"eventType": "DEVICE_EVENT", "deviceEvent": None}
    kinds: list[Json] = [None, 0, [], {"eventType": "X"}, nothing]
    filling = [kinds[number % len(kinds)] for number in range(4_999)]
    caplog.clear()
    data: JsonObject = {"installedApp": target.installed(), "events": [*filling, level(61, "last")]}
    response = await target.receive(target.signed(target.lifecycle("EVENT", data)))
    assert response.status == 200
    assert known_level(target) == 61
    assert not alarms(caplog)


async def test_a_date_in_the_future_does_not_freeze_an_attribute(target: Target) -> None:
    """An event cannot happen after its delivery was sent, so its time is limited."""
    future = level(11, "future") | {"eventTime": "9999-12-31T23:59:59Z"}
    for event in (future, level(12, "now")):
        data: JsonObject = {"installedApp": target.installed(), "events": [event]}
        await target.receive(target.signed(target.lifecycle("EVENT", data)))
    assert known_level(target) == 12


async def test_every_request_by_the_web_or_a_cloudhook_is_answered(
    target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    """None of them causes an internal error, which would be answered with 500."""
    base = new_bases(target)["event"]
    receiver = receiver_of(target.runtime)
    caplog.clear()
    for number in range(300):
        name = f"{SEED}/whole/{number}"
        mutant = several(generator(name), base)
        if may_be_authentic(base, mutant):
            continue
        request = MockRequest(
            content=mutant.body,
            mock_source="cloud",
            method=mutant.method,
            headers=dict(mutant.headers),
        )
        response = await async_handle_webhook(target.world.hass, receiver.webhook_id, request)
        assert response.status in STATUSES, (name, mutant)
    assert not alarms(caplog)
