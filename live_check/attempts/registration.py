"""The registration of a SmartApp (platform reference 0.3, 2, 13.1, 13.5, 13.8)."""

import time
from typing import Final

from custom_components.smartthings_smartapp.cloud.api.apps import confirm_webhook
from custom_components.smartthings_smartapp.cloud.api.errors import (
    CloudError,
    CloudUnreachableError,
)
from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import Confirmation, Ping
from custom_components.smartthings_smartapp.cloud.json_types import text, texts
from live_check.cloud.smartapp import (
    WITH_CONFIRMATION,
    client_body,
    confirmation_of,
    nowhere,
    register,
    webhook_definition,
    webhook_of,
)
from live_check.context import Attempts, Context, SmartApp
from live_check.findings import Finding, different, not_tried

_SSE = "sse"


async def _new_app(context: Context) -> Finding:
    target = context.receiver.new_target() if context.receiver else None
    body = webhook_definition(target.url if target else nowhere(context.options.endpoints))
    answer, app = await register(context, body, WITH_CONFIRMATION, target)
    if app is None:
        return different(answer.summary)
    if not (app.app_id and app.client_id and app.client_secret):
        return different(answer.summary)
    context.app = app
    return Finding(as_assumed=True, answer=answer.summary)


def _state(app: SmartApp) -> tuple[dict[str, str], str]:
    """Return target status and signature type of a description, and the same as text."""
    webhook = webhook_of(app.reply.object.get("app"))
    state = {
        "targetStatus": text(webhook, "targetStatus"),
        "signatureType": text(webhook, "signatureType"),
        "publicKey": "given" if webhook.get("publicKey") else "",
    }
    return state, ", ".join(f"{name} {value or 'not given'}" for name, value in state.items())


async def _confirmation_form(context: Context) -> Finding:
    state, summary = _state(context.the_app())
    expected = {"targetStatus": "PENDING", "signatureType": "ST_PADLOCK", "publicKey": ""}
    return Finding(state == expected, summary)


async def _confirmation_order(context: Context) -> Finding:
    app = context.the_app()
    if not await confirmation_of(context, app):
        return different(f"no CONFIRMATION within {context.patience.confirmation:g} s")
    later = app.confirmation_at - app.reply.at
    word = "after" if later >= 0 else "before"
    return Finding(later >= 0, f"it came {abs(later):.2f} s {word} the reply")


async def _confirmation_link(context: Context) -> Finding:
    app = context.the_app()
    context.the_receiver()
    if not app.confirmation_url:
        not_tried("no CONFIRMATION came")
    return await _opened(context, app)


async def _opened(context: Context, app: SmartApp) -> Finding:
    """Open the link of a CONFIRMATION as the integration does, and get the app."""
    try:
        await confirm_webhook(
            context.api.session, app.confirmation_url, api_url=context.api.url, app_id=app.app_id
        )
    except CloudUnreachableError:
        raise
    except CloudError as err:
        # The texts of these errors are ours, so they contain nothing private.
        return different(f"{type(err).__name__}: {err}")
    answer = await context.api.call("GET", f"/apps/{app.app_id}", token=context.pat)
    status = text(webhook_of(answer.json), "targetStatus") or "not given"
    return Finding(status == "CONFIRMED", f"opened; targetStatus is then {status}")


async def _plain_form(context: Context) -> Finding:
    receiver = context.the_receiver()
    target = receiver.new_target()
    answer, app = await register(context, webhook_definition(target.url), {}, target)
    if app is None:
        return different(answer.summary)
    context.plain_app = app
    state, summary = _state(app)
    pinged = any(received.at <= app.reply.at for received in receiver.of(target, Ping))
    asked = bool(receiver.of(target, Confirmation))
    expected = {"targetStatus": "CONFIRMED", "signatureType": "APP_RSA", "publicKey": "given"}
    return Finding(
        state == expected and pinged and not asked,
        f"{summary}; PING before the reply: {'yes' if pinged else 'no'}; "
        f"CONFIRMATION: {'yes' if asked else 'no'}",
    )


async def _confirmation_again(context: Context) -> Finding:
    target = context.the_receiver().new_target()
    answer, app = await register(context, webhook_definition(target.url), WITH_CONFIRMATION, target)
    if app is None:
        not_tried(f"the SmartApp for it was rejected: {answer.summary}")
    context.unconfirmed_app = app
    if not await confirmation_of(context, app):
        not_tried("no first CONFIRMATION came")
    answer = await context.api.call(
        "PUT", f"/apps/{app.app_id}/register", token=context.pat, body={}
    )
    again = answer.ok and await confirmation_of(context, app, 2)
    return Finding(again, f"{answer.summary}; it came again: {'yes' if again else 'no'}")


async def _confirmation_life(context: Context) -> Finding:
    app = context.unconfirmed_app or not_tried("there is no unconfirmed SmartApp")
    if not app.confirmation_url:
        not_tried("no CONFIRMATION came")
    age = time.monotonic() - app.confirmation_at
    finding = await _opened(context, app)
    return Finding(finding.as_assumed, f"at the age of {age:.0f} s: {finding.answer}")


async def _moved_target(context: Context) -> Finding:
    app, receiver = context.the_app(), context.the_receiver()
    target = receiver.new_target()
    body = {**webhook_definition(target.url), "appName": app.name}
    answer = await context.api.call("PUT", f"/apps/{app.app_id}", token=context.pat, body=body)
    if not answer.ok:
        return different(answer.summary)
    received = await receiver.wait(
        lambda found: found.target is target, context.patience.confirmation
    )
    status = text(webhook_of(answer.json), "targetStatus") or "not given"
    kind = type(received.lifecycle).__name__.upper() if received else "nothing"
    return Finding(
        received is not None and isinstance(received.lifecycle, Confirmation | Ping),
        f"targetStatus {status}; the new target received {kind}",
    )


async def _sse_scope(context: Context) -> Finding:
    app = context.the_app()
    path = f"/apps/{app.app_id}/oauth"
    body = {**client_body(_SSE), "redirectUris": []}
    answer = await context.api.call("PUT", path, token=context.pat, body=body)
    if not answer.ok:
        return Finding(as_assumed=True, answer=answer.summary)
    granted = _SSE in texts(answer.object.get("scope"))
    return Finding(not granted, f"{answer.status}, {'with' if granted else 'without'} sse")


ATTEMPTS: Final[Attempts] = {
    "new-app": _new_app,
    "confirmation-form": _confirmation_form,
    "confirmation-order": _confirmation_order,
    "confirmation-link": _confirmation_link,
    "plain-form": _plain_form,
    "confirmation-again": _confirmation_again,
    "sse-scope": _sse_scope,
    "confirmation-life": _confirmation_life,
    "moved-target": _moved_target,
}
