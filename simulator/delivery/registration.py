"""Checks that the target belongs to the owner of the app (platform reference 2.3, 2.4)."""

import secrets
from datetime import timedelta
from uuid import uuid4

from simulator.api.errors import ErrorReply, forbidden, violation
from simulator.cloud import Cloud
from simulator.control.log import Delivery
from simulator.json_tools import as_object
from simulator.records import App, Confirmation

from . import lifecycles
from .sender import TIMED_OUT, UNREACHABLE

_OK = 200


def _refusal(delivery: Delivery) -> ErrorReply:
    if delivery.error == TIMED_OUT:
        return violation("TargetTimeoutError", delivery.url, TIMED_OUT)
    if delivery.status is None or delivery.status == _OK:
        # The code for a 200 with a wrong echo is unknown; the target counts as unreachable.
        return violation("TargetUnreachableError", delivery.url, UNREACHABLE)
    message = f"Target did not respond with a 200 status. Upstream status code={delivery.status}"
    return violation("TargetNon200Error", delivery.url, message)


async def ping(cloud: Cloud, app: App) -> None:
    """Send PING to the target; a correct echo confirms it. Raises ErrorReply 422."""
    challenge = str(uuid4())
    delivery = await cloud.sender.post(app, lifecycles.ping(challenge))
    echo = as_object(as_object(delivery.response).get("pingData")).get("challenge")
    if delivery.status != _OK or echo != challenge:
        raise _refusal(delivery)
    app.set_target_status("CONFIRMED")


async def send_confirmation(cloud: Cloud, app: App) -> None:
    """Send CONFIRMATION with a new link. The target is PENDING until the link is opened."""
    app.confirmation = Confirmation(
        token=secrets.token_urlsafe(32),
        expires=cloud.clock() + timedelta(seconds=cloud.options.confirmation_lifetime),
    )
    url = f"{cloud.origin}/apps/{app.app_id}/confirm-registration?token={app.confirmation.token}"
    await cloud.sender.post(app, lifecycles.confirmation(app, url))


def confirm(cloud: Cloud, app_id: str, token: str) -> str:
    """Confirm the target of an app and return it.

    Raises ErrorReply 403 if the link is unknown, was replaced, or has expired.
    """
    app = cloud.records.apps.get(app_id)
    if app is None or app.confirmation is None:
        raise forbidden()
    right = secrets.compare_digest(app.confirmation.token.encode(), token.encode())
    if not right or app.confirmation.expires <= cloud.clock():
        raise forbidden()
    app.set_target_status("CONFIRMED")
    return app.target_url
