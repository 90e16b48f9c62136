"""Installing, saving and removing apps (platform reference 3 and 4.3)."""

import re
from html import unescape

import pytest

from simulator import Simulator, SimulatorOptions
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices, Modes, Scenes
from tests.simulator.parties import SCOPES, Developer, Installed, Target, at, items, text_at


async def test_an_installation_walks_the_lifecycles(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    client = await developer.register()
    await developer.api.put(f"/apps/{client.app_id}/settings", {"settings": {"k": "v"}})
    report = await simulator.install(client.app_id, HOME_LOCATION)
    assert (report.ok, report.lifecycle) == (True, "INSTALL")
    lifecycles = [item.lifecycle for item in simulator.deliveries]
    assert lifecycles == ["PING", "CONFIGURATION", "CONFIGURATION", "INSTALL"]
    first, second = (at(body, "configurationData") for body in target.bodies("CONFIGURATION"))
    assert first == {
        "installedAppId": report.installed_app_id,
        "phase": "INITIALIZE",
        "pageId": "",
        "previousPageId": "",
        "config": {},
    }
    assert second == {
        "installedAppId": report.installed_app_id,
        "phase": "PAGE",
        "pageId": "1",
        "previousPageId": "",
        "config": {"app": [{}]},
    }
    [body] = target.bodies("INSTALL")
    assert at(body, "installData", "installedApp") == {
        "installedAppId": report.installed_app_id,
        "locationId": HOME_LOCATION,
        "config": {},
        "permissions": [*SCOPES],
    }
    assert all(at(received.body, "settings") == {"k": "v"} for received in target.received[1:])


@pytest.mark.parametrize("old", [False, True])
async def test_installations_are_delivered_in_both_forms(
    simulator: Simulator, developer: Developer, target: Target, *, old: bool
) -> None:
    """The captures of 2019, and the live INSTALL of 2022 (platform reference 4.1, 4.9)."""
    simulator.options.old_lifecycles = old
    client = await developer.register()
    report = await simulator.install(client.app_id, HOME_LOCATION)
    await simulator.save(str(report.installed_app_id))
    for lifecycle, data in (("INSTALL", "installData"), ("UPDATE", "updateData")):
        [body] = target.bodies(lifecycle)
        assert body.get("appId") == (None if old else client.app_id)
        assert at(body, data, "installedApp", "config") == ({"app": [{}]} if old else {})
        phone = at(body, "client")
        assert isinstance(phone, dict)
        assert phone["supportedTemplates"] == (["BASIC_V1", "BASIC_V2"] if old else [])
        assert ("samsungAccountId" in phone) is not old


async def test_the_tokens_of_an_install_work_while_it_is_open(
    developer: Developer, simulator: Simulator, target: Target
) -> None:
    """A target may use them before its answer."""
    client = await developer.register()
    target.statuses["INSTALL"] = 500
    report = await simulator.install(client.app_id, HOME_LOCATION)
    token = text_at(target.bodies("INSTALL")[0], "installData", "authToken")
    assert report.error == "the target did not answer INSTALL as it should"
    assert not simulator.installed_apps
    assert (await developer.client(token).get("/devices")).status == 401


async def test_a_single_instance_is_updated(
    developer: Developer, installed: Installed, simulator: Simulator, target: Target
) -> None:
    """A second installation of such an app arrives as UPDATE."""
    target.initialize = {"firstPageId": "1", "permissions": ["r:devices:*"]}
    report = await simulator.install(installed.client.app_id, HOME_LOCATION)
    assert (report.lifecycle, report.installed_app_id) == ("UPDATE", installed.installed_app_id)
    [body] = target.bodies("UPDATE")
    assert at(body, "updateData", "previousPermissions") == [*SCOPES]
    assert at(body, "updateData", "previousConfig") == {}
    assert at(body, "updateData", "installedApp", "permissions") == ["r:devices:*"]
    fresh = developer.client(text_at(body, "updateData", "authToken"))
    me = await fresh.get("/installedapps/me")
    assert me.json == {
        "installedAppId": installed.installed_app_id,
        "locationId": HOME_LOCATION,
        "scope": ["r:devices:*"],
    }
    assert (await installed.api.get(installed.path)).status == 401


async def test_an_update_that_did_not_arrive_keeps_the_old_tokens(
    developer: Developer, installed: Installed, simulator: Simulator, target: Target
) -> None:
    target.statuses["UPDATE"] = 500
    report = await simulator.save(installed.installed_app_id)
    assert not report.ok
    assert (await installed.api.get(installed.path)).status == 200
    reply = await developer.refresh(installed.client, installed.refresh_token)
    assert reply.status == 200


async def test_other_apps_may_be_installed_twice(developer: Developer) -> None:
    client = await developer.register(singleInstance=False)
    first = await developer.install(client, HOME_LOCATION)
    second = await developer.install(client, HOME_LOCATION)
    assert first.installed_app_id != second.installed_app_id


async def test_each_location_has_an_installation_of_its_own(
    developer: Developer, installed: Installed
) -> None:
    other = await developer.install(installed.client, CABIN_LOCATION)
    assert other.installed_app_id != installed.installed_app_id


async def test_a_pending_app_is_not_installed(simulator: Simulator, developer: Developer) -> None:
    client = await developer.register(("requireConfirmation", "true"))
    report = await simulator.install(client.app_id, HOME_LOCATION)
    assert report.error == "the target of the app is not confirmed"
    await simulator.settle()


@pytest.mark.parametrize(
    ("app_id", "location_id", "reason"),
    [
        ("unknown", HOME_LOCATION, "unknown app"),
        (None, "unknown", "unknown location"),
    ],
)
async def test_what_does_not_exist_is_not_installed(
    simulator: Simulator,
    developer: Developer,
    app_id: str | None,
    location_id: str,
    reason: str,
) -> None:
    client = await developer.register()
    report = await simulator.install(app_id or client.app_id, location_id)
    assert report.error == reason


@pytest.mark.parametrize(
    ("initialize", "reason"),
    [
        (None, "configurationData.initialize"),
        ({}, "firstPageId is not a page id"),
        ({"firstPageId": "no page"}, "firstPageId is not a page id"),
        ({"firstPageId": "x" * 37}, "firstPageId is not a page id"),
        ({"firstPageId": "1", "id": "x" * 129}, "id is not a text"),
        ({"firstPageId": "1", "description": "x" * 2049}, "description is not a text"),
        ({"firstPageId": "1", "permissions": "r:devices:*"}, "permissions is not a list"),
        ({"firstPageId": "1", "permissions": [5]}, "permissions is not a list"),
        ({"firstPageId": "1", "permissions": ["r:hubs:*"]}, "does not have r:hubs:*"),
    ],
)
async def test_a_wrong_answer_to_initialize_ends_the_installation(
    simulator: Simulator, developer: Developer, target: Target, initialize: Json, reason: str
) -> None:
    target.initialize = initialize
    client = await developer.register()
    report = await simulator.install(client.app_id, HOME_LOCATION)
    assert report.error is not None
    assert reason in report.error
    assert not simulator.installed_apps


def _page(**changes: Json) -> JsonObject:
    return {"pageId": "1", "name": "One", "complete": True, "sections": [], **changes}


def _setting(**changes: Json) -> JsonObject:
    return _page(sections=[{"name": "S", "settings": [{"id": "x", "name": "X", **changes}]}])


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (None, "configurationData.page"),
        (_page(pageId=None), "pageId is not a page id"),
        (_page(name="x" * 129), "name is not a text"),
        (_page(complete="yes"), "complete is neither"),
        (_page(complete=False), "nextPageId is not a page id"),
        (_page(sections=None), "sections is not a list"),
        (_setting(type="MAGIC"), "x has an unknown type"),
        (_setting(id=None, type="TEXT"), "a setting has no id"),
        (_setting(type="TEXT", defaultValue="x" * 129), "defaultValue is not a text"),
        (_setting(type="TEXT", description=5), "description is not a text"),
        (_setting(type="DEVICE"), "x names no capability"),
        (_page(complete=False, nextPageId="1"), "no last page after 20 pages"),
    ],
)
async def test_a_wrong_page_ends_the_installation(
    simulator: Simulator, developer: Developer, target: Target, page: Json, reason: str
) -> None:
    target.pages["1"] = page
    client = await developer.register()
    report = await simulator.install(client.app_id, HOME_LOCATION)
    assert report.error is not None
    assert reason in report.error


async def test_a_user_fills_pages_and_grants_the_selection(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    """As a user who accepts all defaults."""
    settings: list[Json] = [
        {"id": "lamp", "type": "DEVICE", "capabilities": ["switch"], "permissions": ["r", "x"]},
        {"id": "doors", "type": "DEVICE", "capabilities": ["contactSensor"], "multiple": True},
        {"id": "mode", "type": "MODE"},
        {"id": "scene", "type": "SCENE", "permissions": ["x"]},
        {"id": "flag", "type": "BOOLEAN"},
        {"id": "word", "type": "ENUM", "options": [{"id": "a", "name": "A"}]},
        {"id": "text", "type": "TEXT", "defaultValue": "hello"},
        {"id": "empty", "type": "TEXT"},
        {"id": "info", "type": "PARAGRAPH"},
    ]
    target.initialize = {"id": "start", "firstPageId": "1"}
    target.pages["1"] = _page(
        complete=False, nextPageId="2", sections=[{"name": "S", "settings": settings}]
    )
    target.pages["2"] = _page(pageId="2")
    report = await simulator.install((await developer.register()).app_id, HOME_LOCATION)
    assert report.ok, report
    last = at(target.bodies("CONFIGURATION")[-1], "configurationData")
    assert (at(last, "pageId"), at(last, "previousPageId")) == ("2", "1")
    given = at(target.bodies("INSTALL")[0], "installData", "installedApp")
    config = at(given, "config")
    assert isinstance(config, dict)
    assert set(config) == {*("lamp", "doors", "mode", "scene", "flag", "word", "text", "empty")}
    lamp = text_at(config, "lamp", 0, "deviceConfig", "deviceId")
    doors = at(config, "doors")
    assert isinstance(doors, list)
    assert Devices.FRONT_DOOR in [at(door, "deviceConfig", "deviceId") for door in doors]
    assert at(config, "mode", 0, "modeConfig", "modeId") == Modes.HOME
    scene = text_at(config, "scene", 0, "sceneConfig", "sceneId")
    assert scene in set(Scenes)
    assert [at(config, name, 0, "stringConfig", "value") for name in ("flag", "word", "text")] == [
        "false",
        "a",
        "hello",
    ]
    assert at(given, "permissions") == [
        f"r:devices:{lamp}",
        f"x:devices:{lamp}",
        f"x:scenes:{scene}",
    ]
    api = developer.client(text_at(target.bodies("INSTALL")[0], "installData", "authToken"))
    assert [item["deviceId"] for item in items((await api.get("/devices")).json)] == [lamp]
    assert (await api.get(f"/devices/{Devices.FRONT_DOOR}")).status == 403
    used = await developer.api.get("/installedapps", ("deviceId", lamp))
    assert len(items(used.json)) == 1
    for query, count in (
        ([("deviceId", Devices.HUB)], 0),
        ([("deviceId", lamp), ("deviceId", Devices.HUB)], 0),
        ([("modeId", Modes.HOME)], 1),
        ([("modeId", Modes.HOME), ("deviceId", lamp)], 1),
        ([("modeId", Modes.NIGHT)], 0),
    ):
        found = await developer.api.get("/installedapps", *query)
        assert (query, len(items(found.json))) == (query, count)


@pytest.mark.parametrize("path", ["/install", "/"])
async def test_the_install_page_shows_what_happened(developer: Developer, path: str) -> None:
    client = await developer.register()
    reply = await developer.client(None).get(
        path,
        ("appId", client.app_id),
        ("locationId", HOME_LOCATION),
        ("appType", "ENDPOINTAPP"),
        ("language", "en"),
        ("clientOS", "web"),
    )
    assert reply.status == 200
    assert "SmartApp installed" in reply.text
    assert "CONFIGURATION PAGE 1: answered 200" in reply.text
    again = await developer.client(None).get(
        path, ("appId", client.app_id), ("locationId", HOME_LOCATION)
    )
    assert "Settings saved" in again.text


async def test_the_install_page_shows_what_went_wrong(developer: Developer, target: Target) -> None:
    """Texts of the target are not markup."""
    client = await developer.register()
    target.initialize = {"firstPageId": "1", "permissions": ["<script>"]}
    reply = await developer.client(None).get(
        "/install", ("appId", client.app_id), ("locationId", HOME_LOCATION)
    )
    assert reply.status == 422
    assert "Something went wrong" in reply.text
    assert "<script>" not in reply.text
    assert "<script>" in unescape(reply.text)


async def test_the_install_page_asks_for_the_location(developer: Developer) -> None:
    client = await developer.register()
    reply = await developer.client(None).get("/install", ("appId", client.app_id))
    for location_id in (HOME_LOCATION, CABIN_LOCATION):
        assert f"locationId={location_id}" in reply.text
    assert not developer.simulator.installed_apps


@pytest.mark.parametrize("path", ["/install", "/"])
async def test_the_install_page_may_ask(
    simulator: Simulator, developer: Developer, path: str
) -> None:
    """Nothing happens until Done and then Allow are pressed."""
    simulator.options.install_page_asks = True
    client = await developer.register()
    query = [("appId", client.app_id), ("locationId", HOME_LOCATION)]
    for done in ("SmartApp installed", "Settings saved"):
        before = len(simulator.deliveries)
        page = await developer.client(None).get(path, *query)
        assert (page.status, "<button>Done</button>" in page.text) == (200, True)
        fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', page.text)
        page = await developer.client(None).get(path, *fields)
        assert "Test asks for access to Home" in page.text
        assert "<button>Allow</button>" in page.text
        assert "<li>r:devices:*</li>" in page.text
        assert len(simulator.deliveries) == before
        action = re.search(r'<form method="post" action="([^"]+)">', page.text)
        assert action is not None
        pressed = await developer.client(None).post(unescape(action[1]))
        assert (pressed.status, done in pressed.text) == (200, True)
    assert len(simulator.installed_apps) == 1


async def test_a_user_may_deny_on_the_install_page(
    simulator: Simulator, developer: Developer
) -> None:
    simulator.options.install_page_asks = True
    client = await developer.register()
    url = f"{simulator.url}/install?appId={client.app_id}&locationId={HOME_LOCATION}&step=allow"
    before = len(simulator.deliveries)
    async with developer.session.post(url, data={"decision": "deny"}) as reply:
        assert "The SmartApp was not installed" in await reply.text()
    assert len(simulator.deliveries) == before
    assert not simulator.installed_apps


async def test_the_install_page_of_an_unknown_app_shows_an_error(
    simulator: Simulator, developer: Developer
) -> None:
    simulator.options.install_page_asks = True
    query = [("appId", "unknown"), ("locationId", HOME_LOCATION)]
    assert (await developer.client(None).get("/install", *query)).status == 200
    for asked in (query, []):
        pressed = await developer.client(None).post("/install", None, *asked)
        assert (pressed.status, "unknown app" in pressed.text) == (422, True)


async def test_the_install_page_may_fail(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    """At the end, with the words of the platform, without INSTALL, and without leftovers."""
    simulator.options.install_page_fails = True
    client = await developer.register()
    query = [("appId", client.app_id), ("locationId", HOME_LOCATION)]
    page = await developer.client(None).get("/install", *query)
    text = "Something went wrong. Please try to install the SmartApp again."
    assert (page.status, text in page.text) == (422, True)
    assert len(target.bodies("CONFIGURATION")) == 2
    assert not target.bodies("INSTALL")
    assert not simulator.installed_apps
    simulator.options.install_page_fails = False
    again = await developer.client(None).get("/install", *query)
    assert (again.status, len(target.bodies("INSTALL"))) == (200, 1)


async def test_a_failing_page_keeps_the_old_tokens(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    simulator.options.install_page_fails = True
    report = await simulator.save(installed.installed_app_id)
    assert (report.error, target.bodies("UPDATE")) == ("the page fails", [])
    assert (await installed.api.get(installed.path)).status == 200


async def test_the_front_page_leads_to_the_home(developer: Developer) -> None:
    reply = await developer.client(None).get("/")
    assert (reply.status, reply.headers["Location"]) == (302, "/home")


async def test_a_removed_app_is_notified(
    simulator: Simulator, developer: Developer, installed: Installed, target: Target
) -> None:
    """UNINSTALL has no token, and the tokens are already invalid."""
    await simulator.uninstall(installed.installed_app_id)
    [body] = target.bodies("UNINSTALL")
    assert set(at(body, "uninstallData")) == {"installedApp"}  # type: ignore[arg-type]
    assert (await installed.api.get("/devices")).status == 401
    assert (await developer.api.get(installed.path)).status == 403


@pytest.mark.parametrize("own", [True, False])
async def test_a_delete_is_followed_by_uninstall(
    simulator: Simulator, developer: Developer, installed: Installed, target: Target, *, own: bool
) -> None:
    api = installed.api if own else developer.api
    reply = await api.delete(installed.path)
    assert (reply.status, reply.json) == (200, {"count": 1})
    await simulator.settle()
    assert len(target.bodies("UNINSTALL")) == 1
    assert (await api.delete(installed.path)).status == (401 if own else 403)


async def test_an_uninstall_of_a_deleted_app_is_not_sent(
    simulator: Simulator, developer: Developer, installed: Installed, target: Target
) -> None:
    gone = simulator.installed_apps[installed.installed_app_id]
    await developer.api.delete(f"/apps/{installed.client.app_id}")
    await simulator._installer.notify_uninstalled(gone)
    assert not target.bodies("UNINSTALL")


async def test_installed_apps_are_listed_by_what_they_are(
    developer: Developer, installed: Installed
) -> None:
    cabin = await developer.install(installed.client, CABIN_LOCATION)

    async def ids(*query: tuple[str, str]) -> list[Json]:
        reply = await developer.api.get("/installedapps", *query)
        assert at(reply.json, "_links") == {"next": None, "previous": None}
        return [item["installedAppId"] for item in items(reply.json)]

    assert await ids() == [installed.installed_app_id, cabin.installed_app_id]
    assert await ids(("locationId", CABIN_LOCATION)) == [cabin.installed_app_id]
    assert await ids(("appId", "other")) == []
    assert await ids(("installedAppStatus", "AUTHORIZED"), ("max", "1"), ("page", "5")) == []
    assert len(await ids(("installedAppType", "WEBHOOK_SMART_APP"))) == 2
    several = [("installedAppStatus", status) for status in ("AUTHORIZED", "REVOKED")]
    assert len(await ids(*several)) == 2
    assert len(await ids(("installedAppStatus", "PENDING,AUTHORIZED"))) == 2
    assert await ids(("installedAppStatus", "PENDING")) == []


async def test_an_installed_app_has_a_name_and_a_configuration(installed: Installed) -> None:
    renamed = await installed.api.put(installed.path, {"displayName": "Mine"})
    assert at(renamed.json, "displayName") == "Mine"
    assert (await installed.api.get(installed.path)).json == renamed.json
    too_long = await installed.api.put(installed.path, {"displayName": "x" * 65})
    assert too_long.code == "SizeError"
    [configuration] = items((await installed.api.get(f"{installed.path}/configs")).json)
    config_id = configuration["configurationId"]
    full = await installed.api.get(f"{installed.path}/configs/{config_id}")
    assert at(full.json, "config") == {}
    assert (await installed.api.get(f"{installed.path}/configs/other")).status == 403


async def test_a_personal_access_token_is_no_installed_app(developer: Developer) -> None:
    assert (await developer.api.get("/installedapps/me")).status == 403


async def test_a_location_holds_so_many_installations(
    simulator: Simulator, developer: Developer
) -> None:
    client = await developer.register(singleInstance=False)
    await developer.install(client, HOME_LOCATION)
    [first] = simulator.installed_apps.values()
    for number in range(99):
        simulator.installed_apps[str(number)] = first
    report = await simulator.install(client.app_id, HOME_LOCATION)
    assert report.error == "the location has the maximum number of installed apps"


class TestSlowTarget:
    """A target that answers too slowly."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return a short time limit."""
        return SimulatorOptions(callback_timeout=0.1)

    async def test_an_answer_that_is_late_ends_the_installation(
        self, simulator: Simulator, developer: Developer, target: Target
    ) -> None:
        client = await developer.register()
        target.delay = 0.5
        report = await simulator.install(client.app_id, HOME_LOCATION)
        assert report.steps == ["CONFIGURATION INITIALIZE: Upstream target timed out"]
        assert not report.ok
