"""Installing, saving and removing an app as a user does it (platform reference 3.2)."""

from dataclasses import dataclass, field
from typing import NoReturn

from simulator.cloud import Cloud
from simulator.control.log import Delivery
from simulator.devices.device import Json, JsonObject
from simulator.json_tools import strings
from simulator.records import App, InstalledApp

from . import configuration as grammar
from . import installations, lifecycles

_OK = 200
_PAGES = 20


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
            existing = installations.single(self._cloud, app, location_id)
            if existing is None:
                await self._install(app, location_id, report)
            else:
                await self._update(app, existing, report)
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
        installations.forget(self._cloud, installed_app)
        await self.tell_uninstalled(installed_app)

    async def tell_uninstalled(self, installed_app: InstalledApp) -> None:
        """Tell the target that an installed app is no more, in the way of its kind (2.6)."""
        app = self._cloud.records.apps.get(installed_app.app_id)
        if app is None:
            return
        if app.api_only:
            await self._cloud.publisher.tell_removed(installed_app)
        else:
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
        if installations.full(self._cloud, location_id):
            _stop(installations.FULL)
        installed_app = installations.create(self._cloud, app, location_id)
        try:
            given = await self._configure(app, installed_app, {}, report)
            self._authorize(installed_app, given)
            pair = self._cloud.tokens.create_pair(
                installed_app, app.client_id, self._cloud.options.install_token_lifetime
            )
            body = lifecycles.install(app, installed_app, pair)
            await self._tell(app, "INSTALL", body, report)
        except _InstallError, grammar.GrammarError:
            installations.forget(self._cloud, installed_app)
            raise
        report.installed_app_id = installed_app.installed_app_id
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
                if self._cloud.options.install_page_fails:
                    _stop("the page fails")
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
        installations.authorize(self._cloud, installed_app, given.config, given.permissions)
