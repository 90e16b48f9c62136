"""Diagnostics show the connection and the devices, but no private data."""

import json
from datetime import timedelta

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.cloud.json_types import (
    JsonObject,
    as_list,
    as_object,
)
from custom_components.smartthings_smartapp.cloud.models import Command
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.diagnostics.entry import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import Forgery
from simulator.devices.device import Json, Reading, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.entities import state_of
from tests.common.world import World


async def diagnostics(world: World, entry: SmartThingsConfigEntry) -> JsonObject:
    """Return the diagnostics of an entry as they are in a file."""
    found = await async_get_config_entry_diagnostics(world.hass, entry)
    return as_object(json.loads(json.dumps(found)))


def rows(found: JsonObject, *path: str) -> list[JsonObject]:
    """Return a table within the diagnostics."""
    for key in path[:-1]:
        found = as_object(found[key])
    return [as_object(row) for row in as_list(found[path[-1]])]


# Connection


async def test_diagnostics_show_the_subscriptions(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """They show the wanted, existing, refused and polled ones."""
    strange = world.simulator.subscriptions.popitem()[1]
    strange.body["sourceType"] = "SOMETHING_NEW"
    world.simulator.subscriptions["odd"] = strange
    world.simulator.faults.fail("/installedapps/*/subscriptions", method="POST", status=403)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    found = as_object((await diagnostics(world, entry))["subscriptions"])
    wanted, existing = rows(found, "wanted"), rows(found, "existing")
    assert len(wanted) == found["ceiling"] == 40
    assert [row["refused"] for row in wanted].count(True) == 1
    assert [row["missed"] for row in wanted] == [0] * 40
    assert {"readable": False} in existing
    assert [row.get("wanted") for row in existing].count(True) == 39
    kinds = {row["source_type"] for row in wanted}
    assert kinds >= {"CAPABILITY", "DEVICE_HEALTH", "MODE"}
    assert found["polled"]
    assert found["listed_at"]


async def test_diagnostics_show_the_last_deliveries_and_their_results(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Each has its time, content, delay and entry, and the reason of a rejection."""
    door = (Devices.FRONT_DOOR, "main", "contactSensor", "contact")
    world.simulator.faults.forge(Forgery.BODY_CHANGED)
    world.simulator.home.set_attribute(*door, "open")
    await world.settle()
    world.simulator.faults.forge(Forgery.STALE_DATE)
    world.simulator.home.set_attribute(*door, "closed")
    await world.settle()
    world.simulator.home.set_attribute(*door, "open")
    await world.settle()
    found = as_object((await diagnostics(world, entry))["deliveries"])
    *before, taken = rows(found, "last")
    changed, stale = rows(found, "last_refused")
    assert (changed["outcome"], changed["reason"]) == ("refused", "digest_mismatch")
    assert changed["lifecycle"] is None
    assert (stale["outcome"], stale["reason"]) == ("refused", "date_skew")
    late = stale["seconds_late"]
    assert isinstance(late, float)
    assert 399 <= late <= 402
    assert (taken["outcome"], taken["lifecycle"]) == ("taken", "EventDelivery")
    assert (taken["events"], taken["kinds"]) == (1, {"DeviceEvent": 1})
    assert taken["for_this_entry"] is True
    assert found["last_taken"] == taken["arrived"]
    assert "Confirmation" in {row["lifecycle"] for row in before}
    for _ in range(30):
        for value in ("closed", "open"):
            world.simulator.home.set_attribute(*door, value)
    await world.settle()
    found = as_object((await diagnostics(world, entry))["deliveries"])
    assert len(rows(found, "last")) == 50


async def test_diagnostics_show_the_limits(world: World, entry: SmartThingsConfigEntry) -> None:
    """They show pauses that SmartThings requested, remaining calls, and waiting devices."""
    world.simulator.faults.fail("/scenes", status=429, headers={"X-RateLimit-Reset": "90"})
    runtime = entry.runtime_data
    await runtime.parts.coordinator.reads.read_scenes()
    for _ in range(12):
        await runtime.client.execute(Devices.COFFEE_PLUG, [Command("switch", "on")])
    limits = as_object((await diagnostics(world, entry))["limits"])
    waits = as_object(limits["pauses"])
    assert list(waits) == ["GET scenes"]
    assert 80 <= float(str(waits["GET scenes"])) <= 90
    subscriptions = as_object(limits["subscriptions"])
    creates = as_object(subscriptions["creates"])
    assert (creates["left"], as_object(subscriptions["others"])["left"]) == (0, 14)
    assert float(str(creates["seconds_until_next"])) > 800
    (wait,) = as_object(limits["commands"]).values()
    assert 50 <= float(str(wait)) <= 60


async def test_diagnostics_show_the_permissions_without_ids(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """They also show that a scope is for selected devices only."""
    access = as_object((await diagnostics(world, entry))["access"])
    assert as_object(access["granted"])["r:security:locations:*:armstate"] == 1
    assert (access["missing"], access["for_some_only"]) == ([], [])
    granted = ["r:devices:$", *(f"r:devices:{device}" for device in Devices), "x:devices:*"]
    entry.runtime_data.parts.entry_state.access.know(granted)
    access = as_object((await diagnostics(world, entry))["access"])
    assert as_object(access["granted"]) == {
        "r:devices:$": 1,
        "r:devices:**REDACTED**": len(Devices),
        "x:devices:*": 1,
    }
    assert access["for_some_only"] == ["r:devices:*"]
    assert "r:scenes:*" in as_list(access["missing"])


async def test_diagnostics_show_calls_polls_options_and_versions(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    found = await diagnostics(world, entry)
    (today,) = map(as_object, as_object(found["calls"]).values())
    assert today["devices"] == 2
    assert found["missed"] == {"by_device": {}, "silent": [], "history_refused": False}
    assert found["issues"] == ["polled_devices"]
    assert found["clock_seconds_behind"] == 0
    assert as_object(found["readings"])["successful"] is True
    assert len(as_object(found["devices"])) == len(entry.runtime_data.parts.store.devices)
    shown = as_object(found["entry"])
    assert as_object(shown["options"])["left_out"] == 0
    assert as_object(shown["data"])["cloudhook"] is False
    assert as_object(shown["data"])["client_secret"] == "**REDACTED**"
    versions = as_object(found["versions"])
    assert versions["integration"] == "0.2.0"
    assert all(versions.values())


async def test_an_entry_that_is_not_loaded_has_diagnostics_too(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """A failed set-up is a common reason for a bug report."""
    world.simulator.faults.fail("/devices", status=503, times=9)
    registry = dr.async_get(world.hass)
    device = registry.async_get_device_by_identifier((DOMAIN, Devices.FRIDGE), entry.entry_id)
    assert device is not None
    delivered = as_object((await diagnostics(world, entry))["deliveries"])["last"]
    assert delivered
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    found = await diagnostics(world, entry)
    assert as_object(found["entry"])["state"] == "setup_retry"
    assert as_object(found["entry"])["reason"] == "read_failed"
    assert as_object(found["deliveries"])["last"] == delivered
    assert "devices" not in found
    alone = await async_get_device_diagnostics(world.hass, entry, device)
    assert list(alone) == ["versions"]
    entries = world.hass.config_entries
    await entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
    found = await diagnostics(world, entry)
    assert "deliveries" not in found
    assert found["access"] == {"granted": None}


# Devices


async def test_a_device_shows_unmapped_attributes_with_everything_that_a_mapping_needs(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """That is place, value, unit and type; a part shows those of the whole device."""
    registry = dr.async_get(world.hass)
    whole = registry.async_get_device_by_identifier((DOMAIN, Devices.FRIDGE), entry.entry_id)
    assert whole is not None
    part, *_ = dr.async_entries_for_parent_device(registry, whole.id)
    found = await async_get_device_diagnostics(world.hass, entry, part)
    assert found == await async_get_device_diagnostics(world.hass, entry, whole)
    device = as_object(json.loads(json.dumps(found["device"])))
    listed = as_object(device["listed"])
    assert as_object(as_list(listed["components"])[0])["categories"] == ["Refrigerator"]
    assert {
        "component": "main",
        "capability": "ocf",
        "attribute": "mnmo",
        "value": listed["model"],
        "unit": None,
        "type": "text",
    } in rows(device, "not_shown")
    entity = next(row for row in rows(device, "entities") if row["key"] == "contact")
    assert (entity["platform"], entity["state"], entity["disabled_by"]) == (
        "binary_sensor",
        "off",
        None,
    )
    assert device["updates"] in {"push", "partly", "polled"}
    home = registry.async_get_device_by_identifier(
        (DOMAIN, entry.data["location_id"]), entry.entry_id
    )
    assert home is not None
    assert "device" not in await async_get_device_diagnostics(world.hass, entry, home)


# Private data

SECRETS = {
    "label": "Annas Nachttischlampe",
    "name": "lampe-von-anna-4711",
    "component label": "Ferienhaus Ostsee",
    "component id": "5f1d7a7e-30f4-4f3c-9a86-51c8d42f0a22",
    "serial": "0BZ45XYZ700123",
    "model": "Lampe (192.168.7.77)",
    "maker": "anna@example.org",
    "firmware": "AA:BB:CC:DD:EE:F1",
    "hardware": "https://example.org/hw",
    "room": "Annas Zimmer",
    "location": "Villa Kunterbunt",
    "area": "Wintergarten",
    "home": "Haus am See",
    "user": "Anna Bolika",
    "person": "Thaddaeus",
    "scene": "Gute Nacht Anna",
    "word": "Annas Lieblingslied",
    "ssid": "KunterbuntWLAN",
    "mac": "aa-bb-cc-dd-ee-f2",
    "bare mac": "aabbccddeef3",
    "ip": "192.168.7.78",
    "ipv6": "2001:db8::7:9",
    "host": "nas.kunterbunt.local",
    "url": "https://kunterbunt.example.org/thumb.jpg?token=abc",
    "email": "anna.bolika@example.org",
    "phone": "+491709876543",
    "uuid": "5f1d7a7e-30f4-4f3c-9a86-51c8d42f0a11",
    "token": "eyJhbGciOiJSUzI1NiJ9.eyJzY29wZSI6W119.c2lnbmF0dXJl",
    "pin": "8642",
    "code name": "Nachbarin",
    "key": "Annas Schluessel",
    "unit": "Annameter",
    "data": "Anna war hier",
}
NUMBERS = (54.0924407, 12.1286, 99887766554)
"""Coordinates of a house, and a telephone number."""


SECRET_FIELDS: JsonObject = {
    "roomId": SECRETS["uuid"],
    "ownerId": SECRETS["uuid"],
    "ocf": {
        "manufacturerName": SECRETS["maker"],
        "modelNumber": SECRETS["model"],
        "firmwareVersion": SECRETS["firmware"],
        "hwVersion": SECRETS["hardware"],
        "serialNumber": SECRETS["serial"],
    },
}


def secret_values() -> dict[str, dict[str, Json | Reading]]:
    """Return attributes with a secret of each form."""
    plain = ("word", "mac", "bare mac", "ip", "ipv6", "host", "url", "email", "phone", "uuid")
    return {
        "strange.capability": {
            **{f"attribute{number}": SECRETS[name] for number, name in enumerate(plain)},
            "list": ["on", SECRETS["token"], SECRETS["person"], SECRETS["home"]],
            "alone": SECRETS["user"].split()[-1],
            "object": {SECRETS["key"]: SECRETS["room"], "ssid": SECRETS["ssid"], "level": 7},
            "text": json.dumps({"wifi": SECRETS["ssid"]}),
            "position": [*NUMBERS],
            "pinCode": SECRETS["pin"],
            "latitude": 54.1,
            "ownerName": SECRETS["code name"],
            "measure": Reading(value=5, unit=SECRETS["unit"], data={"by": SECRETS["data"]}),
        },
        "lockCodes": {"lockCodes": {"1": SECRETS["code name"]}, "codeLength": 4},
        "switch": {"switch": "on"},
    }


async def secret_home(world: World) -> SmartThingsConfigEntry:
    """Set up a location with secrets in every possible place."""
    home = world.simulator.home
    home.locations[HOME_LOCATION]["name"] = SECRETS["location"]
    for scene in home.scenes.values():
        scene["sceneName"] = SECRETS["scene"]
    world.hass.config.location_name = SECRETS["home"]
    world.hass.states.async_set("person.t", "home", {"friendly_name": SECRETS["person"]})
    await world.hass.auth.async_create_user(SECRETS["user"])
    ar.async_get(world.hass).async_create(SECRETS["area"])
    device = make_device(
        Devices.COFFEE_PLUG.replace("0", "e"),
        SECRETS["label"],
        name=SECRETS["name"],
        location_id=HOME_LOCATION,
        components={"main": secret_values(), SECRETS["component id"]: secret_values()},
        type="OCF",
        fields=SECRET_FIELDS,
    )
    part = as_object(as_list(device.item["components"])[1])
    part["label"] = SECRETS["component label"]
    home.add_device(device)
    return await world.add_location()


def private(world: World, entry: SmartThingsConfigEntry) -> set[str]:
    """Return everything that no file may contain."""
    found = {*SECRETS.values(), *map(str, NUMBERS), entry.title, entry.entry_id}
    found |= {*SECRETS["user"].split()}
    found |= {str(value) for value in entry.data.values() if isinstance(value, str)}
    found -= {entry.data["app_kind"]}
    simulated = world.simulator.home
    found |= {*simulated.devices, *simulated.locations, *simulated.scenes}
    found |= {device.label for device in simulated.devices.values() if " " in device.label}
    stored = entry.runtime_data.parts.store.devices.values()
    found |= {item.device.serial_number for item in stored if item.device.serial_number}
    found |= {*world.simulator.subscriptions, *world.simulator.installed_apps}
    return found


async def test_diagnostics_contain_no_private_data(world: World) -> None:
    """Neither do those of a device, nor the issues that Home Assistant adds."""
    entry = await secret_home(world)
    runtime = entry.runtime_data
    pair = await runtime.parts.tokens.access_token()
    world.simulator.faults.forge(Forgery.OTHER_INSTALLED_APP)
    world.simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "off")
    await world.settle()
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(minutes=6))
    await world.settle()
    secrets = private(world, entry) | {pair}
    assert len(secrets) > 150
    registry = dr.async_get(world.hass)
    files = [json.dumps(await diagnostics(world, entry), ensure_ascii=False)]
    for device in dr.async_entries_for_config_entry(registry, entry.entry_id):
        alone = await async_get_device_diagnostics(world.hass, entry, device)
        files.append(json.dumps(alone, ensure_ascii=False))
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    files.append(json.dumps(await diagnostics(world, entry), ensure_ascii=False))
    # Home Assistant adds the ids of the issues, which contain the id of the entry.
    issues = [
        item.to_json() for item in ir.async_get(world.hass).issues.values() if item.domain == DOMAIN
    ]
    files.append(json.dumps(issues).replace(entry.entry_id, ""))
    assert len(files) > 10
    told = {secret for secret in secrets for text in files if secret.lower() in text.lower()}
    assert told == set()


async def test_diagnostics_keep_the_harmless_values_of_an_unknown_device(world: World) -> None:
    """They are values beside the secrets that identify no one."""
    entry = await secret_home(world)
    device_id = Devices.COFFEE_PLUG.replace("0", "e")
    number = sorted(entry.runtime_data.parts.store.devices).index(device_id) + 1
    device = as_object(as_object((await diagnostics(world, entry))["devices"])[f"device {number}"])
    strange = {
        row["attribute"]: (row["value"], row["type"])
        for row in rows(device, "not_shown")
        if row["capability"] == "strange.capability" and row["component"] == "main"
    }
    assert strange["list"] == (["on", *["**REDACTED**"] * 3], "list")
    assert strange["object"] == (
        {"**REDACTED** 1": "**REDACTED**", "ssid": "**REDACTED**", "level": 7},
        "object",
    )
    assert strange["measure"] == (5, "integer")
    assert strange["pinCode"] == ("**REDACTED**", "text")
