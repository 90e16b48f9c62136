"""The tokens of our installed app: used, renewed, and hidden from the report."""

import time
from http import HTTPStatus

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, text
from live_check.cloud.answers import Answer
from live_check.live import Installation, Live


async def refresh(
    live: Live, installation: Installation, refresh_token: str, *, secret: str | None = None
) -> Answer:
    """Use a refresh token, with the secret if one is given, else ours (platform reference 1.2)."""
    app = installation.app
    answer = await live.api.token(
        {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": app.client_id,
        },
        client_id=app.client_id,
        client_secret=app.client_secret if secret is None else secret,
    )
    live.redactor.secret(text(answer.object, "access_token"), text(answer.object, "refresh_token"))
    return answer


def take_over(installation: Installation, answer: Answer) -> bool:
    """Use the pair of a reply from now on; tell whether there is one."""
    access, refreshed = text(answer.object, "access_token"), text(answer.object, "refresh_token")
    if not (access and refreshed):
        return False
    installation.spent_token = installation.refresh_token
    installation.access_token, installation.refresh_token = access, refreshed
    return True


async def call_app(
    live: Live,
    method: str,
    path: str,
    *,
    body: JsonObject | None = None,
    params: dict[str, str] | None = None,
) -> Answer:
    """Make a call with the token of the installed app; one that has ended is renewed.

    Raises NotTriedError where nothing is installed.
    """
    installation = live.the_installation()
    token = installation.access_token
    answer = await live.api.call(method, path, token=token, params=params, body=body)
    if answer.status != HTTPStatus.UNAUTHORIZED:
        return answer
    if token == installation.install_token and installation.refused_after is None:
        installation.refused_after = time.monotonic() - installation.since
    renewed = await refresh(live, installation, installation.refresh_token)
    if not take_over(installation, renewed):
        return answer
    token = installation.access_token
    return await live.api.call(method, path, token=token, params=params, body=body)
