"""Installs, saves and removes an app as a user does (platform reference 3.2)."""

from dataclasses import dataclass, field
from typing import NoReturn

from simulator.cloud import Cloud
from simulator.control.log import Delivery
from simulator.devices.device import Json, JsonObject
from simulator.json_tools import strings
from simulator.records import App, InstalledApp

from . import configuration, installations, lifecycles

_OK = 200
_PAGES = 20


@dataclass(slots=True, kw_only=True)
class InstallReport:
    """The result for the user: `steps` in order, `error` if one failed.

    `lifecycle` is INSTALL or UPDATE after the target has answered one of them.
    """

    app_id: str
    location_id: str
    installed_app_id: str | None = None
    lifecycle: str | None = None
    steps: list[str] = field(default_factory=list)
    error: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the app is installed, or its settings are saved."""
        return self.error is None


class _InstallError(Exception):
    """The installation fails; the text is for the user."""


def _stop(reason: str) -> NoReturn:
    raise _InstallError(reason)


@dataclass(frozen=True, slots=True)
class _Settings:
    """The values and scopes from the pages."""

    config: JsonObject
    permissions: list[str]


def _step_text(name: str, delivery: Delivery) -> str:
    if delivery.error is not None:
        return f"{name}: {delivery.error}"
    return f"{name}: answered {delivery.status}"


class Installer:
    """Installs SmartApps, as the phone app does."""

    def __init__(self, cloud: Cloud) -> None:
        """Install apps of this cloud."""
        self._cloud = cloud

    async def install(self, app_id: str, location_id: str) -> InstallReport:
        """Install an app, or save its settings if it has a single instance already."""
        report = InstallReport(app_id=app_id, location_id=location_id)
        try:
            app = self._check(app_id, location_id)
            existing = installations.single(self._cloud, app, location_id)
            if existing is None:
                await self._install(app, location_id, report)
            else:
                await self._update(app, existing, report)
        except (_InstallError, configuration.ConfigurationError) as error:
            report.error = str(error)
        return report

    async def save(self, installed_app_id: str) -> InstallReport:
        """Open the settings of an installed app, and save them."""
        installed_app = self._cloud.records.installed_apps[installed_app_id]
        report = InstallReport(app_id=installed_app.app_id, location_id=installed_app.location_id)
        try:
            app = self._check(installed_app.app_id, installed_app.location_id)
            await self._update(app, installed_app, report)
        except (_InstallError, configuration.ConfigurationError) as error:
            report.error = str(error)
        return report

    async def uninstall(self, installed_app_id: str) -> None:
        """Remove an installed app and notify its target, whose answer is ignored."""
        installed_app = self._cloud.records.installed_apps[installed_app_id]
        installations.forget(self._cloud, installed_app)
        await self.notify_uninstalled(installed_app)

    async def notify_uninstalled(self, installed_app: InstalledApp) -> None:
        """Notify the target of a removed installed app, in the way of its kind (2.6)."""
        app = self._cloud.records.apps.get(installed_app.app_id)
        if app is None:
            return
        if app.api_only:
            await self._cloud.publisher.notify_removed(installed_app)
        else:
            await self._cloud.sender.post(app, lifecycles.uninstall(app, installed_app))

    def _check(self, app_id: str, location_id: str) -> App:
        app = self._cloud.records.apps.get(app_id)
        if app is None:
            _stop("unknown app")
        if app.api_only:
            _stop("an API_ONLY app is authorized with OAuth")
        if location_id not in self._cloud.home.locations:
            _stop("unknown location")
        if not app.confirmed and not self._cloud.options.pending_installs:
            # Unverified (2.3); this is the stricter rule.
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
            body = lifecycles.install(app, installed_app, pair, old=self._old)
            await self._deliver(app, "INSTALL", body, report)
        except _InstallError, configuration.ConfigurationError:
            installations.forget(self._cloud, installed_app)
            raise
        report.installed_app_id = installed_app.installed_app_id
        report.lifecycle = "INSTALL"

    async def _update(self, app: App, installed_app: InstalledApp, report: InstallReport) -> None:
        """Save settings. The old tokens are invalid after the new ones have been delivered."""
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
            old=self._old,
        )
        await self._deliver(app, "UPDATE", body, report)
        tokens.revoke_pairs(installed_app.installed_app_id, keep=pair)
        report.lifecycle = "UPDATE"

    @property
    def _old(self) -> bool:
        return self._cloud.options.old_lifecycles

    async def _configure(
        self, app: App, installed_app: InstalledApp, config: JsonObject, report: InstallReport
    ) -> _Settings:
        """Go through the pages until the last one."""
        installed_app_id = installed_app.installed_app_id
        body = lifecycles.configuration(app, installed_app_id, config, old=self._old)
        answer = configuration.initialize(
            await self._deliver(app, "CONFIGURATION INITIALIZE", body, report), app.scopes
        )
        permissions = strings(answer.get("permissions"))
        own = str(answer.get("id") or "app")
        config = config or {own: [{}]}
        page_id, previous = str(answer["firstPageId"]), ""
        for _ in range(_PAGES):
            body = lifecycles.configuration(
                app,
                installed_app_id,
                config,
                page_id=page_id,
                previous=previous,
                old=self._old,
            )
            page = configuration.page(
                await self._deliver(app, f"CONFIGURATION PAGE {page_id}", body, report)
            )
            filled, granted = configuration.fill(page, self._cloud.home, installed_app.location_id)
            config = config | filled
            permissions += [scope for scope in granted if scope not in permissions]
            if page["complete"]:
                if self._cloud.options.install_page_fails:
                    _stop("the page fails")
                if not self._old:
                    # Only the settings of the pages are saved (4.9).
                    config = {key: value for key, value in config.items() if key != own}
                return _Settings(config, permissions)
            page_id, previous = str(page["nextPageId"]), page_id
        _stop(f"there is no last page after {_PAGES} pages")

    async def _deliver(self, app: App, name: str, body: JsonObject, report: InstallReport) -> Json:
        delivery = await self._cloud.sender.post(app, body)
        report.steps.append(_step_text(name, delivery))
        if delivery.status != _OK:
            _stop(f"the target did not answer {name} as it should")
        return delivery.response

    def _authorize(self, installed_app: InstalledApp, given: _Settings) -> None:
        installations.authorize(self._cloud, installed_app, given.config, given.permissions)
