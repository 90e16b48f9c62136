"""Whose an installation is: its token proves it (platform reference 1.3, 3.4).

The signature of a delivery proves only that SmartThings sent it. SmartThings signs for all apps,
and any developer can give our address as the target of an app.
"""

from ..api.client import SmartThingsClient
from ..api.errors import ForbiddenError, NotFoundError, UnauthorizedError
from ..delivery.lifecycle import Install, Update


class ForeignInstallationError(Exception):
    """The installation is not one of our SmartApp in the location that it names."""


async def prove_installation(
    client: SmartThingsClient, delivery: Install | Update, *, app_id: str
) -> None:
    """Read the installed app of a delivery; ``client`` has the token of the delivery.

    Raises ForeignInstallationError where the app or the location is another one, or where the
    token has no access to it. Raises CloudError where SmartThings does not say.
    """
    claimed = delivery.installed_app
    try:
        found = await client.installed_app(claimed.installed_app_id)
    except (UnauthorizedError, ForbiddenError, NotFoundError) as err:
        raise ForeignInstallationError from err
    ours = (claimed.installed_app_id, claimed.location_id, app_id)
    if not all(ours) or (found.installed_app_id, found.location_id, found.app_id) != ours:
        raise ForeignInstallationError
