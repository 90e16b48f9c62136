"""Signatures, forgeries and the order of deliveries (platform reference 4, 5 and 7)."""

import asyncio
import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from cryptography.x509.oid import NameOID

from simulator import Forgery, Simulator, SimulatorOptions
from simulator.devices.device import Json, JsonObject
from simulator.devices.home import HomeEvent
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.simulator.parties import Developer, Installed, Target, at, text_at
from tests.simulator.verify import Verifier, parameters

_PROBLEMS = {
    Forgery.BODY_CHANGED: {"digest"},
    Forgery.DIGEST_MISSING: {"digest missing", "digest unsigned"},
    Forgery.DIGEST_DROPPED: {"digest missing", "signed header missing"},
    Forgery.DATE_DROPPED: {"date missing", "signed header missing"},
    Forgery.DIGEST_NOT_SIGNED: {"digest unsigned"},
    Forgery.DATE_MISSING: {"date missing", "date unsigned"},
    Forgery.DATE_NOT_SIGNED: {"date unsigned"},
    Forgery.TARGET_NOT_SIGNED: {"(request-target) unsigned"},
    Forgery.OTHER_TARGET: {"signature"},
    Forgery.STALE_DATE: {"date skew"},
    Forgery.FUTURE_DATE: {"date skew"},
    Forgery.UNREADABLE_DATE: {"date unreadable"},
    Forgery.UNKNOWN_KEY: {"key unknown"},
    Forgery.WRONG_KEY: {"signature"},
    Forgery.OTHER_ALGORITHM: {"algorithm"},
    Forgery.AUTHORIZATION_MISSING: {"authorization"},
    Forgery.AUTHORIZATION_MALFORMED: {"authorization"},
    Forgery.KEY_ID_FOREIGN_HOST: {"key id"},
    Forgery.KEY_ID_TRAVERSAL: {"key id"},
    Forgery.SIGNATURE_GARBAGE: {"signature"},
    Forgery.OTHER_INSTALLED_APP: {"owner"},
    Forgery.NOT_JSON: {"json"},
    Forgery.TOO_LARGE: {"size"},
}


@pytest.fixture(name="padlock")
async def padlock_fixture(simulator: Simulator, developer: Developer, target: Target) -> Installed:
    """Return an installed ST_PADLOCK app that subscribes to the front door."""
    client = await developer.register(
        ("requireConfirmation", "true"), ("signatureType", "ST_PADLOCK")
    )
    await simulator.settle()
    url = text_at(target.bodies("CONFIRMATION")[0], "confirmationData", "confirmationUrl")
    await developer.client(None).get(url)
    installed = await developer.install(client, HOME_LOCATION)
    await _subscribe(installed)
    return installed


async def _subscribe(installed: Installed) -> None:
    body: JsonObject = {
        "sourceType": "DEVICE",
        "device": {"deviceId": Devices.FRONT_DOOR, "stateChangeOnly": False},
    }
    assert (await installed.api.post(installed.subscriptions, body)).status == 200


def _report(simulator: Simulator, *values: Json) -> None:
    for value in values:
        simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", value)


def _verifier(developer: Developer, installed: Installed) -> Verifier:
    return Verifier(developer.client(None), installed.installed_app_id)


def test_every_forgery_has_its_problem() -> None:
    assert set(_PROBLEMS) == set(Forgery)


async def test_a_delivery_is_signed_by_the_key_host(
    simulator: Simulator, developer: Developer, padlock: Installed, target: Target
) -> None:
    """As captured: headers, digest label, date in UTC and user agent."""
    _report(simulator, "open")
    await simulator.settle()
    received = target.received[-1]
    assert await _verifier(developer, padlock).problems(received) == set()
    found = parameters(received)
    assert found["keyId"] == simulator.signing_key.key_id
    assert re.fullmatch(r"/pl/useast2/([0-9a-f]{2}-){17}[0-9a-f]{2}", found["keyId"])
    assert found["headers"] == "(request-target) digest date"
    assert found["algorithm"] == "rsa-sha256"
    assert received.headers["Digest"].startswith("SHA256=")
    assert received.headers["Date"].endswith(" UTC")
    assert received.headers["User-Agent"] == "AHC/2.1"
    assert received.headers["Content-Type"] == "application/json"
    assert {"X-ST-Correlation", "X-B3-TraceId", "X-B3-SpanId"} <= set(received.headers)


async def test_the_certificate_is_as_captured(
    simulator: Simulator, developer: Developer, padlock: Installed, target: Target
) -> None:
    """Its names, its serial number in the key id, and a validity of about thirty days."""
    key_id = parameters(target.received[-1])["keyId"]
    reply = await developer.client(None).get(key_id)
    certificate = x509.load_pem_x509_certificate(reply.text.encode())

    def name(of: x509.Name) -> dict[str, object]:
        return {attribute.oid.dotted_string: attribute.value for attribute in of}

    assert name(certificate.subject) == {
        NameOID.COMMON_NAME.dotted_string: "key.smartthings.com",
        NameOID.ORGANIZATIONAL_UNIT_NAME.dotted_string: "Engineering",
        NameOID.ORGANIZATION_NAME.dotted_string: "SmartThings",
    }
    assert name(certificate.issuer) == {
        NameOID.COMMON_NAME.dotted_string: "SmartThings Padlock CA",
        NameOID.ORGANIZATION_NAME.dotted_string: "SmartThings",
    }
    serial = int(key_id.rpartition("/")[2].replace("-", ""), 16)
    assert certificate.serial_number == serial
    life = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert life == timedelta(days=30)
    assert certificate.not_valid_before_utc < datetime.now(UTC) < certificate.not_valid_after_utc
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert names.value.get_values_for_type(x509.DNSName) == ["key.smartthings.com"]


async def test_an_app_rsa_delivery_is_signed_by_the_key_of_the_app(
    simulator: Simulator, developer: Developer, installed: Installed, target: Target
) -> None:
    """Its id is the MD5 of the key in SSH format."""
    await _subscribe(installed)
    _report(simulator, "open")
    await simulator.settle()
    app = await developer.api.get(f"/apps/{installed.client.app_id}")
    pem = text_at(app.json, "webhookSmartApp", "publicKey")
    line = load_pem_public_key(pem.encode()).public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    wire = base64.b64decode(line.split()[1])
    key_id = f"/SmartThings/{hashlib.md5(wire, usedforsecurity=False).digest().hex(':')}"
    verifier = _verifier(developer, installed)
    verifier.app_keys[key_id] = pem
    assert await verifier.problems(target.received[-1]) == set()
    assert parameters(target.received[-1])["keyId"] == key_id


@pytest.mark.parametrize("forgery", list(Forgery))
async def test_a_forgery_is_wrong_as_its_name_says(
    simulator: Simulator,
    developer: Developer,
    padlock: Installed,
    target: Target,
    forgery: Forgery,
) -> None:
    """It has no other fault, and the next delivery is valid again."""
    simulator.faults.forge(forgery)
    _report(simulator, "open", "closed")
    await simulator.settle()
    verifier = _verifier(developer, padlock)
    forged, honest = target.received[-2:]
    assert await verifier.problems(forged) == _PROBLEMS[forgery]
    assert await verifier.problems(honest) == set()
    assert [item.forgery for item in simulator.deliveries[-2:]] == [forgery, None]


async def test_a_forged_delivery_of_an_app_rsa_app(
    simulator: Simulator, developer: Developer, installed: Installed, target: Target
) -> None:
    """No one has a key with its id."""
    await _subscribe(installed)
    simulator.faults.forge(Forgery.UNKNOWN_KEY)
    _report(simulator, "open")
    await simulator.settle()
    problems = await _verifier(developer, installed).problems(target.received[-1])
    assert problems == {"key unknown"}


@pytest.mark.parametrize("forgery", [Forgery.STALE_DATE, Forgery.FUTURE_DATE])
async def test_the_dates_lie_on_their_sides(
    simulator: Simulator, padlock: Installed, target: Target, forgery: Forgery
) -> None:
    simulator.faults.forge(forgery)
    _report(simulator, "open")
    await simulator.settle()
    text = target.received[-1].headers["Date"]
    date = datetime.strptime(text, "%a, %d %b %Y %H:%M:%S UTC").replace(tzinfo=UTC)
    assert (date < datetime.now(UTC)) is (forgery is Forgery.STALE_DATE)


async def test_a_rotated_key_has_a_certificate_of_its_own(
    simulator: Simulator, developer: Developer, padlock: Installed, target: Target
) -> None:
    """The old certificate remains for deliveries in progress."""
    old = parameters(target.received[-1])["keyId"]
    new = simulator.rotate_keys()
    _report(simulator, "open")
    await simulator.settle()
    assert parameters(target.received[-1])["keyId"] == new != old
    assert await _verifier(developer, padlock).problems(target.received[-1]) == set()
    first, second = [(await developer.client(None).get(path)).text for path in (old, new)]
    assert first != second
    keys = [x509.load_pem_x509_certificate(pem.encode()).public_key() for pem in (first, second)]
    assert keys[0] != keys[1]


async def test_an_unknown_key_is_a_404(simulator: Simulator, developer: Developer) -> None:
    reply = await developer.client(None).get("/pl/useast2/00-11")
    assert reply.status == 404
    assert (simulator.calls[-1].path, simulator.calls[-1].token_kind) == (
        "/pl/useast2/00-11",
        "none",
    )


async def test_an_event_has_the_shape_of_the_platform(
    simulator: Simulator, padlock: Installed, target: Target
) -> None:
    """Its time is in whole seconds, and it has no unit."""
    simulator.home.clock = lambda: datetime(2026, 11, 24, 12, 0, 5, 750_000, tzinfo=UTC)
    _report(simulator, "open")
    await simulator.settle()
    [body] = target.bodies("EVENT")
    assert set(body) == {
        *("lifecycle", "executionId", "locale", "version", "eventData", "settings")
    }
    data = at(body, "eventData")
    assert set(data) == {"authToken", "installedApp", "events"}  # type: ignore[arg-type]
    [subscription] = simulator.subscriptions
    assert at(data, "events") == [
        {
            "eventTime": "2026-11-24T12:00:05Z",
            "eventType": "DEVICE_EVENT",
            "deviceEvent": {
                "eventId": target.events()[0]["eventId"],
                "locationId": HOME_LOCATION,
                "deviceId": Devices.FRONT_DOOR,
                "componentId": "main",
                "capability": "contactSensor",
                "attribute": "contact",
                "value": "open",
                "valueType": "string",
                "stateChange": True,
                "data": {},
                "subscriptionName": subscription,
            },
        }
    ]


async def test_deliveries_keep_their_order(
    simulator: Simulator, padlock: Installed, target: Target
) -> None:
    """It waits for a slow target."""
    target.delay = 0.02
    _report(simulator, *range(6))
    await simulator.settle()
    assert [event["value"] for event in target.events()] == [0, 1, 2, 3, 4, 5]


async def test_a_failed_delivery_is_not_sent_again(
    simulator: Simulator, padlock: Installed, target: Target
) -> None:
    target.status = 500
    _report(simulator, "open")
    await simulator.settle()
    assert len(target.bodies("EVENT")) == 1
    assert simulator.deliveries[-1].status == 500


async def test_queued_deliveries_for_a_removed_app_are_dropped(
    simulator: Simulator, padlock: Installed, target: Target
) -> None:
    target.delay = 0.05
    _report(simulator, 1, 2, 3)
    while not target.bodies("EVENT"):
        await asyncio.sleep(0.005)
    await simulator.uninstall(padlock.installed_app_id)
    await simulator.settle()
    assert [event["value"] for event in target.events()] == [1]


async def test_several_events_may_come_in_one_delivery(
    simulator: Simulator, padlock: Installed, target: Target
) -> None:
    """Without regard to subscriptions."""
    events: list[HomeEvent] = []
    stop = simulator.home.listen(events.append)
    simulator.home.set_attribute(Devices.CABIN_DOOR, "main", "contactSensor", "contact", "open")
    simulator.home.set_health(Devices.CABIN_DOOR, "OFFLINE")
    stop()
    assert await simulator.deliver_events(padlock.installed_app_id, events) == 200
    [body] = target.bodies("EVENT")
    types = [at(body, "eventData", "events", place, "eventType") for place in range(2)]
    assert types == ["DEVICE_EVENT", "DEVICE_HEALTH_EVENT"]
    assert target.events()[0]["locationId"] == CABIN_LOCATION


async def test_an_unreachable_target_has_no_status(
    simulator: Simulator, padlock: Installed, target: Target
) -> None:
    app = simulator.apps[padlock.client.app_id]
    app.body["webhookSmartApp"] = {
        "targetUrl": "http://127.0.0.1:9/hook",
        "targetStatus": "CONFIRMED",
    }
    assert await simulator.deliver_events(padlock.installed_app_id, []) == 0
    assert simulator.deliveries[-1].error == "Unable to communicate with target."


async def test_any_body_can_be_sent(
    simulator: Simulator, padlock: Installed, target: Target
) -> None:
    body: JsonObject = {"lifecycle": "EXECUTE", "executeData": {"parameters": {}}}
    delivery = await simulator.post(padlock.client.app_id, body)
    assert (delivery.lifecycle, delivery.status) == ("EXECUTE", 200)
    assert target.bodies("EXECUTE") == [body]


class TestOldLabel:
    """The digest label of 2018."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return this label."""
        return SimulatorOptions(digest_label="SHA-256")

    async def test_the_digest_may_have_the_old_label(
        self, simulator: Simulator, developer: Developer, padlock: Installed, target: Target
    ) -> None:
        _report(simulator, "open")
        await simulator.settle()
        assert target.received[-1].headers["Digest"].startswith("SHA-256=")
        assert await _verifier(developer, padlock).problems(target.received[-1]) == set()
