"""The tokens of our installed app: uses them, renews them, and hides them in the report."""

import time
from http import HTTPStatus

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, text
from live_check.cloud.answers import Answer
from live_check.context import Context, Installation


async def refresh(
    context: Context, installation: Installation, refresh_token: str, *, secret: str | None = None
) -> Answer:
    """Use a refresh token, with the given client secret or ours (platform reference 1.2)."""
    app = installation.app
    answer = await context.api.token(
        {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": app.client_id,
        },
        client_id=app.client_id,
        client_secret=app.client_secret if secret is None else secret,
    )
    context.redactor.secret(
        text(answer.object, "access_token"), text(answer.object, "refresh_token")
    )
    return answer


def take_over(installation: Installation, answer: Answer) -> bool:
    """Use the tokens of a reply from now on; return whether the reply contains tokens."""
    access, refreshed = text(answer.object, "access_token"), text(answer.object, "refresh_token")
    if not (access and refreshed):
        return False
    installation.spent_token = installation.refresh_token
    installation.access_token, installation.refresh_token = access, refreshed
    return True


async def call_app(
    context: Context,
    method: str,
    path: str,
    *,
    body: JsonObject | None = None,
    params: dict[str, str] | None = None,
) -> Answer:
    """Make a call with the token of the installed app, and renew an expired token.

    Raises NotTriedError without an installation.
    """
    installation = context.the_installation()
    token = installation.access_token
    answer = await context.api.call(method, path, token=token, params=params, body=body)
    if answer.status != HTTPStatus.UNAUTHORIZED:
        return answer
    if token == installation.install_token and installation.refused_after is None:
        installation.refused_after = time.monotonic() - installation.since
    renewed = await refresh(context, installation, installation.refresh_token)
    if not take_over(installation, renewed):
        return answer
    token = installation.access_token
    return await context.api.call(method, path, token=token, params=params, body=body)
