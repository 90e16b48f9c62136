"""Registers the user's SmartApp: create or find again, tag, scopes, confirmation of the webhook."""

import asyncio
from uuid import UUID

import aiohttp

from .cloud.apps import AppDescription, AppsClient, RegisteredApp, confirm, with_client
from .cloud.errors import CloudError, ErrorDetail, TargetError
from .webhook import Receiver, Registration

CONFIRMATION_TIMEOUT = 30.0
"""Seconds that SmartThings has to call the webhook; it gives up after 10 (reference 3.3)."""

TOKEN_PAGE = "https://account.smartthings.com/tokens"  # noqa: S105 - a page, not a token
TOKEN_SCOPES = "`r:apps:*`, `w:apps:*`, `r:locations:*`"  # noqa: S105 - names, not a token
"""In Markdown, in which the front end shows them: a star alone would begin an emphasis."""

_CONFIRMED = "CONFIRMED"


def is_token(token: str) -> bool:
    """Tell whether a text has the form of a personal access token (platform reference 1.1)."""
    try:
        return str(UUID(token)) == token.lower()
    except ValueError:
        return False


async def register_app(
    apps: AppsClient,
    session: aiohttp.ClientSession,
    receiver: Receiver,
    *,
    instance_id: str,
    home_name: str,
) -> RegisteredApp:
    """Return our confirmed SmartApp whose deliveries go to the receiver.

    An app of an earlier attempt of this Home Assistant is found by the tag in its settings and
    used again, with new client credentials, since its secret was shown only once. A new app that
    cannot be finished is deleted again. Raises CloudError.
    """
    with receiver.registration() as registration:
        app = await _find_again(apps, instance_id, receiver.url)
        if app is not None:
            await _finish(apps, session, receiver, registration, app)
            return app
        app = await apps.create(
            display_name="Home Assistant", description=home_name, target_url=receiver.url
        )
        try:
            await apps.tag(app.app_id, instance_id)
            await _finish(apps, session, receiver, registration, app)
        except CloudError:
            await _delete_quietly(apps, app)
            raise
        return app


async def move_app(
    apps: AppsClient,
    session: aiohttp.ClientSession,
    receiver: Receiver,
    app_id: str,
    url: str,
) -> None:
    """Send the deliveries of our SmartApp to another URL, and confirm it.

    The receiver judges deliveries by the new URL from then on, and by the old one where the
    platform does not take the new. Raises CloudError.
    """
    before, receiver.url = receiver.url, url
    try:
        with receiver.registration() as registration:
            app = await apps.update_target(app_id, url)
            await _confirmed(session, receiver, registration, app)
    except CloudError:
        receiver.url = before
        raise


async def _find_again(apps: AppsClient, instance_id: str, target_url: str) -> RegisteredApp | None:
    """Return the app of an earlier attempt, turned to the present webhook."""
    found = await apps.find(instance_id)
    if found is None:
        return None
    if found.target_url != target_url:
        found = await apps.update_target(found.app_id, target_url)
    elif found.target_status != _CONFIRMED:
        await apps.register_again(found.app_id)
    return with_client(found, await apps.generate_client(found.app_id))


async def _finish(
    apps: AppsClient,
    session: aiohttp.ClientSession,
    receiver: Receiver,
    registration: Registration,
    app: RegisteredApp,
) -> None:
    await apps.set_scopes(app.app_id)
    await _confirmed(session, receiver, registration, app)


async def _confirmed(
    session: aiohttp.ClientSession,
    receiver: Receiver,
    registration: Registration,
    app: AppDescription,
) -> None:
    """Return once the webhook of an app is confirmed. Raises TargetError where it never is."""
    if app.target_status == _CONFIRMED:
        return
    try:
        async with asyncio.timeout(CONFIRMATION_TIMEOUT):
            await _confirm(session, receiver, registration, app)
    except TimeoutError as err:
        raise _never_called(receiver.url) from err


async def _confirm(
    session: aiohttp.ClientSession,
    receiver: Receiver,
    registration: Registration,
    app: AppDescription,
) -> None:
    """Wait for the CONFIRMATION of this app, which may have come before the app was known."""
    while True:
        confirmation = await registration.confirmations.get()
        if confirmation.app_id == app.app_id:
            await confirm(
                session,
                confirmation.confirmation_url,
                api_url=receiver.endpoints.api_url,
                app_id=app.app_id,
            )
            return


def _never_called(url: str) -> TargetError:
    """Return what the platform itself would say of a webhook that it cannot reach."""
    detail = ErrorDetail("TargetTimeoutError", url, "No confirmation arrived")
    return TargetError(422, "ConstraintViolationError", details=(detail,))


async def _delete_quietly(apps: AppsClient, app: RegisteredApp) -> None:
    """Delete an app that could not be finished; one that stays is found again by its tag."""
    try:
        await apps.delete(app.app_id)
    except CloudError:
        return
