"""Replies and deliveries have the members of the examples."""

import pytest

from simulator import Simulator
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.examples import SETS, Examples
from tests.simulator.parties import Developer, Installed, Target, at

# Members that depend on the device, the user or the time of the reply.
_FREE = {"viper", "roomId", "data", "status", "label", "deviceManufacturerCode"}


@pytest.fixture(params=SETS.values(), ids=list(SETS))
def examples(request: pytest.FixtureRequest) -> Examples:
    """Each available set of examples."""
    found: Examples = request.param
    return found


def _missing(example: Json, reply: Json, place: str = "") -> list[str]:
    """Return the members of an example that a reply lacks, or has with another type."""
    if isinstance(example, dict) and isinstance(reply, dict):
        return [
            problem
            for name, value in example.items()
            if name not in _FREE
            for problem in (
                _missing(value, reply[name], f"{place}.{name}")
                if name in reply
                else [f"{place}.{name} is missing"]
            )
        ]
    if isinstance(example, list) and isinstance(reply, list):
        return _missing(example[0], reply[0], f"{place}[0]") if example and reply else []
    if type(example) is type(reply) or example is None or reply is None:
        return []
    return [f"{place} is a {type(reply).__name__}"]


def test_a_missing_member_is_noticed() -> None:
    """The comparison can fail."""
    assert _missing({"a": [{"b": 1}]}, {"a": [{}]}) == [".a[0].b is missing"]
    assert _missing({"a": 1}, {"a": "1"}) == [".a is a str"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/apps", "apps-list-response"),
        ("/installedapps", "installed-apps-list-response"),
        ("/locations", "locations-list-response"),
        (f"/locations/{HOME_LOCATION}", "location"),
        (f"/locations/{HOME_LOCATION}/rooms", "rooms-list-response"),
        (f"/locations/{HOME_LOCATION}/modes", "modes-list-response"),
        (f"/locations/{HOME_LOCATION}/modes/current", "mode-current-response"),
        ("/scenes", "scenes-list-response"),
        ("/devices?max=1", "devices-list-response-paged"),
        ("/devices?includeStatus=true&includeHealth=true", "devices-list-response"),
        (f"/devices/{Devices.CEILING_LIGHT}", "device"),
        (f"/devices/{Devices.CEILING_LIGHT}/status", "device-status"),
        (f"/devices/{Devices.CEILING_LIGHT}/health", "device-health"),
        ("/history/devices", "history-devices-response"),
    ],
)
async def test_a_read_has_the_members_of_the_example(
    simulator: Simulator,
    developer: Developer,
    installed: Installed,
    examples: Examples,
    path: str,
    name: str,
) -> None:
    """Calls that a personal access token may make."""
    for value in ("open", "closed"):
        simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", value)
    query = "?limit=1" if path == "/history/devices" else ""
    reply = await developer.api.get(f"{path}{query}")
    example = examples[f"api/{name}"]
    if name == "device-status":
        example, reply_json = (
            at(example, "components", "main", "switch"),
            at(reply.json, "components", "main", "switch"),
        )
        assert _missing(example, reply_json) == []
    else:
        assert _missing(example, reply.json) == []


@pytest.mark.parametrize(
    "kind",
    ["device", "capability", "mode", "device-lifecycle", "device-health", "scene-lifecycle"],
)
async def test_a_subscription_answers_as_the_example(
    installed: Installed, examples: Examples, kind: str
) -> None:
    request = examples[f"api/subscription-{kind}-request"]
    assert isinstance(request, dict)
    for source in request.values():
        if isinstance(source, dict):
            if "deviceId" in source:
                source["deviceId"] = Devices.CEILING_LIGHT
            if "locationId" in source:
                source["locationId"] = HOME_LOCATION
    reply = await installed.api.post(installed.subscriptions, request)
    example = examples[f"api/subscription-{kind}-response"]
    assert _missing(example, reply.json) == []
    assert _missing(reply.json, example) == []


async def test_registrations_answer_as_the_examples(
    developer: Developer, examples: Examples
) -> None:
    plain = await developer.api.post("/apps", developer.definition())
    assert _missing(examples["api/app-create-webhook-response-app-rsa"], plain.json) == []
    padlock = await developer.api.post(
        "/apps", developer.definition(), ("requireConfirmation", "true")
    )
    example = examples["api/app-create-webhook-response-st-padlock"]
    assert _missing(example, padlock.json) == []
    assert _missing(padlock.json, example) == []
    app_id = at(plain.json, "app", "appId")
    generated = await developer.api.post(
        f"/apps/{app_id}/oauth/generate", examples["api/app-oauth-generate-request"]
    )
    example = examples["api/app-oauth-generate-response"]
    assert _missing(example, generated.json) == []
    await developer.simulator.settle()


async def test_lifecycles_have_the_members_of_the_examples(
    simulator: Simulator, developer: Developer, target: Target, examples: Examples
) -> None:
    """Of PING, CONFIGURATION, INSTALL, EVENT, UPDATE, UNINSTALL and CONFIRMATION, of 2019."""
    simulator.options.old_lifecycles = True
    client = await developer.register()
    settings: JsonObject = {"settings": {"appId": client.app_id, "instanceId": "x"}}
    await developer.api.put(f"/apps/{client.app_id}/settings", settings)
    installed = await developer.install(client, HOME_LOCATION)
    source: JsonObject = {"deviceId": Devices.FRONT_DOOR}
    await installed.api.post(installed.subscriptions, {"sourceType": "DEVICE", "device": source})
    simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", "x")
    await simulator.settle()
    await simulator.save(installed.installed_app_id)
    await simulator.uninstall(installed.installed_app_id)
    await developer.register(("requireConfirmation", "true"))
    await simulator.settle()
    first, second = target.bodies("CONFIGURATION")[:2]
    pairs = {
        "ping": target.bodies("PING")[0],
        "configuration-initialize": first,
        "configuration-page": second,
        "install": target.bodies("INSTALL")[0],
        "event": target.bodies("EVENT")[0],
        "update": target.bodies("UPDATE")[0],
        "uninstall": target.bodies("UNINSTALL")[0],
        "confirmation": target.bodies("CONFIRMATION")[0],
    }
    for name, body in pairs.items():
        example = examples[f"lifecycle/{name}-request"]
        if name == "update":
            # The example has the values of another page.
            data = at(example, "updateData", "installedApp")
            assert isinstance(data, dict)
            del data["config"]
        assert _missing(example, body) == [], name
        extra = [problem for problem in _missing(body, example) if ".config" not in problem]
        assert extra == [], name


async def test_api_only_apps_have_the_members_of_the_examples(
    simulator: Simulator, developer: Developer, target: Target, examples: Examples
) -> None:
    """The reply to the registration, CONFIRMATION, EVENT, the last event and the tokens."""
    reply = await developer.api.post("/apps", developer.api_only())
    pairs = {"api/app-create-api-only-response": reply.json}
    client = await developer.register_api_only()
    installed = await developer.authorize(client, HOME_LOCATION)
    source: JsonObject = {"deviceId": Devices.FRONT_DOOR, "subscriptionName": "x"}
    await installed.api.post(installed.subscriptions, {"sourceType": "DEVICE", "device": source})
    pairs["api/token-response"] = (await developer.refresh(client, installed.refresh_token)).json
    simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", "x")
    await simulator.settle()
    await simulator.uninstall(installed.installed_app_id)
    event, last = target.bodies("EVENT")
    pairs["lifecycle/confirmation-request-api-only"] = target.bodies("CONFIRMATION")[0]
    pairs["lifecycle/event-request-api-only"] = event
    pairs["lifecycle/event-request-api-only-uninstall"] = last
    for name, body in pairs.items():
        example = examples[name]
        assert _missing(example, body) == [], name
        assert _missing(body, example) == [], name
