"""The lifetime of tokens, and the token endpoint (platform reference 1.1, 1.2, 13.3)."""

import asyncio
import time
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from custom_components.smartthings_smartapp.cloud.json_types import text
from live_check.cloud.answers import listed
from live_check.cloud.tokens import call_app, refresh, take_over
from live_check.context import Attempts, Context
from live_check.findings import Finding, different, not_tried

_DAY = 86_399
_INVALID_GRANT = "invalid_grant"
_INVALID_CLIENT = "invalid_client"
_ME = "/installedapps/me"


async def _install_token_life(context: Context) -> Finding:
    installation = context.the_installation()
    if not installation.install_token:
        not_tried("there was no INSTALL: that needs a public URL")
    if installation.refused_after is not None:
        return different(f"refused at the age of {installation.refused_after:.0f} s")
    wait = installation.since + context.patience.token_age - time.monotonic()
    if wait > 0:
        context.say(
            f"waiting {wait:.0f} s until the token of INSTALL is five minutes old; switch, rename "
            "or move devices in the SmartThings app during that time to cause events"
        )
        await asyncio.sleep(wait)
    answer = await context.api.call("GET", _ME, token=installation.install_token)
    age = time.monotonic() - installation.since
    if not answer.ok:
        installation.refused_after = age
    return Finding(answer.ok, f"at the age of {age:.0f} s: {answer.summary}")


async def _refresh_reply(context: Context) -> Finding:
    installation = context.the_installation()
    answer = await refresh(context, installation, installation.refresh_token)
    if not take_over(installation, answer):
        return different(answer.summary)
    lifetime = answer.object.get("expires_in")
    return Finding(
        lifetime == _DAY and "installed_app_id" in answer.object,
        f"{answer.status}, expires_in {lifetime}, with {listed(answer.object)}",
    )


async def _old_access_token(context: Context) -> Finding:
    installation = context.the_installation()
    if not (installation.install_token and installation.spent_token):
        not_tried("no token of INSTALL was replaced")
    if installation.refused_after is not None:
        not_tried("it expired before")
    answer = await context.api.call("GET", _ME, token=installation.install_token)
    return Finding(answer.status == HTTPStatus.UNAUTHORIZED, answer.summary)


async def _reused_refresh_token(context: Context) -> Finding:
    installation = context.the_installation()
    if not installation.spent_token:
        not_tried("no refresh token was used")
    answer = await refresh(context, installation, installation.spent_token)
    if take_over(installation, answer):
        return different(f"{answer.summary}: it works more than once")
    refused = answer.status == HTTPStatus.BAD_REQUEST and answer.code == _INVALID_GRANT
    return Finding(refused, answer.summary)


async def _login_after_reuse(context: Context) -> Finding:
    installation = context.the_installation()
    me = await call_app(context, "GET", _ME)
    answer = await refresh(context, installation, installation.refresh_token)
    renewed = take_over(installation, answer)
    return Finding(me.ok and renewed, f"access token: {me.status}; refresh token: {answer.summary}")


async def _invalid_client(context: Context) -> Finding:
    installation = context.the_installation()
    answer = await refresh(context, installation, installation.refresh_token, secret=str(uuid4()))
    refused = answer.status == HTTPStatus.UNAUTHORIZED and answer.code == _INVALID_CLIENT
    return Finding(refused, answer.summary)


async def _token_addresses(context: Context) -> Finding:
    """Ask with an unknown client: the answer shows whether the addresses have the same service."""
    invented = {"client_id": str(uuid4()), "client_secret": str(uuid4())}
    form = {
        "grant_type": "refresh_token",
        "refresh_token": str(uuid4()),
        "client_id": invented["client_id"],
    }
    usual = await context.api.token(form, **invented)
    others = {
        "/v1/oauth/token": f"{context.api.url}/v1/oauth/token",
        "the older host": f"{context.options.auth_url}/oauth/token",
    }
    answers = {
        name: await context.api.token(form, **invented, url=url) for name, url in others.items()
    }
    found = {"/oauth/token": usual, **answers}
    return Finding(
        all((answer.status, answer.code) == (usual.status, usual.code) for answer in found.values())
        and usual.code == _INVALID_CLIENT,
        "; ".join(f"{name}: {answer.summary}" for name, answer in found.items()),
    )


async def _new_client(context: Context) -> Finding:
    installation = context.the_installation()
    app = installation.app
    granted = await context.api.call("GET", f"/apps/{app.app_id}/oauth", token=context.pat)
    answer = await context.api.call(
        "POST",
        f"/apps/{app.app_id}/oauth/generate",
        token=context.pat,
        body={
            "clientName": granted.object.get("clientName"),
            "scope": granted.object.get("scope"),
        },
    )
    client_id, secret = (
        text(answer.object, "oauthClientId"),
        text(answer.object, "oauthClientSecret"),
    )
    context.redactor.secret(client_id, secret)
    if not (client_id and secret):
        return different(answer.summary)
    old = await refresh(context, installation, installation.refresh_token)
    app.client_id, app.client_secret = client_id, secret
    new = await refresh(context, installation, installation.refresh_token)
    take_over(installation, new)
    return Finding(
        not old.ok and new.code == _INVALID_GRANT,
        f"{answer.status}; refresh with the old client: {old.summary}; with the new: {new.summary}",
    )


ATTEMPTS: Final[Attempts] = {
    "install-token-life": _install_token_life,
    "refresh": _refresh_reply,
    "old-access-token": _old_access_token,
    "reused-refresh-token": _reused_refresh_token,
    "login-after-reuse": _login_after_reuse,
    "invalid-client": _invalid_client,
    "token-addresses": _token_addresses,
    "new-client": _new_client,
}
