"""Registers our SmartApps and removes them (platform reference 2, 3.4)."""

from functools import partial
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from custom_components.smartthings_smartapp.cloud.api.apps import WEBHOOK_APP
from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import Confirmation
from custom_components.smartthings_smartapp.cloud.endpoints import Endpoints
from custom_components.smartthings_smartapp.cloud.json_types import (
    Json,
    JsonObject,
    as_object,
    text,
)
from custom_components.smartthings_smartapp.const import SCOPES
from live_check.cloud.answers import Answer
from live_check.cloud.receiver import DISPLAY_NAME, Target
from live_check.context import Context, SmartApp
from live_check.created import LeftBehindError, to_its_end
from live_check.findings import not_tried

NAME_PREFIX: Final = "live-check."
"""The names of our SmartApps start with this, and no other names do."""
WITH_CONFIRMATION: Final = {"requireConfirmation": "true", "signatureType": "ST_PADLOCK"}
_DESCRIPTION: Final = "Made and removed by scripts/live_check. You may delete it."
_GONE: Final = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


def definition(kind: str, **members: Json) -> JsonObject:
    """Return the definition of a SmartApp with a unique name (2.2)."""
    return {
        "appName": f"{NAME_PREFIX}{uuid4()}",
        "displayName": DISPLAY_NAME,
        "description": _DESCRIPTION,
        "singleInstance": True,
        "appType": kind,
        **members,
    }


def nowhere(endpoints: Endpoints) -> str:
    """Return a target that cannot exist, for a SmartApp that needs no deliveries."""
    # The simulator must not look up names. Nothing listens at the discard port.
    return "http://127.0.0.1:9/" if endpoints.development else "https://live-check.invalid/"


def webhook_definition(target_url: str) -> JsonObject:
    """Return the definition of a webhook SmartApp."""
    return definition(
        WEBHOOK_APP, classifications=["AUTOMATION"], webhookSmartApp={"targetUrl": target_url}
    )


def client_body(*more: str) -> JsonObject:
    """Return the OAuth client of a SmartApp: the scopes of the integration, and more."""
    return {"clientName": DISPLAY_NAME, "scope": [*SCOPES, *more]}


async def register(
    context: Context, body: JsonObject, params: dict[str, str], target: Target | None
) -> tuple[Answer, SmartApp | None]:
    """Register a SmartApp; return None instead of it if the cloud rejects it.

    It is noted before the call: if the reply is lost, only its name is known.
    """
    name = text(body, "appName")
    noted = context.created.note("a SmartApp", partial(remove, context, name))
    answer = await to_its_end(
        context.api.call("POST", "/apps", token=context.pat, params=params, body=body)
    )
    if not answer.ok:
        if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            context.created.forget(noted)
        return answer, None
    app = SmartApp(
        name=name,
        app_id=text(as_object(answer.object.get("app")), "appId"),
        client_id=text(answer.object, "oauthClientId"),
        client_secret=text(answer.object, "oauthClientSecret"),
        reply=answer,
        target=target,
    )
    context.redactor.secret(app.client_id, app.client_secret)
    if target and (public_key := text(webhook_of(answer.object.get("app")), "publicKey")):
        target.keys.app_public_key = public_key
    return answer, app


def webhook_of(app: Json) -> JsonObject:
    """Return `webhookSmartApp` of a description."""
    return as_object(as_object(app).get("webhookSmartApp"))


async def remove(context: Context, name: str) -> None:
    """Remove a SmartApp and its installations. Raises LeftBehindError if that fails.

    The installed app must be deleted first (platform reference 12). The answer is 403 both for an
    app that does not exist and for one of another account (1.4).
    """
    api, pat = context.api, context.pat
    found = await api.call("GET", f"/apps/{name}", token=pat, paced=False)
    if found.status in _GONE:
        return
    app_id = text(found.object, "appId") or name
    installed = await api.call(
        "GET", "/installedapps", token=pat, params={"appId": app_id}, paced=False
    )
    ids = {text(item, "installedAppId") for item in installed.items}
    if context.installation and context.installation.app.name == name:
        ids.add(context.installation.installed_app_id)
    for installed_app_id in filter(None, ids):
        await _uninstall(context, installed_app_id)
    answer = await api.call("DELETE", f"/apps/{name}", token=pat, paced=False)
    if not answer.ok and answer.status not in _GONE:
        msg = (
            f"the cloud answered {answer.status}; run scripts/live_check --remove-leftovers, "
            f"or delete {name} in the Developer Center"
        )
        raise LeftBehindError(msg)


async def _uninstall(context: Context, installed_app_id: str) -> None:
    """Delete an installed app; use its own token if the personal access token is rejected."""
    path = f"/installedapps/{installed_app_id}"
    answer = await context.api.call("DELETE", path, token=context.pat, paced=False)
    own = context.installation
    if answer.status in _GONE and own and own.installed_app_id == installed_app_id:
        await context.api.call("DELETE", path, token=own.access_token, paced=False)


async def leftovers(context: Context) -> list[str]:
    """Return the names of SmartApps that earlier runs left behind. Raises NotTriedError."""
    answer = await context.api.call("GET", "/apps", token=context.pat)
    if not answer.ok:
        not_tried(f"the list of SmartApps: {answer.summary}")
    names = (text(item, "appName") for item in answer.items)
    return [name for name in names if name.startswith(NAME_PREFIX)]


async def confirmation_of(context: Context, app: SmartApp, number: int = 1) -> bool:
    """Wait for the CONFIRMATION with this number, keep its link, and return whether it arrived."""
    receiver = context.the_receiver()
    target = app.the_target()
    received = await receiver.wait(
        lambda _: len(receiver.of(target, Confirmation)) >= number, context.patience.confirmation
    )
    if received is None:
        return False
    latest = receiver.of(target, Confirmation)[-1]
    data = as_object(latest.raw.get("confirmationData"))
    app.confirmation_url, app.confirmation_at = text(data, "confirmationUrl"), latest.at
    return True
