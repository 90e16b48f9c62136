"""Start and end of installations, for both kinds of apps (platform reference 3.2, 3.5)."""

from uuid import uuid4

from simulator.cloud import Cloud
from simulator.devices.device import OWNER, JsonObject
from simulator.records import App, InstalledApp

FULL = "the location has the maximum number of installed apps"
_PER_LOCATION = 100


def full(cloud: Cloud, location_id: str) -> bool:
    """Return whether a location has as many installed apps as it may have (2.5)."""
    held = cloud.records.installed_apps.values()
    return sum(item.location_id == location_id for item in held) >= _PER_LOCATION


def single(cloud: Cloud, app: App, location_id: str) -> InstalledApp | None:
    """Return the existing installation of a single instance; a second consent updates it (2.2)."""
    existing = cloud.records.installations(app.app_id, location_id)
    return existing[0] if existing and app.body["singleInstance"] else None


def create(cloud: Cloud, app: App, location_id: str) -> InstalledApp:
    """Return a new installed app without the consent of the user."""
    now = cloud.time()
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
    installed_app = InstalledApp(body=body, config={}, config_id=str(uuid4()), permissions=[])
    cloud.records.installed_apps[installed_app.installed_app_id] = installed_app
    return installed_app


def authorize(
    cloud: Cloud, installed_app: InstalledApp, config: JsonObject, permissions: list[str]
) -> None:
    """Record the consent of the user for an installed app."""
    installed_app.config = config
    installed_app.permissions = permissions
    installed_app.body |= {"installedAppStatus": "AUTHORIZED", "lastUpdatedDate": cloud.time()}


def forget(cloud: Cloud, installed_app: InstalledApp) -> None:
    """Remove an installed app with its tokens and subscriptions, without notifying its target."""
    cloud.tokens.revoke_all(installed_app.installed_app_id)
    cloud.records.remove_installed_app(installed_app.installed_app_id)
    for sink in cloud.sinks.of(installed_app.installed_app_id):
        cloud.sinks.remove(sink)
