"""Read the deliveries of the platform, and make the replies (platform reference 4).

Reading is lenient: both spellings of a key are accepted, unknown keys are ignored, and only what a
lifecycle cannot do without is required.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

import orjson

from ..json_types import Json, JsonObject, as_object, text, texts
from ..models import InstalledApp, UnusableItemError
from ..parsing import parse_installed_app
from .events import Event, parse_events


class Unreadable(StrEnum):
    """Why a body is not a readable delivery."""

    NOT_JSON = "not JSON"
    NOT_AN_OBJECT = "not a JSON object"
    UNKNOWN_LIFECYCLE = "unknown lifecycle"
    UNKNOWN_PHASE = "unknown phase of a configuration"
    INCOMPLETE = "incomplete"


class UnreadableDeliveryError(Exception):
    """The body is not a readable delivery. The message has the reason, but no content."""

    def __init__(self, cause: Unreadable, missing: str = "") -> None:
        """Keep the cause, and name the missing key if there is one."""
        super().__init__(f"{cause.value}: no {missing}" if missing else cause.value)
        self.cause = cause


@dataclass(frozen=True, slots=True, kw_only=True)
class _DeliveryBase:
    """The fields of all deliveries."""

    reply_key: ClassVar[str]

    app_ids: frozenset[str] = frozenset()
    """All app ids in the delivery: at its top level and in the stored settings of the app.

    Both may be missing (platform reference 4.1).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping(_DeliveryBase):
    """The platform tests the webhook, which must return the challenge."""

    reply_key: ClassVar[str] = "pingData"

    challenge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(_DeliveryBase):
    """The platform asks to confirm the webhook with a GET of a URL."""

    app_id: str
    confirmation_url: str = field(repr=False)
    """Has a one-time token. Check host and path before the GET."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationInitialize(_DeliveryBase):
    """The user starts to install or change the SmartApp."""

    reply_key: ClassVar[str] = "configurationData"

    installed_app_id: str
    location_id: str | None = None
    locale: str = ""
    """The language of the user, for example ``en-US``; may be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationPage(_DeliveryBase):
    """The platform needs a page to show to the user."""

    reply_key: ClassVar[str] = "configurationData"

    installed_app_id: str
    location_id: str | None = None
    locale: str = ""
    """The language of the user, for example ``en-US``; may be missing."""
    page_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Install(_DeliveryBase):
    """The SmartApp was installed; has its first tokens."""

    reply_key: ClassVar[str] = "installData"

    auth_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    installed_app: InstalledApp


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(_DeliveryBase):
    """The user saved the SmartApp again; has new tokens that replace the old ones."""

    reply_key: ClassVar[str] = "updateData"

    auth_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    installed_app: InstalledApp
    previous_permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstall(_DeliveryBase):
    """The user removed the SmartApp; its tokens are no longer valid."""

    reply_key: ClassVar[str] = "uninstallData"

    installed_app: InstalledApp


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDelivery(_DeliveryBase):
    """Events of the location."""

    reply_key: ClassVar[str] = "eventData"

    auth_token: str | None = field(default=None, repr=False)
    """Valid for five minutes; API_ONLY apps get none."""
    installed_app: InstalledApp
    events: tuple[Event, ...] = ()
    unreadable: int = 0
    """The number of unreadable events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthCallback(_DeliveryBase):
    """The user returned from the login page of another service."""

    # The request has ``oauthCallbackData``, the reply a capital A (platform reference 4.2).
    reply_key: ClassVar[str] = "oAuthCallbackData"

    installed_app_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Execute(_DeliveryBase):
    """The SmartApp is executed by a request to the API."""

    reply_key: ClassVar[str] = "executeData"

    installed_app: InstalledApp


type Delivery = (
    Ping
    | Confirmation
    | ConfigurationInitialize
    | ConfigurationPage
    | Install
    | Update
    | Uninstall
    | EventDelivery
    | OAuthCallback
    | Execute
)


def _required(data: JsonObject, key: str) -> str:
    if not (value := text(data, key)):
        raise UnusableItemError(key)
    return value


def _installed_app(data: JsonObject) -> InstalledApp:
    return parse_installed_app(as_object(data.get("installedApp")))


def _ping(data: JsonObject, raw: JsonObject) -> Ping:
    return Ping(app_ids=_app_ids(raw), challenge=_required(data, "challenge"))


def _confirmation(data: JsonObject, raw: JsonObject) -> Confirmation:
    return Confirmation(
        app_ids=_app_ids(raw),
        app_id=_required(data, "appId"),
        confirmation_url=_required(data, "confirmationUrl"),
    )


def _configuration(
    data: JsonObject, raw: JsonObject
) -> ConfigurationInitialize | ConfigurationPage:
    phase = _required(data, "phase").upper()
    installed_app_id = _required(data, "installedAppId")
    location_id = text(data, "locationId") or None
    locale = text(raw, "locale")
    if phase == "INITIALIZE":
        return ConfigurationInitialize(
            app_ids=_app_ids(raw),
            installed_app_id=installed_app_id,
            location_id=location_id,
            locale=locale,
        )
    if phase == "PAGE":
        return ConfigurationPage(
            app_ids=_app_ids(raw),
            installed_app_id=installed_app_id,
            location_id=location_id,
            locale=locale,
            page_id=text(data, "pageId"),
        )
    raise UnreadableDeliveryError(Unreadable.UNKNOWN_PHASE)


def _install(data: JsonObject, raw: JsonObject) -> Install:
    return Install(
        app_ids=_app_ids(raw),
        auth_token=_required(data, "authToken"),
        refresh_token=_required(data, "refreshToken"),
        installed_app=_installed_app(data),
    )


def _update(data: JsonObject, raw: JsonObject) -> Update:
    return Update(
        app_ids=_app_ids(raw),
        auth_token=_required(data, "authToken"),
        refresh_token=text(data, "refreshToken") or None,
        installed_app=_installed_app(data),
        previous_permissions=texts(data.get("previousPermissions")),
    )


def _uninstall(data: JsonObject, raw: JsonObject) -> Uninstall:
    return Uninstall(app_ids=_app_ids(raw), installed_app=_installed_app(data))


def _event(data: JsonObject, raw: JsonObject) -> EventDelivery:
    events, unreadable = parse_events(data.get("events"))
    return EventDelivery(
        app_ids=_app_ids(raw),
        auth_token=text(data, "authToken") or None,
        installed_app=_installed_app(data),
        events=events,
        unreadable=unreadable,
    )


def _oauth_callback(data: JsonObject, raw: JsonObject) -> OAuthCallback:
    return OAuthCallback(app_ids=_app_ids(raw), installed_app_id=_required(data, "installedAppId"))


def _execute(data: JsonObject, raw: JsonObject) -> Execute:
    return Execute(app_ids=_app_ids(raw), installed_app=_installed_app(data))


# Name of the lifecycle, key of its data in lower case, and its reader. The two spellings of one
# key, ``oauthCallbackData``, differ only by case (platform reference 4.2).
_READERS: dict[str, tuple[str, Callable[[JsonObject, JsonObject], Delivery]]] = {
    "PING": ("pingdata", _ping),
    "CONFIRMATION": ("confirmationdata", _confirmation),
    "CONFIGURATION": ("configurationdata", _configuration),
    "INSTALL": ("installdata", _install),
    "UPDATE": ("updatedata", _update),
    "UNINSTALL": ("uninstalldata", _uninstall),
    "EVENT": ("eventdata", _event),
    "OAUTH_CALLBACK": ("oauthcallbackdata", _oauth_callback),
    "EXECUTE": ("executedata", _execute),
}


def parse_delivery(body: bytes) -> Delivery:
    """Read the body of a delivery. Raises UnreadableDeliveryError.

    It does not verify the sender: :func:`.signature.authenticate_delivery` does.
    """
    try:
        raw: Json = orjson.loads(body)
    except ValueError:
        raise UnreadableDeliveryError(Unreadable.NOT_JSON) from None
    if not isinstance(raw, dict):
        raise UnreadableDeliveryError(Unreadable.NOT_AN_OBJECT)
    name = text(raw, "lifecycle") or text(raw, "messageType")
    if (entry := _READERS.get(name.upper())) is None:
        raise UnreadableDeliveryError(Unreadable.UNKNOWN_LIFECYCLE)
    data_key, read = entry
    data = next((as_object(raw[key]) for key in raw if key.lower() == data_key), {})
    try:
        return read(data, raw)
    except UnusableItemError as err:
        raise UnreadableDeliveryError(Unreadable.INCOMPLETE, missing=str(err)) from None


def _app_ids(raw: JsonObject) -> frozenset[str]:
    return frozenset({text(raw, "appId"), text(as_object(raw.get("settings")), "appId")} - {""})


def ping_reply(challenge: str) -> JsonObject:
    """Return the reply to a PING."""
    return {Ping.reply_key: {"challenge": challenge}}


def confirmation_reply(target_url: str) -> JsonObject:
    """Return the reply to a CONFIRMATION; ``target_url`` is the registered one."""
    return {"targetUrl": target_url}


def initialize_reply(
    *,
    name: str,
    description: str,
    permissions: Iterable[str],
    first_page_id: str,
    app_id: str = "app",
) -> JsonObject:
    """Return the reply with name, description and permissions of the app, and its first page.

    ``app_id`` is any short name for the configuration, not the id of the SmartApp.
    """
    return {
        ConfigurationInitialize.reply_key: {
            "initialize": {
                "id": app_id,
                "name": name,
                "description": description,
                "permissions": list(permissions),
                "firstPageId": first_page_id,
                "disableCustomDisplayName": False,
                "disableRemoveApp": False,
            }
        }
    }


def page_reply(*, page_id: str, name: str, section: str, text: str) -> JsonObject:
    """Return the reply with a single page that has one paragraph.

    ``name`` is the title of page and paragraph, ``section`` the title of the section.
    """
    return {
        ConfigurationPage.reply_key: {
            "page": {
                "pageId": page_id,
                "name": name,
                "nextPageId": None,
                "previousPageId": None,
                "complete": True,
                "sections": [
                    {
                        "name": section,
                        "hideable": False,
                        "hidden": False,
                        "settings": [
                            {
                                "id": "info",
                                "name": name,
                                "description": text,
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


def empty_reply(
    delivery: Install | Update | Uninstall | EventDelivery | OAuthCallback | Execute,
) -> JsonObject:
    """Return the acknowledgement, for example ``{"installData": {}}``."""
    return {delivery.reply_key: {}}
