"""The installation by a person (platform reference 3, 4.2, 13.1, 13.5)."""

from collections.abc import Mapping
from typing import Final

from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import (
    ConfigurationInitialize,
    ConfigurationPage,
    Install,
)
from custom_components.smartthings_smartapp.cloud.json_types import as_object, text, texts
from custom_components.smartthings_smartapp.const import SCOPES
from live_check.cloud.answers import listed
from live_check.cloud.receiver import Received, Receiver
from live_check.cloud.smartapp import client_body
from live_check.context import Attempts, Context, Installation, SmartApp
from live_check.findings import Finding, different, not_tried
from live_check.person import Visit, visit
from live_check.redaction import UUID

_WALK: Final[Mapping[type, str]] = {
    ConfigurationInitialize: "CONFIGURATION INITIALIZE",
    ConfigurationPage: "CONFIGURATION PAGE",
    Install: "INSTALL",
}
"""The lifecycles of an installation, in order."""
_JWT_DOTS: Final = 2
_UUID: Final = "UUID"
_JWT: Final = "JWT"


async def _visit_install_page(
    context: Context, app: SmartApp, task: str, seconds: float
) -> Received | str:
    """Ask the person to install an app; return its INSTALL, or how far the installation got.

    Raises NotTriedError if the page was apparently not opened.
    """
    receiver = context.the_receiver()
    if context.options.skip_install:
        not_tried("left out (--skip-install)")
    # An installation may ask for these scopes at most (1.5).
    body = {**client_body(), "redirectUris": []}
    answer = await context.api.call(
        "PUT", f"/apps/{app.app_id}/oauth", token=context.pat, body=body
    )
    if not answer.ok:
        not_tried(f"its scopes could not be set: {answer.summary}")
    found = await visit(
        context.person,
        context.options.endpoints.install_page(app.app_id, context.location_id),
        task,
        receiver.first(
            lambda found: found.target is app.target and isinstance(found.lifecycle, Install)
        ),
        seconds,
    )
    if isinstance(found, Received):
        return found
    began = any(received.target is app.target for received in _walked(receiver))
    if found is Visit.SKIPPED or (found is Visit.NOTHING and not began):
        not_tried(found.value)
    return f"{found}; CONFIGURATION {'came' if began else 'did not come'}"


def _walked(receiver: Receiver) -> list[Received]:
    """Return the deliveries of installations."""
    return [found for found in receiver.received if type(found.lifecycle) in _WALK]


async def _pending_install(context: Context) -> Finding:
    app = context.unconfirmed_app or not_tried("there is no unconfirmed SmartApp")
    found = await _visit_install_page(
        context,
        app,
        "Try to install this SmartApp, whose target is not confirmed. It is expected to fail.",
        context.patience.doubtful_page,
    )
    if isinstance(found, str):
        return Finding(as_assumed=True, answer=found)
    return different("it was installed")


async def _web_install(context: Context) -> Finding:
    app = context.the_app()
    found = await _visit_install_page(
        context, app, "Install the SmartApp on this page.", context.patience.installation
    )
    if isinstance(found, str):
        return different(found)
    _take_over(context, app, found)
    names = [
        _WALK[type(received.lifecycle)]
        for received in _walked(context.the_receiver())
        if received.target is app.target
    ]
    return Finding(names == [*_WALK.values()], ", ".join(names))


def _take_over(context: Context, app: SmartApp, received: Received) -> None:
    """Keep the tokens of an INSTALL."""
    data = as_object(received.raw.get("installData"))
    installed_app = as_object(data.get("installedApp"))
    access_token, refresh_token = text(data, "authToken"), text(data, "refreshToken")
    context.redactor.secret(access_token, refresh_token)
    context.installation = Installation(
        app=app,
        installed_app_id=text(installed_app, "installedAppId"),
        location_id=text(installed_app, "locationId"),
        access_token=access_token,
        refresh_token=refresh_token,
        install_token=access_token,
        since=received.at,
    )


def _install_of(context: Context) -> Received:
    context.the_installation()
    return context.the_receiver().of(context.the_app().the_target(), Install)[-1]


async def _install_shape(context: Context) -> Finding:
    received = _install_of(context)
    data = as_object(received.raw.get("installData"))
    installed_app = as_object(data.get("installedApp"))
    walk = context.the_receiver().of(context.the_app().the_target(), ConfigurationInitialize)
    placed = any(as_object(found.raw.get("configurationData")).get("locationId") for found in walk)
    return Finding(
        {"authToken", "refreshToken", "installedApp"} <= set(data)
        and {"installedAppId", "locationId", "config", "permissions"} <= set(installed_app),
        f"installData with {listed(data)}; installedApp with {listed(installed_app)}; "
        f"CONFIGURATION {'with' if placed else 'without'} locationId",
    )


async def _granted_scopes(context: Context) -> Finding:
    received = _install_of(context)
    data = as_object(received.raw.get("installData"))
    installed_app = as_object(data.get("installedApp"))
    granted = set(texts(installed_app.get("permissions")))
    missing, more = sorted(set(SCOPES) - granted), sorted(granted - set(SCOPES))
    summary = f"{len(granted)} scopes; missing: {', '.join(missing) or 'none'}"
    return Finding(not missing, f"{summary}; more: {', '.join(more)}" if more else summary)


def form_of(token: str) -> str:
    """Return the format of a token (1.1)."""
    if UUID.fullmatch(token):
        return _UUID
    return _JWT if token.count(".") == _JWT_DOTS else f"{len(token)} characters"


async def _install_token_form(context: Context) -> Finding:
    data = as_object(_install_of(context).raw.get("installData"))
    access, refresh = (form_of(text(data, key)) for key in ("authToken", "refreshToken"))
    return Finding(
        access in (_UUID, _JWT) and refresh == _UUID,
        f"access token: {access}; refresh token: {refresh}",
    )


ATTEMPTS: Final[Attempts] = {
    "pending-install": _pending_install,
    "web-install": _web_install,
    "install-shape": _install_shape,
    "granted-scopes": _granted_scopes,
    "token-form": _install_token_form,
}
