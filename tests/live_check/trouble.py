"""What a cloud or a person may do differently than usual."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from inspect import isawaitable
from typing import Final
from uuid import uuid4

from yarl import URL

from live_check.person import Visit
from simulator.devices.device import Json, JsonObject
from simulator.devices.home import HomeEvent
from simulator.devices.ids import HOME_LOCATION, Devices

from .conftest import Account

PLUG: Final = "Coffee machine"
"""The label of a device of the simulated house with a switch."""

SUBSCRIPTIONS: Final = "/installedapps/*/subscriptions"
PAIR: Final[JsonObject] = {
    "access_token": "11111111-2222-4333-8444-555555555555",
    "refresh_token": "66666666-7777-4888-8999-aaaaaaaaaaaa",
    "installed_app_id": "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff",
}

type Trouble = Callable[[Account], None]


def fails(
    path: str, status: int, body: Json = None, *, method: str | None = None, times: int = 1
) -> Trouble:
    """Change the answers to the next calls of a path."""

    def begin(account: Account) -> None:
        account.simulator.faults.fail(path, status=status, body=body, method=method, times=times)

    return begin


def delivers(*events: HomeEvent) -> Trouble:
    """Send events in one delivery, without a subscription."""

    def begin(account: Account) -> None:
        installed_app_id = next(iter(account.simulator.installed_apps))
        account.soon(account.simulator.deliver_events(installed_app_id, [*events]))

    return begin


def device_event(*, minutes_ago: float = 0, **changes: Json) -> HomeEvent:
    """Return an event of the plug."""
    payload: JsonObject = {
        "eventId": str(uuid4()),
        "locationId": HOME_LOCATION,
        "deviceId": Devices.COFFEE_PLUG.value,
        "componentId": "main",
        "capability": "switch",
        "attribute": "switch",
        "value": "on",
        "valueType": "string",
        "stateChange": True,
        "data": {},
        **changes,
    }
    return HomeEvent(
        location_id=HOME_LOCATION,
        event_type="DEVICE_EVENT",
        payload_key="deviceEvent",
        payload=payload,
        time=datetime.now(UTC) - timedelta(minutes=minutes_ago),
    )


def lifecycle_event(**details: Json) -> HomeEvent:
    """Return an event of a renamed device."""
    payload: JsonObject = {
        "lifecycle": "UPDATE",
        "eventId": str(uuid4()),
        "locationId": HOME_LOCATION,
        "deviceId": Devices.COFFEE_PLUG.value,
        "deviceName": "Other machine",
        "principal": "",
        **details,
    }
    return HomeEvent(
        location_id=HOME_LOCATION,
        event_type="DEVICE_LIFECYCLE_EVENT",
        payload_key="deviceLifecycleEvent",
        payload=payload,
        time=datetime.now(UTC),
    )


def at_page(act: Callable[[Account, URL], object], answer: Visit = Visit.NOTHING) -> Trouble:
    """Let the person do something else at a page than pressing every button."""

    def begin(account: Account) -> None:
        async def visit(link: str) -> Visit:
            work = act(account, URL(link))
            if isawaitable(work):
                await work
            return answer

        account.person.at_page = visit

    return begin


def post_install(
    permissions: list[Json] | None, token: str = ""
) -> Callable[[Account, URL], object]:
    """Post a hand-made INSTALL; without permissions, they are inside the config."""

    async def post(account: Account, link: URL) -> None:
        installed_app: JsonObject = {
            "installedAppId": str(uuid4()),
            "locationId": HOME_LOCATION,
            "config": {} if permissions is not None else {"permissions": ["r:devices:*"]},
        }
        if permissions is not None:
            installed_app["permissions"] = permissions
        data: JsonObject = {
            "authToken": token or str(uuid4()),
            "refreshToken": str(uuid4()),
            "installedApp": installed_app,
        }
        body: JsonObject = {
            "lifecycle": "INSTALL",
            "executionId": str(uuid4()),
            "installData": data,
        }
        await account.simulator.post(link.query["appId"], body)

    return post


async def redirect(account: Account, link: URL, **query: str) -> None:
    """Return from the page of an API_ONLY app."""
    back = URL(link.query["redirect_uri"]).with_host("127.0.0.1")
    answer = {"state": link.query["state"], **query}
    async with account.person.session.get(back.with_query(answer)) as response:
        assert response.ok


def in_order(*troubles: Trouble) -> Trouble:
    """Combine several kinds of trouble."""

    def begin(account: Account) -> None:
        for trouble in troubles:
            trouble(account)

    return begin


def event_without_token(account: Account) -> None:
    """Deliver an event as an API_ONLY app gets it."""
    app_id = next(iter(account.simulator.apps))
    element: JsonObject = {"eventType": "MODE_EVENT", "modeEvent": {"eventId": "1"}}
    installed_app: JsonObject = {"installedAppId": str(uuid4()), "locationId": HOME_LOCATION}
    data: JsonObject = {"installedApp": installed_app, "events": [element]}
    body: JsonObject = {"lifecycle": "EVENT", "executionId": str(uuid4()), "eventData": data}
    account.soon(account.simulator.post(app_id, body))


def lose_subscription(account: Account) -> None:
    """Remove a subscription."""
    account.simulator.subscriptions.popitem()


def confirmed_app() -> JsonObject:
    """Return a reply to a registration to whose target nothing is delivered."""
    webhook: JsonObject = {"targetStatus": "CONFIRMED", "signatureType": "APP_RSA"}
    app: JsonObject = {"appId": str(uuid4()), "webhookSmartApp": webhook}
    return {"app": app, "oauthClientId": str(uuid4()), "oauthClientSecret": str(uuid4())}
