"""The SmartApps of a developer account: register, find, change, delete (platform reference 2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import uuid4

import aiohttp
from yarl import URL

from ..client_credentials import ClientCredentials
from ..json_types import Json, JsonObject, as_object, moment, text, texts
from .errors import (
    AppUnknownError,
    CloudError,
    ForbiddenError,
    KindRefusedError,
    LimitReachedError,
    NotFoundError,
    Oddity,
    RejectedError,
    TargetError,
    UnauthorizedError,
    UnexpectedReplyError,
)
from .http import Http, error_for, exchange, path_of

WEBHOOK_APP: Final = "WEBHOOK_SMART_APP"
API_ONLY_APP: Final = "API_ONLY"
CONFIRM_TIMEOUT: Final = 10.0

_OPEN: Final = "PENDING"
"""The status of an installation whose pages are still open (3.2)."""
_MAX_DISPLAY_NAME: Final = 75
_MAX_DESCRIPTION: Final = 250
_MAX_CONFIRMATION: Final = 64 * 1024
_PADLOCK: Final = {"requireConfirmation": "true", "signatureType": "ST_PADLOCK"}
# The members of an app that a PUT accepts (2.2); a reply has more.
_DEFINITION: Final = (
    "appName",
    "displayName",
    "description",
    "singleInstance",
    "appType",
    "classifications",
    "principalType",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppTemplate:
    """What all SmartApps of one product have in common."""

    name_prefix: str
    """Start of the unique names of the apps; other apps of the account are not looked at."""
    client_name: str
    """Name of the OAuth client, which the platform shows to the user."""
    scopes: tuple[str, ...]
    """Scopes that installations of the apps may request (1.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppDescription:
    """A SmartApp as the platform describes it, without its secret."""

    app_id: str
    kind: str = ""
    """WEBHOOK_SMART_APP or API_ONLY (2.6)."""
    target_url: str = ""
    """Empty for an API_ONLY app without deliveries."""
    target_status: str = ""
    """PENDING until the webhook is confirmed, then CONFIRMED."""
    public_key: str | None = None
    """The key in PEM that verifies the deliveries of an APP_RSA app; None for other apps."""
    signature_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredApp(AppDescription):
    """A SmartApp with its client credentials, which the platform shows only once."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedApp:
    """An app as the list of an account shows it, without its target (2.1)."""

    app_id: str
    kind: str
    display_name: str
    description: str
    created: datetime | None


class AppsClient:
    """The SmartApps of an account. The calls need a personal access token (1.3)."""

    def __init__(self, http: Http, template: AppTemplate) -> None:
        """Make requests with the token of ``http``, and new apps from the template."""
        self.http = http
        self._template = template

    async def create_webhook_app(
        self, *, display_name: str, description: str, target_url: str
    ) -> RegisteredApp:
        """Register a webhook SmartApp.

        The first request asks for a confirmation of the webhook and for the newer signature. If the
        platform rejects it, the second one uses the older form, in which the platform sends a PING
        before it answers (2.3). Raises TargetError if the platform rejects the webhook,
        LimitReachedError if the account has too many apps, and KindRefusedError if the platform
        accepts no apps of this kind, or not with this token.
        """
        body: JsonObject = {
            **self._new_app(WEBHOOK_APP, display_name, description),
            "classifications": ["AUTOMATION"],
            "webhookSmartApp": {"targetUrl": target_url},
        }
        try:
            reply = await self.http.request("POST", "/apps", params=_PADLOCK, body=body)
        except TargetError, LimitReachedError:
            raise
        except RejectedError, NotFoundError:
            return await self._create(body)
        except (ForbiddenError, UnauthorizedError) as err:
            raise KindRefusedError(_status(err)) from err
        return _registered(as_object(reply))

    async def _create(self, body: JsonObject) -> RegisteredApp:
        """Register an app; an error that is not about its webhook is about its kind (0.3)."""
        try:
            reply = await self.http.request("POST", "/apps", body=body)
        except TargetError, LimitReachedError:
            raise
        except (RejectedError, NotFoundError, ForbiddenError, UnauthorizedError) as err:
            raise KindRefusedError(_status(err)) from err
        return _registered(as_object(reply))

    async def create_api_only_app(
        self,
        *,
        display_name: str,
        description: str,
        target_url: str,
        redirect_uris: Sequence[str],
    ) -> RegisteredApp:
        """Register an API_ONLY app, which a person authorizes in the browser (2.6, 3.5).

        An app with an empty target gets no deliveries. Raises as :meth:`create_webhook_app` does.
        """
        body: JsonObject = {
            **self._new_app(API_ONLY_APP, display_name, description),
            "classifications": ["CONNECTED_SERVICE"],
            "principalType": "LOCATION",
            "apiOnly": _target(target_url),
            "oauth": {**self._client_body(), "redirectUris": [*redirect_uris]},
        }
        return await self._create(body)

    async def set_settings(self, app_id: str, settings: Mapping[str, str]) -> None:
        """Store settings, which the platform includes in every delivery of the app (2.1, 4.1)."""
        await self.http.request(
            "PUT",
            path_of("apps", app_id, "settings"),
            body={"settings": {"appId": app_id, **settings}},
        )

    async def find_unused(
        self, kind: str, settings: Mapping[str, str], but: Collection[str] = ()
    ) -> AppDescription | None:
        """Return an app of a kind that has the settings and no installation, except ``but``.

        The settings of each app need a request, so it reads only apps named by the template.
        """
        for app in await self.listed(kind):
            if app.app_id in but:
                continue
            found = await self.settings(app.app_id)
            if settings.items() <= found.items() and not await self.is_in_use(app.app_id):
                return await self.get(app.app_id)
        return None

    async def listed(self, kind: str = "") -> list[ListedApp]:
        """Return the apps of the account that are named by the template, of one kind or all."""
        found = []
        params = {"appType": kind} if kind else None
        for item in map(as_object, await self.http.pages("/apps", params=params)):
            app_id = text(item, "appId")
            if app_id and text(item, "appName").startswith(self._template.name_prefix):
                found.append(
                    ListedApp(
                        app_id=app_id,
                        kind=text(item, "appType"),
                        display_name=text(item, "displayName"),
                        description=text(item, "description"),
                        created=moment(item.get("createdDate")),
                    )
                )
        return found

    async def settings(self, app_id: str) -> JsonObject:
        """Return the settings of an app (2.1), empty if the token may not read them."""
        try:
            reply = as_object(await self.http.request("GET", path_of("apps", app_id, "settings")))
        except ForbiddenError, NotFoundError:
            return {}
        return as_object(reply.get("settings"))

    async def get(self, app_id: str) -> AppDescription:
        """Return an app of the account. Raises AppUnknownError if the account does not have it."""
        return _description(await self._of_app("GET", app_id))

    async def is_mine(self, app_id: str) -> bool:
        """Return whether an app belongs to the account of the token."""
        try:
            await self.get(app_id)
        except AppUnknownError:
            return False
        return True

    async def is_installed(self, app_id: str, location_id: str) -> bool:
        """Return whether an app is installed in a location; False if the request fails (3.4)."""
        params = {"appId": app_id, "locationId": location_id}
        try:
            found = await self.http.pages("/installedapps", params=params)
        except CloudError:
            return False
        return any(text(as_object(item), "appId") == app_id for item in found)

    async def is_in_use(self, app_id: str, but: str = "") -> bool:
        """Return whether an app is installed anywhere (3.4); True if the token may not list that.

        An installation whose pages are still open does not count, and neither does ``but``.
        """
        try:
            found = await self.http.pages("/installedapps", params={"appId": app_id})
        except ForbiddenError:
            return True
        return any(
            text(item, "appId") == app_id
            and text(item, "installedAppId") != but
            and text(item, "installedAppStatus") != _OPEN
            for item in map(as_object, found)
        )

    async def update_target(self, app_id: str, target_url: str) -> AppDescription:
        """Change the webhook URL of an app; the platform checks the new webhook."""
        app = as_object(await self._of_app("GET", app_id))
        body: JsonObject = {key: app[key] for key in _DEFINITION if key in app}
        part = "apiOnly" if app.get("appType") == API_ONLY_APP else "webhookSmartApp"
        body[part] = _target(target_url)
        return _description(await self._of_app("PUT", app_id, body=body))

    async def register_again(self, app_id: str) -> bool:
        """Let the platform check the webhook again; return False if it is confirmed already."""
        try:
            await self._of_app("PUT", app_id, "register", body={})
        except TargetError:
            raise
        except RejectedError as err:
            if err.status == HTTPStatus.UNPROCESSABLE_ENTITY:
                return False  # Seen for API_ONLY apps (4.9).
            raise
        return True

    async def set_client(self, app_id: str, redirect_uris: Sequence[str] = ()) -> None:
        """Set client name, scopes and redirect URIs of an app's OAuth client."""
        body: JsonObject = {**self._client_body(), "redirectUris": [*redirect_uris]}
        await self._of_app("PUT", app_id, "oauth", body=body)

    async def add_scopes(self, app_id: str) -> None:
        """Add missing scopes of the template to an app's OAuth client, and change nothing else."""
        known = as_object(await self._of_app("GET", app_id, "oauth"))
        asked = texts(known.get("scope"))
        missing = [scope for scope in self._template.scopes if scope not in asked]
        if missing:
            body: JsonObject = {**known, "scope": [*asked, *missing]}
            await self._of_app("PUT", app_id, "oauth", body=body)

    async def generate_client(self, app_id: str) -> ClientCredentials:
        """Return new client credentials; installations must be authorized again (2.1)."""
        reply = await self._of_app("POST", app_id, "oauth", "generate", body=self._client_body())
        return _credentials(as_object(reply))

    async def renew_client(self, app_id: str) -> ClientCredentials:
        """Return new client credentials, and keep the scopes and redirect URIs of the app."""
        known = as_object(await self._of_app("GET", app_id, "oauth"))
        client = await self.generate_client(app_id)
        await self._of_app("PUT", app_id, "oauth", body=known)
        return client

    async def delete(self, app_id: str) -> None:
        """Delete an app; succeed also if it does not exist any more."""
        try:
            await self.http.request("DELETE", path_of("apps", app_id))
        except ForbiddenError, NotFoundError:
            return

    def _new_app(self, kind: str, display_name: str, description: str) -> JsonObject:
        return {
            "appName": f"{self._template.name_prefix}{uuid4()}",
            "displayName": display_name[:_MAX_DISPLAY_NAME],
            "description": (description or display_name)[:_MAX_DESCRIPTION],
            "singleInstance": True,
            "appType": kind,
        }

    def _client_body(self) -> JsonObject:
        return {"clientName": self._template.client_name, "scope": [*self._template.scopes]}

    async def _of_app(
        self, method: str, app_id: str, *below: str, body: JsonObject | None = None
    ) -> Json:
        """Make a request for one app. A 403 may mean the token or the app (1.4): list them."""
        try:
            return await self.http.request(method, path_of("apps", app_id, *below), body=body)
        except (ForbiddenError, NotFoundError) as err:
            listed = await self.http.pages("/apps")
            if all(text(as_object(item), "appId") != app_id for item in listed):
                raise AppUnknownError from err
            raise


def _status(error: CloudError) -> str:
    """Return the answer of the platform for the text of another error."""
    statuses = {ForbiddenError: "403", UnauthorizedError: "401", NotFoundError: "404"}
    return statuses.get(type(error), str(error))


def _target(url: str) -> JsonObject:
    return {"targetUrl": url} if url else {}


def _description(raw: Json) -> AppDescription:
    app = as_object(raw)
    if not (app_id := text(app, "appId")):
        raise UnexpectedReplyError(Oddity.NO_ID)
    kind = text(app, "appType")
    if kind == API_ONLY_APP:
        webhook = as_object(as_object(app.get("apiOnly")).get("subscription"))
    else:
        webhook = as_object(app.get("webhookSmartApp"))
    public_key = text(webhook, "publicKey") or None
    # Old replies have neither status nor signature (2.7). An app with a key was registered in the
    # older form, in which the platform pings the webhook before it answers (2.3).
    status, signature = ("CONFIRMED", "APP_RSA") if public_key else ("PENDING", "ST_PADLOCK")
    return AppDescription(
        app_id=app_id,
        kind=kind,
        target_url=text(webhook, "targetUrl"),
        target_status=text(webhook, "targetStatus") or status,
        public_key=public_key,
        signature_type=text(webhook, "signatureType") or signature,
    )


def _credentials(reply: JsonObject) -> ClientCredentials:
    client_id, client_secret = text(reply, "oauthClientId"), text(reply, "oauthClientSecret")
    if not client_id or not client_secret:
        raise UnexpectedReplyError(Oddity.NO_CREDENTIALS)
    return ClientCredentials(client_id, client_secret)


def _registered(reply: JsonObject) -> RegisteredApp:
    return with_client(_description(reply.get("app")), _credentials(reply))


def with_client(app: AppDescription, client: ClientCredentials) -> RegisteredApp:
    """Join a description with client credentials."""
    return RegisteredApp(
        app_id=app.app_id,
        kind=app.kind,
        target_url=app.target_url,
        target_status=app.target_status,
        public_key=app.public_key,
        signature_type=app.signature_type,
        client_id=client.client_id,
        client_secret=client.client_secret,
    )


async def confirm_webhook(
    session: aiohttp.ClientSession, confirmation_url: str, *, api_url: str, app_id: str
) -> None:
    """Confirm the webhook of an app with a GET of the URL of a CONFIRMATION (2.3, 4.2).

    The URL comes from outside, so it is requested only if it is exactly the confirmation page of
    this app on the API host; otherwise it raises UnexpectedReplyError. Raises another CloudError
    if the platform rejects the confirmation.
    """
    url = _confirmation_page(confirmation_url, api_url, app_id)
    timeout = aiohttp.ClientTimeout(total=CONFIRM_TIMEOUT)
    reply = await exchange(
        session.get(url, allow_redirects=False, timeout=timeout), _MAX_CONFIRMATION
    )
    if error := error_for(reply):
        raise error


def _confirmation_page(confirmation_url: str, api_url: str, app_id: str) -> URL:
    try:
        url = URL(confirmation_url)
        ours = (
            url.origin() == URL(api_url).origin()
            and url.raw_path == f"/apps/{app_id}/confirm-registration"
            and set(url.query) == {"token"}
            and url == url.with_user(None)
        )
    except ValueError:
        ours = False
    if not ours:
        raise UnexpectedReplyError(Oddity.FOREIGN_CONFIRMATION)
    return url
