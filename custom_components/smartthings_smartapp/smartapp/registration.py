"""Registers the user's SmartApp: creates or finds it, tags it, and confirms its webhook."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from ..cloud.api.apps import (
    API_ONLY_APP,
    AppDescription,
    AppsClient,
    RegisteredApp,
    confirm_webhook,
    with_client,
)
from ..cloud.api.errors import (
    CloudError,
    ErrorDetail,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    TargetError,
)
from ..cloud.delivery.lifecycle import Confirmation
from ..webhook.receiver import Receiver, Registration
from .app_template import INSTANCE_SETTING

CONFIRMATION_TIMEOUT = 30.0
"""Seconds to wait for the CONFIRMATION; SmartThings gives up after 10 (platform reference 3.3)."""

TOKEN_PAGE = "https://account.smartthings.com/tokens"  # noqa: S105 - a page, not a token
TOKEN_SCOPES = "`r:apps:*`, `w:apps:*`, `r:installedapps`, `r:locations:*`"  # noqa: S105 - names, not a token
"""As Markdown for the frontend: a star outside of code begins an emphasis."""

_CONFIRMED = "CONFIRMED"
_NAME = "Home Assistant"


def is_token(token: str) -> bool:
    """Return whether a text has the form of a personal access token (platform reference 1.1)."""
    try:
        return str(UUID(token)) == token.lower()
    except ValueError:
        return False


async def register_app(  # noqa: PLR0913 (the last five describe the app)
    apps: AppsClient,
    receiver: Receiver,
    *,
    kind: str,
    instance_id: str,
    home_name: str,
    redirect_uris: Sequence[str] = (),
    in_use: Collection[str] = (),
) -> RegisteredApp:
    """Return our confirmed SmartApp whose deliveries go to the receiver.

    An app of an earlier attempt of this Home Assistant is found by the tag in its settings and used
    again. It gets new client credentials, because its secret was shown only once. An app that is
    installed anywhere, or that is ``in_use``, is not changed: new credentials would end its login.
    A new app is deleted again if a later step fails. ``redirect_uris`` are the ends of the
    authorization of an API_ONLY app; such an app needs no receiver with a URL. Raises CloudError.
    """
    with receiver.registration() as registration:
        app = await _find_again(apps, kind, instance_id, receiver.url, in_use)
        if app is not None:
            await apps.set_client(app.app_id, redirect_uris)
            await _confirmed(receiver, registration, app)
            return app
        if kind == API_ONLY_APP:
            app = await apps.create_api_only_app(
                display_name=_NAME,
                description=home_name,
                target_url=receiver.url,
                redirect_uris=redirect_uris,
            )
        else:
            app = await apps.create_webhook_app(
                display_name=_NAME, description=home_name, target_url=receiver.url
            )
        try:
            await _tag(apps, app, instance_id)
            if kind != API_ONLY_APP:
                await apps.set_client(app.app_id)
            await _confirmed(receiver, registration, app)
        except CloudError:
            await _delete_quietly(apps, app)
            raise
        return app


async def confirm_queued(receiver: Receiver, registration: Registration, app_id: str) -> bool:
    """Confirm an app with a CONFIRMATION that arrived before its id was known.

    Returns whether SmartThings accepted one: the links expire.
    """
    while not registration.confirmations.empty():
        with suppress(CloudError):
            if await _confirm(receiver, registration.confirmations.get_nowait(), app_id):
                return True
    return False


async def change_target(apps: AppsClient, receiver: Receiver, app_id: str, url: str) -> bool:
    """Make SmartThings deliver to a URL, and confirm it; return whether anything changed.

    The receiver checks deliveries against the new URL from now on, and against the old one again
    if SmartThings rejects it. Raises CloudError.
    """
    before, receiver.url = receiver.url, url
    try:
        with receiver.registration(app_id) as registration:
            app = await apps.get(app_id)
            if app.target_url != url:
                app = await apps.update_target(app_id, url)
            elif not _is_unconfirmed(app) or not await apps.register_again(app_id):
                return False
            await _confirmed(receiver, registration, app)
    except CloudError:
        receiver.url = before
        raise
    return True


async def _find_again(
    apps: AppsClient, kind: str, instance_id: str, target_url: str, in_use: Collection[str]
) -> RegisteredApp | None:
    """Return the app of an earlier attempt, with the present webhook as its target."""
    found = await apps.find_unused(kind, {INSTANCE_SETTING: instance_id}, in_use)
    if found is None:
        return None
    if found.target_url != target_url:
        found = await apps.update_target(found.app_id, target_url)
    elif _is_unconfirmed(found) and not await apps.register_again(found.app_id):
        found = replace(found, target_status=_CONFIRMED)
    return with_client(found, await apps.generate_client(found.app_id))


async def _tag(apps: AppsClient, app: RegisteredApp, instance_id: str) -> None:
    """Mark the app as ours; an API_ONLY app works without, for its deliveries have no settings."""
    try:
        await apps.set_settings(app.app_id, {INSTANCE_SETTING: instance_id})
    except RejectedError, ForbiddenError, NotFoundError:
        if app.kind != API_ONLY_APP:
            raise


def _is_unconfirmed(app: AppDescription) -> bool:
    return bool(app.target_url) and app.target_status != _CONFIRMED


async def _confirmed(receiver: Receiver, registration: Registration, app: AppDescription) -> None:
    """Return once the webhook of an app is confirmed. Raises CloudError if it never is."""
    if not _is_unconfirmed(app):
        return
    failed: CloudError = _never_called(receiver.url)
    try:
        async with asyncio.timeout(CONFIRMATION_TIMEOUT):
            while True:
                confirmation = await registration.confirmations.get()
                try:
                    if await _confirm(receiver, confirmation, app.app_id):
                        return
                except CloudError as err:
                    failed = err  # The link may be that of an earlier CONFIRMATION.
    except TimeoutError as err:
        raise failed from err


async def _confirm(receiver: Receiver, confirmation: Confirmation, app_id: str) -> bool:
    """Follow the link of a CONFIRMATION; return whether it was for this app. Raises CloudError."""
    if confirmation.app_id != app_id:
        return False
    await confirm_webhook(
        receiver.connection.session,
        confirmation.confirmation_url,
        api_url=receiver.connection.endpoints.api_url,
        app_id=app_id,
    )
    return True


def _never_called(url: str) -> TargetError:
    """Return the error of the platform for a webhook that it cannot reach."""
    detail = ErrorDetail("TargetTimeoutError", url, "No confirmation arrived")
    return TargetError(422, "ConstraintViolationError", details=(detail,))


async def _delete_quietly(apps: AppsClient, app: RegisteredApp) -> None:
    """Delete an unfinished app; one that cannot be deleted is found again by its tag."""
    try:
        await apps.delete(app.app_id)
    except CloudError:
        return
