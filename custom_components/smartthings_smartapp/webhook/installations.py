"""Hands an INSTALL or UPDATE to the entry of its location, and to the dialog that waits for it."""

import asyncio
from http import HTTPStatus
from typing import Final

from homeassistant.core import callback

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import CloudError, TokensNotSavedError
from ..cloud.auth.installation_proof import ForeignInstallationError, prove_installation
from ..cloud.connection import Connection
from ..cloud.delivery.lifecycle import Install, Update
from .owners import InstallFailure, InstallWaiter, Owner, Owners
from .rejections import NOT_OURS, NOT_PROVEN, RejectionError

PROOF_TIME: Final = 4.0
"""Seconds to prove whose an installation is; the platform waits 10 for the answer."""


class Installations:
    """Checks whose an installation is before its tokens are used."""

    def __init__(self, connection: Connection, owners: Owners) -> None:
        """Start without a dialog that waits."""
        self._connection = connection
        self._owners = owners
        self._waiters: dict[str, InstallWaiter] = {}
        """By location."""

    @callback
    def listen(self, location_id: str, waiter: InstallWaiter) -> None:
        """Notify a dialog of the INSTALL or UPDATE for a location."""
        self._waiters[location_id] = waiter

    @callback
    def stop_listening(self, location_id: str, waiter: InstallWaiter) -> None:
        """Forget the dialog of a location, unless another one has replaced it."""
        if self._waiters.get(location_id) is waiter:
            del self._waiters[location_id]

    async def hand_over(self, delivery: Install | Update, app_id: str | None) -> None:
        """Hand over an authentic delivery; ``app_id`` is our SmartApp.

        Raises RejectionError if the installation is not ours, and the error of the entry or dialog
        if its tokens cannot be saved.
        """
        waiter = self._waiters.get(delivery.installed_app.location_id)
        try:
            await self._hand_over(delivery, waiter, app_id or "")
        except Exception as err:
            if waiter and (cause := _install_failure(err)):
                waiter.install_failed(cause)
            raise

    async def _hand_over(
        self, delivery: Install | Update, waiter: InstallWaiter | None, app_id: str
    ) -> None:
        owner = self._owners.of(delivery.installed_app)
        if owner is None:
            owner = self._owners.at(delivery.installed_app.location_id)
            if owner is None and waiter is None:
                return
            await self._prove(delivery, None if waiter else owner, app_id)
        if owner is not None:
            await owner.installed(delivery, dialog_open=waiter is not None)
        if waiter is not None:
            await waiter.installed(delivery)

    async def _prove(self, delivery: Install | Update, owner: Owner | None, app_id: str) -> None:
        """Reject an unknown installation, unless its token shows that it is ours.

        ``owner`` is the entry that it would replace without a dialog that asked for it.
        """
        client = SmartThingsClient(self._connection.http_with(delivery.auth_token))
        try:
            async with asyncio.timeout(PROOF_TIME):
                await prove_installation(client, delivery, app_id=app_id)
                if owner is not None and not await owner.may_be_replaced():
                    raise RejectionError(HTTPStatus.UNAUTHORIZED, NOT_OURS)
        except ForeignInstallationError as err:
            raise RejectionError(HTTPStatus.UNAUTHORIZED, NOT_OURS) from err
        except (CloudError, TimeoutError) as err:
            raise RejectionError(HTTPStatus.SERVICE_UNAVAILABLE, NOT_PROVEN) from err


def _install_failure(error: Exception) -> InstallFailure | None:
    """Return the cause that a dialog shows for an error, None if it continues to wait."""
    if isinstance(error, RejectionError):
        return InstallFailure.NOT_PROVEN if error.reason == NOT_PROVEN else None
    if isinstance(error, TokensNotSavedError | OSError):
        return InstallFailure.NOT_SAVED
    return InstallFailure.UNEXPECTED
