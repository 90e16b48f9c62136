"""Prove by its token that an installation belongs to the app (platform reference 1.3, 3.4).

The signature of a delivery proves only that SmartThings sent it. SmartThings signs for all apps,
and any developer can register the webhook URL for another app.
"""

from ..api.client import SmartThingsClient
from ..api.errors import ForbiddenError, NotFoundError, UnauthorizedError
from ..delivery.lifecycle import Install, Update


class ForeignInstallationError(Exception):
    """The installation is not one of the app in the location that it names."""


async def prove_installation(
    client: SmartThingsClient, delivery: Install | Update, *, app_id: str
) -> None:
    """Read the installed app of a delivery; ``client`` has the token of the delivery.

    Raises ForeignInstallationError if the app or the location is another one, or if the token has
    no access to the installed app. Raises CloudError if the request fails in another way.
    """
    claimed = delivery.installed_app
    try:
        found = await client.installed_app(claimed.installed_app_id)
    except (UnauthorizedError, ForbiddenError, NotFoundError) as err:
        raise ForeignInstallationError from err
    ours = (claimed.installed_app_id, claimed.location_id, app_id)
    if not all(ours) or (found.installed_app_id, found.location_id, found.app_id) != ours:
        raise ForeignInstallationError
