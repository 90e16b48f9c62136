"""An API_ONLY app, which needs no public URL (platform reference 2.6, 3.5)."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

from aiohttp import web
from yarl import URL

from custom_components.smartthings_smartapp.cloud.json_types import text
from custom_components.smartthings_smartapp.const import SCOPES
from live_check.cloud.answers import listed
from live_check.cloud.smartapp import client_body, definition, register
from live_check.context import Attempts, Context, Installation, SmartApp
from live_check.findings import Finding, different, not_tried
from live_check.person import Visit, visit

_PATH: Final = "/live-check"
_STATE_BYTES: Final = 16


def _redirect_uri(context: Context) -> str:
    return f"http://localhost:{context.options.port}{_PATH}"


async def _loopback_redirect(context: Context) -> Finding:
    if context.receiver:
        not_tried("with a public URL, a webhook SmartApp is tried instead")
    if not context.options.port:
        not_tried("it needs a fixed port (--listen)")
    body = definition(
        "API_ONLY",
        classifications=["CONNECTED_SERVICE"],
        oauth={**client_body(), "redirectUris": [_redirect_uri(context)]},
    )
    answer, app = await register(context, body, {}, None)
    if app is None:
        return different(answer.summary)
    context.api_only_app = app
    return Finding(as_assumed=True, answer=answer.summary)


@asynccontextmanager
async def _redirects(context: Context) -> AsyncIterator[asyncio.Queue[dict[str, str]]]:
    """Listen at the redirect URI, and yield the queries that arrive."""
    arrived: asyncio.Queue[dict[str, str]] = asyncio.Queue()

    async def answer(request: web.Request) -> web.Response:
        arrived.put_nowait(dict(request.query))
        return web.Response(text="You can close this page and return to the terminal.")

    app = web.Application()
    app.router.add_get(_PATH, answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, context.options.host, context.options.port).start()
        yield arrived
    except OSError:
        not_tried(f"port {context.options.port} is in use")
    finally:
        await runner.cleanup()


async def _oauth_login(context: Context) -> Finding:
    app = context.api_only_app or not_tried("no API_ONLY app could be registered")
    if context.options.skip_install:
        not_tried("left out (--skip-install)")
    state = secrets.token_urlsafe(_STATE_BYTES)
    link = URL(f"{context.api.url}/oauth/authorize").with_query(
        client_id=app.client_id,
        response_type="code",
        redirect_uri=_redirect_uri(context),
        scope=" ".join(SCOPES),
        state=state,
    )
    async with _redirects(context) as arrived:
        query = await visit(
            context.person,
            str(link),
            "Authorize the app on this page, for one location.",
            arrived.get(),
            context.patience.installation,
        )
    if query is Visit.SKIPPED:
        not_tried(query.value)
    if isinstance(query, Visit):
        return different(query.value)
    context.redactor.secret(query.get("code", ""), state)
    if query.get("state") != state or "code" not in query:
        return different(f"the redirect contains {listed(set(query))}")
    return await _exchanged(context, app, query["code"])


async def _exchanged(context: Context, app: SmartApp, code: str) -> Finding:
    answer = await context.api.token(
        {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": app.client_id,
            "redirect_uri": _redirect_uri(context),
        },
        client_id=app.client_id,
        client_secret=app.client_secret,
    )
    reply = answer.object
    access_token, refresh_token = text(reply, "access_token"), text(reply, "refresh_token")
    installed_app_id = text(reply, "installed_app_id")
    context.redactor.secret(access_token, refresh_token)
    if answer.status != HTTPStatus.OK or not (access_token and installed_app_id):
        return different(answer.summary)
    found = await context.api.call("GET", f"/installedapps/{installed_app_id}", token=access_token)
    context.installation = Installation(
        app=app,
        installed_app_id=installed_app_id,
        location_id=text(found.object, "locationId") or context.location_id,
        access_token=access_token,
        refresh_token=refresh_token,
        since=time.monotonic(),
    )
    return Finding(
        bool(refresh_token and found.ok), f"{answer.summary}; installed app: {found.summary}"
    )


ATTEMPTS: Final[Attempts] = {
    "loopback-redirect": _loopback_redirect,
    "oauth-login": _oauth_login,
}
