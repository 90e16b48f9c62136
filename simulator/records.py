"""The apps, installed apps, subscriptions and grants of the cloud."""

from dataclasses import dataclass, field
from datetime import datetime

from .delivery.signing import AppKey
from .devices.device import JsonObject
from .json_tools import as_object, strings


@dataclass(slots=True, kw_only=True)
class Confirmation:
    """A pending confirmation: the token of its link, and when it expires."""

    token: str = field(repr=False)
    expires: datetime


@dataclass(slots=True, kw_only=True)
class App:
    """A registered app. `body` is that of `GET /apps/{id}` (platform reference 2.2)."""

    body: JsonObject
    client_id: str
    client_secret: str = field(repr=False)
    oauth: JsonObject
    settings: dict[str, str] = field(default_factory=dict)
    requires_confirmation: bool = False
    confirmation: Confirmation | None = None
    key: AppKey | None = None

    @property
    def app_id(self) -> str:
        """The id of the app."""
        return str(self.body["appId"])

    @property
    def _target(self) -> JsonObject:
        if self.body["appType"] == "API_ONLY":
            return as_object(as_object(self.body.get("apiOnly")).get("subscription"))
        return as_object(self.body.get("webhookSmartApp"))

    @property
    def api_only(self) -> bool:
        """Whether the app gets the bodies of an API_ONLY app (platform reference 4.1)."""
        return self.body["appType"] == "API_ONLY"

    @property
    def target_url(self) -> str:
        """The URL for deliveries."""
        return str(self._target.get("targetUrl", ""))

    @property
    def confirmed(self) -> bool:
        """Whether the target was confirmed."""
        return self._target.get("targetStatus") == "CONFIRMED"

    @property
    def signature_type(self) -> str:
        """APP_RSA or ST_PADLOCK (platform reference 5.3)."""
        return str(self._target.get("signatureType", "ST_PADLOCK"))

    @property
    def scopes(self) -> list[str]:
        """The scopes that an installation may get at most."""
        return strings(self.oauth.get("scope"))

    @property
    def redirect_uris(self) -> list[str]:
        """The allowed redirect URIs for authorization codes."""
        return strings(self.oauth.get("redirectUris"))

    def set_target_status(self, status: str) -> None:
        """Set the status to PENDING or CONFIRMED."""
        self._target["targetStatus"] = status


@dataclass(slots=True, kw_only=True)
class InstalledApp:
    """An installation. `body` is that of `GET /installedapps/{id}` (platform reference 3.4)."""

    body: JsonObject
    config: JsonObject
    config_id: str
    permissions: list[str]

    @property
    def installed_app_id(self) -> str:
        """The id of the installed app."""
        return str(self.body["installedAppId"])

    @property
    def app_id(self) -> str:
        """The id of its app."""
        return str(self.body["appId"])

    @property
    def location_id(self) -> str:
        """The id of its location."""
        return str(self.body["locationId"])

    @property
    def authorized(self) -> bool:
        """Whether the user gave consent."""
        return self.body["installedAppStatus"] == "AUTHORIZED"

    @property
    def address(self) -> JsonObject:
        """`installedApp` in deliveries to API_ONLY apps (platform reference 4.4)."""
        return {"installedAppId": self.installed_app_id, "locationId": self.location_id}

    @property
    def delivered(self) -> JsonObject:
        """`installedApp` in deliveries to webhook apps (platform reference 4.2)."""
        return {**self.address, "config": self.config, "permissions": [*self.permissions]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A subscription. `body` is that of the API (platform reference 6.2); `key` is its source type.

    `source` is the member of the body with this key.
    """

    body: JsonObject
    key: str

    @property
    def subscription_id(self) -> str:
        """The id of the subscription."""
        return str(self.body["id"])

    @property
    def installed_app_id(self) -> str:
        """The id of its installed app."""
        return str(self.body["installedAppId"])

    @property
    def source(self) -> JsonObject:
        """The source of the events."""
        return as_object(self.body[self.key])

    @property
    def name(self) -> str | None:
        """The name of the subscription."""
        name = self.source.get("subscriptionName")
        return name if isinstance(name, str) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The consent of a user at the authorize URL, until its code is used (platform reference 3.5).

    The code is valid only for this client and redirect URI.
    """

    client_id: str
    redirect_uri: str
    location_id: str
    scopes: tuple[str, ...]
    expires: datetime


@dataclass(slots=True, kw_only=True)
class Records:
    """All data of the cloud except the homes, by id.

    `schedules` maps the id of an installed app to its schedules by name, `grants` an authorization
    code to its grant.
    """

    apps: dict[str, App] = field(default_factory=dict)
    installed_apps: dict[str, InstalledApp] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    schedules: dict[str, dict[str, JsonObject]] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict, repr=False)

    def find_app(self, name_or_id: str) -> App | None:
        """Return an app by its id or its name."""
        if name_or_id in self.apps:
            return self.apps[name_or_id]
        found = (app for app in self.apps.values() if app.body["appName"] == name_or_id)
        return next(found, None)

    def app_of_client(self, client_id: str) -> App | None:
        """Return the app with this client id."""
        return next((app for app in self.apps.values() if app.client_id == client_id), None)

    def installations(self, app_id: str, location_id: str | None = None) -> list[InstalledApp]:
        """Return the installations of an app, in all locations or in one."""
        return [
            installed_app
            for installed_app in self.installed_apps.values()
            if installed_app.app_id == app_id and location_id in (None, installed_app.location_id)
        ]

    def subscriptions_of(self, installed_app_id: str) -> list[Subscription]:
        """Return the subscriptions of an installed app, oldest first."""
        return [
            subscription
            for subscription in self.subscriptions.values()
            if subscription.installed_app_id == installed_app_id
        ]

    def remove_installed_app(self, installed_app_id: str) -> None:
        """Remove an installed app with its subscriptions and schedules."""
        self.installed_apps.pop(installed_app_id, None)
        self.schedules.pop(installed_app_id, None)
        for subscription in self.subscriptions_of(installed_app_id):
            del self.subscriptions[subscription.subscription_id]
