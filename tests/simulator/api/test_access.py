"""Who may call what, and the answers to wrong calls (platform reference 1.3 and 1.4)."""

from uuid import uuid4

import pytest

from simulator import Simulator, SimulatorOptions
from simulator.api.access import Access, check_access
from simulator.api.errors import ErrorReply
from simulator.api.scopes import allows
from simulator.devices.device import JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.simulator.parties import Developer, Installed, at, items

NOBODYS_ID = "5c0f7a52-41ae-4b0f-9d0b-6a7f1de2c38e"

_OWN_ONLY = [
    ("POST", "/subscriptions"),
    ("GET", "/subscriptions"),
    ("DELETE", "/subscriptions"),
    ("GET", f"/subscriptions/{NOBODYS_ID}"),
    ("DELETE", f"/subscriptions/{NOBODYS_ID}"),
    ("POST", "/schedules"),
    ("GET", "/schedules"),
    ("DELETE", "/schedules"),
    ("GET", "/schedules/x"),
    ("DELETE", "/schedules/x"),
]


@pytest.mark.parametrize(("method", "path"), _OWN_ONLY)
async def test_a_personal_access_token_gets_an_empty_403(
    developer: Developer, installed: Installed, method: str, path: str
) -> None:
    """For all methods of subscriptions and schedules."""
    reply = await developer.api.call(method, f"{installed.path}{path}")
    assert (reply.status, reply.text) == (403, "")


@pytest.mark.parametrize(("method", "path"), _OWN_ONLY)
async def test_an_app_may_not_touch_another_installation(
    developer: Developer, installed: Installed, method: str, path: str
) -> None:
    other = await developer.install(await developer.register(), HOME_LOCATION)
    reply = await installed.api.call(method, f"{other.path}{path}")
    assert (reply.status, reply.text) == (403, "")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_an_app_may_not_touch_apps(installed: Installed, method: str) -> None:
    """It may not even read its own."""
    reply = await installed.api.call(method, f"/apps/{installed.client.app_id}")
    assert (reply.status, reply.text) == (403, "")
    assert (await installed.api.get("/apps")).status == 403


@pytest.mark.parametrize("token", [None, "unknown", NOBODYS_ID])
async def test_a_wrong_token_gets_the_page_of_the_gateway(
    simulator: Simulator, developer: Developer, token: str | None
) -> None:
    """It is HTML, which clients must not parse as JSON."""
    reply = await developer.client(token).get("/devices")
    assert reply.status == 401
    assert reply.headers["Content-Type"].startswith("text/html")
    assert "401 Authorization Required" in reply.text
    assert simulator.calls[-1].token_kind == ("none" if token is None else "invalid")


@pytest.mark.parametrize("header", ["Basic eDp5", "Digest x", "Bearer"])
async def test_another_scheme_is_no_token(developer: Developer, header: str) -> None:
    api = developer.client(None)
    api.headers["Authorization"] = header
    assert (await api.get("/devices")).status == 401


@pytest.mark.parametrize("path", ["/apps/unknown", "/installedapps/unknown", "/locations/unknown"])
async def test_what_does_not_exist_is_forbidden(developer: Developer, path: str) -> None:
    reply = await developer.api.get(path)
    assert (reply.status, reply.text) == (403, "")


async def test_an_unknown_path_is_a_404(developer: Developer) -> None:
    reply = await developer.api.get("/v1/nothing/here")
    assert reply.status == 404
    assert at(reply.json, "requestId")


async def test_an_unknown_method_is_a_405(developer: Developer) -> None:
    assert (await developer.api.call("PATCH", "/apps")).status == 405


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/vnd.smartthings+json;v=1", 200),
        ("application/vnd.smartthings+json;v=20170916", 200),
        ("application/vnd.smartthings+json; v=20250122", 200),
        ("application/vnd.smartthings+json;v=2", 406),
        ("application/json", 200),
    ],
)
async def test_versions_are_asked_for_by_header(
    developer: Developer, accept: str, status: int
) -> None:
    api = developer.client(developer.api.token)
    api.headers["Accept"] = accept
    assert (await api.get("/locations")).status == status


async def test_every_path_exists_under_v1(developer: Developer, installed: Installed) -> None:
    """Pysmartthings and core use both forms."""
    for path in ("/devices", "/locations", "/scenes", installed.path, installed.subscriptions):
        plain, versioned = await installed.api.get(path), await installed.api.get(f"/v1{path}")
        assert plain.status == 200
        assert versioned.json == plain.json
    assert (await developer.api.get("/v1/apps")).status == 200
    assert developer.simulator.calls[-1].path == "/apps"


async def test_an_app_sees_its_own_location_alone(
    developer: Developer, installed: Installed
) -> None:
    locations = items((await installed.api.get("/locations")).json)
    assert locations == [{"locationId": HOME_LOCATION, "name": "Home"}]
    assert (await installed.api.get(f"/locations/{CABIN_LOCATION}")).status == 403
    assert (await installed.api.get(f"/locations/{CABIN_LOCATION}/rooms")).status == 403
    found = items((await installed.api.get("/devices")).json)
    assert {device["locationId"] for device in found} == {HOME_LOCATION}
    assert (await installed.api.get("/devices", ("locationId", CABIN_LOCATION))).json == {
        "items": [],
        "_links": {},
    }
    assert (await installed.api.get(f"/devices/{Devices.CABIN_DOOR}")).status == 403
    everything = items((await developer.api.get("/devices")).json)
    assert {device["locationId"] for device in everything} == {HOME_LOCATION, CABIN_LOCATION}


async def test_an_app_sees_its_own_installation_alone(
    developer: Developer, installed: Installed
) -> None:
    other = await developer.install(await developer.register(), HOME_LOCATION)
    found = items((await installed.api.get("/installedapps")).json)
    assert [item["installedAppId"] for item in found] == [installed.installed_app_id]
    assert (await installed.api.get(other.path)).status == 403
    assert (await installed.api.delete(other.path)).status == 403


async def test_scopes_bound_what_an_app_may_do(developer: Developer) -> None:
    """The target asked only for permission to read devices."""
    developer.target.initialize = {"firstPageId": "1", "permissions": ["r:devices:*"]}
    installed = await developer.install(await developer.register(), HOME_LOCATION)
    api = installed.api
    assert (await api.get("/devices")).status == 200
    command: JsonObject = {"commands": [{"capability": "switch", "command": "on"}]}
    path = f"/devices/{Devices.CEILING_LIGHT}/commands"
    assert (await api.post(path, command)).status == 403
    assert (await api.get("/scenes")).status == 403
    assert (await api.get(f"/locations/{HOME_LOCATION}/modes")).status == 403
    mode: JsonObject = {"sourceType": "MODE", "mode": {"locationId": HOME_LOCATION}}
    assert (await api.post(installed.subscriptions, mode)).status == 403


async def test_scopes_bound_what_a_personal_access_token_may_do(
    simulator: Simulator, developer: Developer
) -> None:
    """A user who selects too few scopes gets an empty 403."""
    api = developer.client(simulator.create_pat(["r:apps:*", "r:locations:*"]))
    assert (await api.get("/apps")).status == 200
    assert (await api.post("/apps", developer.definition())).status == 403
    assert (await api.get("/devices")).status == 403
    assert (await api.get("/installedapps")).status == 403
    assert (await api.get("/locations")).status == 200


@pytest.mark.parametrize(
    ("granted", "needed", "allowed"),
    [
        ("r:devices:*", "r:devices:abc", True),
        ("r:devices:abc", "r:devices:abc", True),
        ("r:devices:abc", "r:devices:*", False),
        ("r:devices:abc", "r:devices:?", True),
        ("l:devices", "r:devices:?", True),
        ("l:devices", "l:devices", True),
        ("x:devices:*", "r:devices:abc", False),
        ("r:hubs:*", "r:hubs", True),
        ("r:hubs", "r:hubs:*", True),
        (
            "r:security:locations:*:armstate",
            "r:security:locations:*:armstate",
            True,
        ),
        ("r:locations:*", "r:security:locations:*:armstate", False),
    ],
)
def test_a_scope_covers_what_it_names(granted: str, needed: str, *, allowed: bool) -> None:
    assert allows([granted], needed) is allowed


async def test_a_call_that_no_token_may_make_is_forbidden(
    simulator: Simulator, installed: Installed
) -> None:
    token = simulator._cloud.tokens.find(installed.api.token or "")
    assert token is not None
    with pytest.raises(ErrorReply) as refusal:
        check_access(Access(pat="", app=None), token, {})
    assert refusal.value.status == 403


class TestNewerGuides:
    """An unknown device may be a 404."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return the newer behavior."""
        return SimulatorOptions(unknown_device_status=404)

    async def test_an_unknown_device_may_be_a_404(self, installed: Installed) -> None:
        assert (await installed.api.get(f"/devices/{uuid4()}")).status == 404
