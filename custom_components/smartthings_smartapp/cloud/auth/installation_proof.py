"""Whose an installation is: its token proves it (platform reference 1.3, 3.4).

The signature of a delivery proves only that SmartThings sent it. SmartThings signs for all apps,
and any developer can give our address as the target of an app.
"""

import aiohttp

from ..api.client import SmartThingsClient
from ..api.errors import ForbiddenError, NotFoundError, UnauthorizedError
from ..api.http import Http, StaticToken
from ..delivery.lifecycle import Install, Update


class ForeignInstallationError(Exception):
    """The installation is not one of our SmartApp in the location that it names."""


async def prove_installation(
    session: aiohttp.ClientSession, api_url: str, delivery: Install | Update, *, app_id: str
) -> None:
    """Read the installed app of a delivery with the token that came along.

    Raises ForeignInstallationError where the app or the location is another one, or where the
    token has no access to it. Raises CloudError where SmartThings does not say.
    """
    client = SmartThingsClient(Http(session, api_url, StaticToken(delivery.auth_token)))
    claimed = delivery.installed_app
    try:
        found = await client.installed_app(claimed.installed_app_id)
    except (UnauthorizedError, ForbiddenError, NotFoundError) as err:
        raise ForeignInstallationError from err
    ours = (claimed.installed_app_id, claimed.location_id, app_id)
    if not all(ours) or (found.installed_app_id, found.location_id, found.app_id) != ours:
        raise ForeignInstallationError
