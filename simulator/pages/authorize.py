"""The page on which a user authorizes an API_ONLY app (platform reference 2.6, 3.5)."""

from collections.abc import Mapping
from html import escape

from aiohttp import web

from simulator.cloud import CLOUD
from simulator.delivery.authorizer import AuthorizationError, AuthorizationRequest, Authorizer
from simulator.devices.device import JsonObject

from .markup import framed, listed

_FORM = """<p>{name} asks for access to your SmartThings home:</p>{scopes}
<form method="post" action="{action}">
<fieldset><legend>Location</legend>{locations}</fieldset>
<p class="buttons"><button name="decision" value="authorize">Authorize</button>
<button name="decision" value="deny" formnovalidate>Deny</button></p>
</form>
"""
_LOCATION = """<p><label><input type="radio" name="location_id" value="{location_id}" required>
{name}</label></p>"""


def _refused(error: AuthorizationError) -> web.Response:
    return framed("The app cannot be authorized", f"<p>Reason: {escape(str(error))}.</p>", 400)


def _question(
    asked: AuthorizationRequest, locations: Mapping[str, JsonObject], action: str
) -> web.Response:
    name = str(asked.app.body["displayName"])
    choices = [
        _LOCATION.format(location_id=escape(location_id), name=escape(str(location["name"])))
        for location_id, location in locations.items()
    ]
    content = _FORM.format(
        name=escape(name),
        scopes=listed(asked.scopes),
        action=escape(action),
        locations="".join(choices),
    )
    return framed(f"Authorize {name}", content)


async def authorize_page(request: web.Request) -> web.Response:
    """`GET /oauth/authorize?client_id=&response_type=code&redirect_uri=&scope=[&state=]`."""
    cloud = request.app[CLOUD]
    try:
        asked = Authorizer(cloud).read(request.query)
    except AuthorizationError as error:
        return _refused(error)
    return _question(asked, cloud.home.locations, str(request.rel_url))


async def decide(request: web.Request) -> web.Response:
    """Handle the form of the page: `decision` is authorize, for a `location_id`, or deny."""
    authorizer = Authorizer(request.app[CLOUD])
    form = await request.post()
    try:
        asked = authorizer.read(request.query)
        if form.get("decision") == "deny":
            target = authorizer.deny(asked)
        else:
            target = authorizer.authorize(asked, str(form.get("location_id", "")))
    except AuthorizationError as error:
        return _refused(error)
    raise web.HTTPSeeOther(target)
