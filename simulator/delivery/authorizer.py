"""Authorizes an API_ONLY app as a user does (platform reference 1.2, 1.5, 2.6, 3.5)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

from yarl import URL

from simulator.cloud import Cloud
from simulator.records import App, Grant, InstalledApp

from . import installations

_CODE_BYTES = 18


class AuthorizationError(Exception):
    """The page shows the user the reason, and the redirect URI gets nothing."""


def _stop(reason: str) -> NoReturn:
    raise AuthorizationError(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """The request in an authorize URL; `state` is returned unchanged."""

    app: App
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str | None

    def answer(self, **members: str) -> str:
        """Return the redirect URI with the answer in its query."""
        state = {} if self.state is None else {"state": self.state}
        return str(URL(self.redirect_uri).update_query({**members, **state}))


class Authorizer:
    """The authorization of API_ONLY apps."""

    def __init__(self, cloud: Cloud) -> None:
        """Authorize apps of this cloud."""
        self._cloud = cloud

    def read(self, query: Mapping[str, str]) -> AuthorizationRequest:
        """Return the request in the query of an authorize URL. Raises AuthorizationError."""
        app = self._cloud.records.app_of_client(query.get("client_id", ""))
        if app is None:
            _stop("no app has this client id")
        if not app.api_only:
            _stop(
                "only an API_ONLY app is authorized with OAuth; for this one the platform "
                "leads to a host that nobody reaches"
            )
        if query.get("response_type") != "code":
            _stop("the response type is not code")
        redirect_uri = query.get("redirect_uri", "")
        if redirect_uri not in app.redirect_uris:
            _stop("the app does not have this redirect URI")
        # All examples in the documentation have scopes. The answer without scopes is unverified.
        scopes = tuple(query.get("scope", "").split())
        if not scopes:
            _stop("the request has no scope")
        if beyond := set(scopes) - set(app.scopes):
            _stop(f"the app may not ask for {', '.join(sorted(beyond))}")
        return AuthorizationRequest(
            app=app, redirect_uri=redirect_uri, scopes=scopes, state=query.get("state")
        )

    def authorize(self, asked: AuthorizationRequest, location_id: str) -> str:
        """Agree for a location, and return the redirect URI with a code.

        Raises AuthorizationError if the location does not exist or is full.
        """
        cloud = self._cloud
        if location_id not in cloud.home.locations:
            _stop("unknown location")
        if installations.full(cloud, location_id):
            _stop(installations.FULL)
        granted = cloud.options.oauth_scope_granted
        code = secrets.token_urlsafe(_CODE_BYTES)
        cloud.records.grants[code] = Grant(
            client_id=asked.app.client_id,
            redirect_uri=asked.redirect_uri,
            location_id=location_id,
            scopes=tuple(scope for scope in asked.scopes if granted is None or scope in granted),
            expires=cloud.clock() + timedelta(seconds=cloud.options.code_lifetime),
        )
        return asked.answer(code=code)

    def deny(self, asked: AuthorizationRequest) -> str:
        """Deny the request, and return the redirect URI with the error."""
        return asked.answer(error="access_denied")

    def redeem(self, app: App, code: str, redirect_uri: str) -> InstalledApp | None:
        """Return the installed app of a code, None if the code is invalid.

        The first try uses the code up, even if it fails. An existing single instance is updated;
        that it keeps its id and subscriptions is unverified.
        """
        cloud = self._cloud
        grant = cloud.records.grants.pop(code, None)
        if grant is None or grant.expires <= cloud.clock():
            return None
        if (grant.client_id, grant.redirect_uri) != (app.client_id, redirect_uri):
            return None
        installed_app = installations.single(cloud, app, grant.location_id)
        if installed_app is None:
            installed_app = installations.create(cloud, app, grant.location_id)
        installations.authorize(cloud, installed_app, {}, [*grant.scopes])
        return installed_app
