"""Every delivery is read and answered as the platform requires (platform reference 4)."""

from dataclasses import fields

import orjson
import pytest

from custom_components.smartthings_smartapp.cloud.delivery.events import (
    DeviceEvent,
    InstalledAppLifecycleEvent,
)
from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import (
    ConfigurationInitialize,
    ConfigurationPage,
    Confirmation,
    Delivery,
    EventDelivery,
    Execute,
    Install,
    OAuthCallback,
    Ping,
    Uninstall,
    Unreadable,
    UnreadableDeliveryError,
    Update,
    confirmation_reply,
    empty_reply,
    initialize_reply,
    page_reply,
    parse_delivery,
    ping_reply,
)
from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject
from custom_components.smartthings_smartapp.cloud.models import InstalledApp
from tests.common.examples import SETS, Examples

SECRET = "do-not-show"
INSTALLED: JsonObject = {
    "installedAppId": "installed",
    "locationId": "home",
    "config": {"app": [{}]},
    "permissions": ["r:devices:*"],
}
INSTALLED_APP = InstalledApp("installed", "home", permissions=("r:devices:*",))


def _body(lifecycle: str, key: str, data: Json, **more: Json) -> bytes:
    return orjson.dumps(
        {
            "lifecycle": lifecycle,
            "executionId": "execution",
            "locale": "en",
            "version": "0.1.0",
            "client": {"os": "android"},
            "settings": {"appId": "app", "odd": 7},
            key: data,
            **more,
        }
    )


def _common() -> dict[str, object]:
    return {"app_ids": frozenset({"app"})}


def _event(device_id: str = "lamp") -> JsonObject:
    return {
        "eventType": "DEVICE_EVENT",
        "deviceEvent": {"deviceId": device_id, "capability": "switch", "attribute": "switch"},
    }


def _show(delivery: Delivery) -> dict[str, object]:
    """Return the fields of a delivery."""
    return {item.name: getattr(delivery, item.name) for item in fields(delivery)}


type Case = tuple[bytes, type[Delivery], dict[str, object]]


def _callback(key: str) -> Case:
    return (
        _body("OAUTH_CALLBACK", key, {"installedAppId": "installed", "urlPath": SECRET}),
        OAuthCallback,
        {"installed_app_id": "installed"},
    )


CASES: list[Case] = [
    (_body("PING", "pingData", {"challenge": "abc"}), Ping, {"challenge": "abc"}),
    (
        _body("CONFIRMATION", "confirmationData", {"appId": "app", "confirmationUrl": SECRET}),
        Confirmation,
        {"app_id": "app", "confirmation_url": SECRET},
    ),
    (
        _body(
            "CONFIGURATION",
            "configurationData",
            {"installedAppId": "installed", "phase": "INITIALIZE", "pageId": "", "config": {}},
        ),
        ConfigurationInitialize,
        {"installed_app_id": "installed", "location_id": None, "locale": "en"},
    ),
    (
        _body(
            "CONFIGURATION",
            "configurationData",
            {"installedAppId": "installed", "phase": "PAGE", "pageId": "1", "locationId": "home"},
        ),
        ConfigurationPage,
        {
            "installed_app_id": "installed",
            "location_id": "home",
            "locale": "en",
            "page_id": "1",
        },
    ),
    (
        _body(
            "INSTALL",
            "installData",
            {"authToken": SECRET, "refreshToken": SECRET, "installedApp": INSTALLED},
        ),
        Install,
        {"auth_token": SECRET, "refresh_token": SECRET, "installed_app": INSTALLED_APP},
    ),
    (
        _body(
            "UPDATE",
            "updateData",
            {
                "authToken": SECRET,
                "refreshToken": SECRET,
                "installedApp": INSTALLED,
                "previousConfig": {},
                "previousPermissions": ["r:scenes:*"],
            },
        ),
        Update,
        {
            "auth_token": SECRET,
            "refresh_token": SECRET,
            "installed_app": INSTALLED_APP,
            "previous_permissions": ("r:scenes:*",),
        },
    ),
    (
        _body("UPDATE", "updateData", {"authToken": SECRET, "installedApp": INSTALLED}),
        Update,
        {
            "auth_token": SECRET,
            "refresh_token": None,
            "installed_app": INSTALLED_APP,
            "previous_permissions": (),
        },
    ),
    (
        _body("UNINSTALL", "uninstallData", {"installedApp": INSTALLED}),
        Uninstall,
        {"installed_app": INSTALLED_APP},
    ),
    (
        _body("EXECUTE", "executeData", {"installedApp": INSTALLED, "parameters": {"a": [1]}}),
        Execute,
        {"installed_app": INSTALLED_APP},
    ),
    _callback("oauthCallbackData"),
    _callback("oAuthCallbackData"),
]


@pytest.mark.parametrize(
    ("body", "kind", "content"), CASES, ids=[case[1].__name__ for case in CASES]
)
def test_every_lifecycle_is_read_and_shows_no_secret(
    body: bytes, kind: type[Delivery], content: dict[str, object]
) -> None:
    """The repr of a delivery may be in a log."""
    delivery = parse_delivery(body)
    assert type(delivery) is kind
    assert _show(delivery) == _common() | content
    assert SECRET not in repr(delivery)


def test_the_events_of_a_delivery_are_read_and_unreadable_ones_counted() -> None:
    """Their token, valid for five minutes, is read too."""
    data: JsonObject = {
        "authToken": SECRET,
        "installedApp": INSTALLED,
        "events": [_event("lamp"), {}, _event("plug")],
    }
    delivery = parse_delivery(_body("EVENT", "eventData", data))
    assert isinstance(delivery, EventDelivery)
    assert delivery.auth_token == SECRET
    assert delivery.installed_app == INSTALLED_APP
    devices = [event.device_id for event in delivery.events if isinstance(event, DeviceEvent)]
    assert devices == ["lamp", "plug"]
    assert delivery.unreadable == 1
    assert SECRET not in repr(delivery)


def test_an_api_only_delivery_is_read() -> None:
    """The envelope of such apps has no token, settings and execution id."""
    body: JsonObject = {
        "messageType": "EVENT",
        "eventData": {
            "installedApp": {"installedAppId": "installed", "locationId": "home"},
            "events": [
                {
                    "eventType": "INSTALLED_APP_LIFECYCLE_EVENT",
                    "installedAppLifecycleEvent": {
                        "installedAppId": "installed",
                        "lifecycle": "DELETE",
                    },
                }
            ],
        },
    }
    delivery = parse_delivery(orjson.dumps(body))
    assert isinstance(delivery, EventDelivery)
    assert (delivery.auth_token, delivery.app_ids) == (None, frozenset())
    assert isinstance(delivery.events[0], InstalledAppLifecycleEvent)


def test_permissions_inside_config_are_read() -> None:
    """Captures have them beside ``config``, older sources inside it."""
    installed: JsonObject = {
        "installedAppId": "installed",
        "locationId": "home",
        "config": {"permissions": ["r:devices:*"]},
    }
    delivery = parse_delivery(_body("UNINSTALL", "uninstallData", {"installedApp": installed}))
    assert isinstance(delivery, Uninstall)
    assert delivery.installed_app == INSTALLED_APP


@pytest.mark.parametrize(
    ("body", "cause", "missing"),
    [
        (b"", Unreadable.NOT_JSON, ""),
        (b"\xff\xfe", Unreadable.NOT_JSON, ""),
        (b'{"lifecycle": "PING"', Unreadable.NOT_JSON, ""),
        (b"[" * 100_000, Unreadable.NOT_JSON, ""),
        (b'["PING"]', Unreadable.NOT_AN_OBJECT, ""),
        (b"null", Unreadable.NOT_AN_OBJECT, ""),
        (b"{}", Unreadable.UNKNOWN_LIFECYCLE, ""),
        (b'{"lifecycle": 7}', Unreadable.UNKNOWN_LIFECYCLE, ""),
        (b'{"lifecycle": "do-not-show"}', Unreadable.UNKNOWN_LIFECYCLE, ""),
        (b'{"lifecycle": "PING"}', Unreadable.INCOMPLETE, "challenge"),
        (
            _body("CONFIRMATION", "confirmationData", {"appId": "app"}),
            Unreadable.INCOMPLETE,
            "confirm",
        ),
        (
            _body("CONFIRMATION", "confirmationData", {"confirmationUrl": "x"}),
            Unreadable.INCOMPLETE,
            "",
        ),
        (
            _body("CONFIGURATION", "configurationData", {"phase": "PAGE"}),
            Unreadable.INCOMPLETE,
            "",
        ),
        (_body("CONFIGURATION", "configurationData", []), Unreadable.INCOMPLETE, "phase"),
        (
            _body("CONFIGURATION", "configurationData", {"phase": SECRET, "installedAppId": "x"}),
            Unreadable.UNKNOWN_PHASE,
            "",
        ),
        (
            _body("INSTALL", "installData", {"authToken": SECRET, "installedApp": INSTALLED}),
            Unreadable.INCOMPLETE,
            "refreshToken",
        ),
        (
            _body("INSTALL", "installData", {"authToken": SECRET, "refreshToken": SECRET}),
            Unreadable.INCOMPLETE,
            "installedAppId",
        ),
        (
            _body("UPDATE", "updateData", {"installedApp": INSTALLED}),
            Unreadable.INCOMPLETE,
            "authToken",
        ),
        (_body("UNINSTALL", "uninstallData", {}), Unreadable.INCOMPLETE, "installedAppId"),
        (
            _body("EVENT", "eventData", {"authToken": SECRET}),
            Unreadable.INCOMPLETE,
            "installedAppId",
        ),
        (
            _body("OAUTH_CALLBACK", "oauthCallbackData", {}),
            Unreadable.INCOMPLETE,
            "installedAppId",
        ),
    ],
)
def test_an_unreadable_delivery_has_a_reason_without_content(
    body: bytes, cause: Unreadable, missing: str
) -> None:
    """The message may be logged, and the content may have tokens."""
    with pytest.raises(UnreadableDeliveryError) as raised:
        parse_delivery(body)
    assert raised.value.cause is cause
    assert str(raised.value).startswith(cause.value)
    assert missing in str(raised.value)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("spelling", ["event", "Event", "EVENT"])
def test_the_case_of_a_lifecycle_does_not_matter(spelling: str) -> None:
    """Its meaning is plain in any case."""
    body = _body(spelling, "eventData", {"installedApp": INSTALLED})
    assert isinstance(parse_delivery(body), EventDelivery)


def test_a_ping_is_echoed() -> None:
    """The platform compares the challenge."""
    assert ping_reply("abc") == {"pingData": {"challenge": "abc"}}


def test_a_confirmation_names_the_target() -> None:
    """The URL is the registered one."""
    url = "https://ha.example.org/api/webhook/3f1c9e7b5d"
    assert confirmation_reply(url) == {"targetUrl": url}


def test_the_configuration_is_one_complete_page() -> None:
    """The user only presses Done."""
    assert initialize_reply(
        name="Home Assistant",
        description="Links this location",
        permissions=("r:devices:*", "x:devices:*"),
        first_page_id="1",
    ) == {
        "configurationData": {
            "initialize": {
                "id": "app",
                "name": "Home Assistant",
                "description": "Links this location",
                "permissions": ["r:devices:*", "x:devices:*"],
                "firstPageId": "1",
                "disableCustomDisplayName": False,
                "disableRemoveApp": False,
            }
        }
    }
    reply = page_reply(page_id="1", name="Home Assistant", section="Ready", text="Select Done.")
    assert reply == {
        "configurationData": {
            "page": {
                "pageId": "1",
                "name": "Home Assistant",
                "nextPageId": None,
                "previousPageId": None,
                "complete": True,
                "sections": [
                    {
                        "name": "Ready",
                        "hideable": False,
                        "hidden": False,
                        "settings": [
                            {
                                "id": "info",
                                "name": "Home Assistant",
                                "description": "Select Done.",
                                "type": "PARAGRAPH",
                                "required": False,
                                "defaultValue": "",
                            }
                        ],
                    }
                ],
            }
        }
    }


def test_acknowledgements_have_the_name_of_the_lifecycle() -> None:
    """The answer to OAUTH_CALLBACK has another spelling than the request."""
    install = Install(auth_token="a", refresh_token="r", installed_app=INSTALLED_APP)
    assert empty_reply(install) == {"installData": {}}
    assert empty_reply(Update(auth_token="a", installed_app=INSTALLED_APP)) == {"updateData": {}}
    assert empty_reply(Uninstall(installed_app=INSTALLED_APP)) == {"uninstallData": {}}
    assert empty_reply(EventDelivery(installed_app=INSTALLED_APP)) == {"eventData": {}}
    assert empty_reply(OAuthCallback(installed_app_id="x")) == {"oAuthCallbackData": {}}
    assert empty_reply(Execute(installed_app=INSTALLED_APP)) == {"executeData": {}}


@pytest.mark.parametrize("examples", SETS.values(), ids=SETS)
def test_every_example_of_a_delivery_is_read(examples: Examples) -> None:
    """There is one of each kind."""
    bodies = [
        orjson.dumps(body)
        for name, body in examples.items()
        if name.startswith("lifecycle/") and "-request" in name
    ]
    deliveries = [parse_delivery(body) for body in bodies]
    assert {type(delivery) for delivery in deliveries} == {kind for _, kind, _ in CASES} | {
        EventDelivery
    }
    for delivery in deliveries:
        assert not isinstance(delivery, EventDelivery) or (
            delivery.events and not delivery.unreadable
        )
