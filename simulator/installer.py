"""Installing, saving and removing an app as a user does it (platform reference 3.2)."""

from dataclasses import dataclass, field
from typing import NoReturn
from uuid import uuid4

from . import grammar, lifecycles
from .cloud import Cloud
from .device import OWNER, Json, JsonObject
from .json_tools import strings
from .log import Delivery
from .records import App, InstalledApp

_OK = 200
_PAGES = 20
_INSTALLS_PER_LOCATION = 100


@dataclass(slots=True, kw_only=True)
class InstallReport:
    """What happened, for the user: `steps` in order, `error` where it went wrong.

    `lifecycle` is INSTALL or UPDATE once one of them was answered.
    """

    app_id: str
    location_id: str
    installed_app_id: str | None = None
    lifecycle: str | None = None
    steps: list[str] = field(default_factory=list)
    error: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the app is installed, or its settings saved."""
        return self.error is None


class _InstallError(Exception):
    """The installation stops; the text is for the user."""


def _stop(reason: str) -> NoReturn:
    raise _InstallError(reason)


@dataclass(frozen=True, slots=True)
class _Settings:
    """What the pages brought."""

    config: JsonObject
    permissions: list[str]


def _told(name: str, delivery: Delivery) -> str:
    if delivery.error is not None:
        return f"{name}: {delivery.error}"
    return f"{name}: answered {delivery.status}"


class Installer:
    """The part of the phone app that installs SmartApps."""

    def __init__(self, cloud: Cloud) -> None:
        """Install into a cloud."""
        self._cloud = cloud

    async def install(self, app_id: str, location_id: str) -> InstallReport:
        """Install an app, or save its settings where a single instance is there already."""
        report = InstallReport(app_id=app_id, location_id=location_id)
        try:
            app = self._check(app_id, location_id)
            existing = self._cloud.records.installations(app_id, location_id)
            if existing and app.body["singleInstance"]:
                await self._update(app, existing[0], report)
            else:
                await self._install(app, location_id, report)
        except (_InstallError, grammar.GrammarError) as error:
            report.error = str(error)
        return report

    async def save(self, installed_app_id: str) -> InstallReport:
        """Open the settings of an installed app and save them."""
        installed_app = self._cloud.records.installed_apps[installed_app_id]
        report = InstallReport(app_id=installed_app.app_id, location_id=installed_app.location_id)
        try:
            app = self._check(installed_app.app_id, installed_app.location_id)
            await self._update(app, installed_app, report)
        except (_InstallError, grammar.GrammarError) as error:
            report.error = str(error)
        return report

    async def uninstall(self, installed_app_id: str) -> None:
        """Remove an installed app; its target is told, and what it says does not matter."""
        installed_app = self._cloud.records.installed_apps[installed_app_id]
        self.forget(installed_app)
        await self.tell_uninstalled(installed_app)

    def forget(self, installed_app: InstalledApp) -> None:
        """End an installed app with its tokens and subscriptions, without telling its target."""
        self._cloud.tokens.revoke_all(installed_app.installed_app_id)
        self._cloud.records.remove_installed_app(installed_app.installed_app_id)

    async def tell_uninstalled(self, installed_app: InstalledApp) -> None:
        """Tell the target that an installed app is no more."""
        app = self._cloud.records.apps.get(installed_app.app_id)
        if app is not None:
            await self._cloud.sender.post(app, lifecycles.uninstall(app, installed_app))

    def _check(self, app_id: str, location_id: str) -> App:
        app = self._cloud.records.apps.get(app_id)
        if app is None:
            _stop("there is no such app")
        if app.api_only:
            _stop("an API_ONLY app is authorised with OAuth")
        if location_id not in self._cloud.home.locations:
            _stop("there is no such location")
        if not app.confirmed and not self._cloud.options.pending_installs:
            # Unverified (2.3); the stricter reading.
            _stop("the target of the app is not confirmed")
        return app

    async def _install(self, app: App, location_id: str, report: InstallReport) -> None:
        records = self._cloud.records
        if sum(a.location_id == location_id for a in records.installed_apps.values()) >= (
            _INSTALLS_PER_LOCATION
        ):
            _stop("the location holds the maximum of installed apps")
        installed_app = self._create(app, location_id)
        installed_app_id = installed_app.installed_app_id
        records.installed_apps[installed_app_id] = installed_app
        try:
            given = await self._configure(app, installed_app, {}, report)
            self._authorize(installed_app, given)
            pair = self._cloud.tokens.create_pair(
                installed_app, app.client_id, self._cloud.options.install_token_lifetime
            )
            body = lifecycles.install(app, installed_app, pair)
            await self._tell(app, "INSTALL", body, report)
        except _InstallError, grammar.GrammarError:
            self.forget(installed_app)
            raise
        report.installed_app_id = installed_app_id
        report.lifecycle = "INSTALL"

    async def _update(self, app: App, installed_app: InstalledApp, report: InstallReport) -> None:
        """Save settings; the old pair of tokens ends once the new one has arrived."""
        report.installed_app_id = installed_app.installed_app_id
        before = _Settings(installed_app.config, installed_app.permissions)
        given = await self._configure(app, installed_app, before.config, report)
        self._authorize(installed_app, given)
        tokens = self._cloud.tokens
        pair = tokens.create_pair(
            installed_app, app.client_id, self._cloud.options.install_token_lifetime
        )
        body = lifecycles.update(
            app,
            installed_app,
            pair,
            previous_config=before.config,
            previous_permissions=before.permissions,
        )
        await self._tell(app, "UPDATE", body, report)
        tokens.revoke_pairs(installed_app.installed_app_id, keep=pair)
        report.lifecycle = "UPDATE"

    def _create(self, app: App, location_id: str) -> InstalledApp:
        now = self._cloud.time()
        body: JsonObject = {
            "installedAppId": str(uuid4()),
            "installedAppType": app.body["appType"],
            "installedAppStatus": "PENDING",
            "displayName": app.body["displayName"],
            "appId": app.app_id,
            "referenceId": None,
            "locationId": location_id,
            "owner": {"ownerType": "USER", "ownerId": OWNER},
            "notices": [],
            "createdDate": now,
            "lastUpdatedDate": now,
            "ui": {
                "pluginId": None,
                "dashboardCardsEnabled": False,
                "preInstallDashboardCardsEnabled": False,
            },
            "iconImage": {"url": None},
            "classifications": app.body["classifications"],
            "principalType": app.body["principalType"],
            "singleInstance": app.body["singleInstance"],
        }
        return InstalledApp(body=body, config={}, config_id=str(uuid4()), permissions=[])

    async def _configure(
        self, app: App, installed_app: InstalledApp, config: JsonObject, report: InstallReport
    ) -> _Settings:
        """Walk the pages to the last one."""
        installed_app_id = installed_app.installed_app_id
        body = lifecycles.configuration(app, installed_app_id, config)
        answer = grammar.initialize(
            await self._tell(app, "CONFIGURATION INITIALIZE", body, report), app.scopes
        )
        permissions = strings(answer.get("permissions"))
        config = config or {str(answer.get("id") or "app"): [{}]}
        page_id, previous = str(answer["firstPageId"]), ""
        for _ in range(_PAGES):
            body = lifecycles.configuration(
                app, installed_app_id, config, page_id=page_id, previous=previous
            )
            page = grammar.page(
                await self._tell(app, f"CONFIGURATION PAGE {page_id}", body, report)
            )
            filled, granted = grammar.fill(page, self._cloud.home, installed_app.location_id)
            config = config | filled
            permissions += [scope for scope in granted if scope not in permissions]
            if page["complete"]:
                return _Settings(config, permissions)
            page_id, previous = str(page["nextPageId"]), page_id
        _stop(f"there is no end after {_PAGES} pages")

    async def _tell(self, app: App, name: str, body: JsonObject, report: InstallReport) -> Json:
        delivery = await self._cloud.sender.post(app, body)
        report.steps.append(_told(name, delivery))
        if delivery.status != _OK:
            _stop(f"the target did not answer {name} as it should")
        return delivery.response

    def _authorize(self, installed_app: InstalledApp, given: _Settings) -> None:
        installed_app.config = given.config
        installed_app.permissions = given.permissions
        installed_app.body |= {
            "installedAppStatus": "AUTHORIZED",
            "lastUpdatedDate": self._cloud.time(),
        }
