"""The SmartThings API as an installed app uses it: one short method per endpoint."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Final, NamedTuple

from ..json_types import JsonObject, as_object, texts
from ..models import (
    AttributeKey,
    Command,
    CommandResult,
    Health,
    InstalledApp,
    ListedDevice,
    Location,
    Mode,
    Room,
    Scene,
    Value,
)
from ..parsing import (
    parse_command_results,
    parse_health,
    parse_installed_app,
    parse_items,
    parse_listed_device,
    parse_location,
    parse_mode,
    parse_room,
    parse_scene,
    parse_status,
    parse_subscription,
)
from ..slices import in_slices
from .errors import (
    CloudError,
    CommandFailedError,
    ForbiddenError,
    LoginLostError,
    NotFoundError,
    Oddity,
    PaymentRequiredError,
    RejectedError,
    TooManyRequestsError,
    UnauthorizedError,
    UnexpectedReplyError,
)
from .history import HistoryItem, HistorySpan, parse_history_item
from .http import Http, one, path_of
from .notification import Notification
from .rate_limits import CommandLimiter

MAX_COMMANDS: Final = 10
"""Commands that one request may hold (platform reference 8.4)."""

# The version with which Samsung's own client asks for devices (platform reference 8.1).
_DEVICES_VERSION: Final = 20170916
_PART: Final = 50
"""Items of a list that are parsed in one go: a few milliseconds."""
_WITH_STATUS: Final = {"includeStatus": "true", "includeHealth": "true"}


class DeviceList(NamedTuple):
    """The devices of a location, and how many items of the list could not be read."""

    devices: list[ListedDevice]
    unreadable: int


class SmartThingsClient:
    """Calls on behalf of one token. Every method raises the errors of :mod:`.errors`."""

    def __init__(self, http: Http) -> None:
        """Use the given request function."""
        self.unreadable: dict[str, int] = {}
        """How many things of the last reading could not be used, by kind."""
        self._http = http
        self._limiter = CommandLimiter()

    def all_usable(self, kind: str) -> bool:
        """Return whether the last list of a kind was whole: what it lacks may not be gone."""
        return not self.unreadable.get(kind)

    @property
    def command_waits(self) -> dict[str, float]:
        """The seconds until a device takes commands again, by the id of the device."""
        return self._limiter.waits

    async def locations(self) -> list[Location]:
        """Return the locations that the token may see."""
        return await self._list("locations", parse_location, "/locations")

    async def location(self, location_id: str) -> Location:
        """Return one location with its temperature scale."""
        return one(parse_location, await self._object(path_of("locations", location_id)))

    async def rooms(self, location_id: str) -> list[Room]:
        """Return the rooms; the platform allows 50 of these calls an hour (10.1)."""
        return await self._list("rooms", parse_room, path_of("locations", location_id, "rooms"))

    async def modes(self, location_id: str) -> list[Mode]:
        """Return the modes of a location."""
        return await self._list("modes", parse_mode, path_of("locations", location_id, "modes"))

    async def current_mode(self, location_id: str) -> Mode:
        """Return the mode that a location is in."""
        return one(
            parse_mode, await self._object(path_of("locations", location_id, "modes", "current"))
        )

    async def set_mode(self, location_id: str, mode_id: str) -> None:
        """Put a location into a mode."""
        await self._http.request(
            "PUT", path_of("locations", location_id, "modes", "current"), body={"modeId": mode_id}
        )

    async def scenes(self, location_id: str) -> list[Scene]:
        """Return the scenes of a location."""
        return await self._list("scenes", parse_scene, "/scenes", {"locationId": location_id})

    async def execute_scene(self, scene_id: str, location_id: str) -> None:
        """Execute a scene."""
        await self._http.request(
            "POST", path_of("scenes", scene_id, "execute"), params={"locationId": location_id}
        )

    async def devices(self, location_id: str) -> DeviceList:
        """Return all devices with status and health as far as the list carries them (8.1)."""
        devices = await self._list(
            "devices",
            parse_listed_device,
            "/devices",
            {"locationId": location_id, "max": "200", **_WITH_STATUS},
            version=_DEVICES_VERSION,
        )
        self.unreadable["parts of devices"] = sum(item.unreadable for item in devices)
        return DeviceList(devices, self.unreadable["devices"])

    async def device(self, device_id: str) -> ListedDevice:
        """Return one device, with status and health as far as the reply carries them."""
        raw = await self._http.request(
            "GET", path_of("devices", device_id), params=_WITH_STATUS, version=_DEVICES_VERSION
        )
        return one(parse_listed_device, as_object(raw))

    async def device_status(self, device_id: str) -> dict[AttributeKey, Value]:
        """Return the status of one device (8.2)."""
        return parse_status(await self.raw_status(device_id))

    async def raw_status(self, device_id: str) -> JsonObject:
        """Return the status of one device as the platform words it (8.2)."""
        reply = await self._object(path_of("devices", device_id, "status"))
        if not isinstance(reply.get("components"), dict):
            raise UnexpectedReplyError(Oddity.NO_STATUS)
        return reply

    async def device_health(self, device_id: str) -> Health | None:
        """Return whether the cloud reaches a device; None where it does not say.

        Some devices answer this call with an error, which says nothing about them (8.3).
        """
        try:
            return parse_health(
                await self._http.request("GET", path_of("devices", device_id, "health"))
            )
        except LoginLostError, UnauthorizedError, PaymentRequiredError, TooManyRequestsError:
            raise
        except CloudError:
            return None

    async def execute(
        self, device_id: str, commands: Sequence[Command]
    ) -> tuple[CommandResult, ...]:
        """Send commands in one request; they are carried out in their order (8.4).

        Raises ValueError for more than ten, CommandFailedError where one of them failed,
        TooManyRequestsError where the device has had its share. Never repeated after a time-out,
        since the commands may have been carried out.
        """
        if len(commands) > MAX_COMMANDS:
            raise ValueError(len(commands))
        await self._limiter.turn(device_id)
        try:
            reply = await self._http.request(
                "POST",
                path_of("devices", device_id, "commands"),
                body={"commands": [command.as_json() for command in commands]},
            )
        except TooManyRequestsError as err:
            self._limiter.pause(device_id, err.retry_after)
            raise
        results = parse_command_results(reply)
        if any(result.status == "FAILED" for result in results):
            raise CommandFailedError
        return results

    async def history(self, location_id: str, span: HistorySpan) -> list[HistoryItem]:
        """Return what devices reported; whether an installed app may ask is unverified (13.9)."""
        raw = await self._http.pages(
            "/history/devices", params=span.params(location_id), enough=span.filled_by
        )
        return span.chosen(parse_items(raw, parse_history_item)[0])

    async def notify(self, location_id: str, notification: Notification) -> JsonObject:
        """Send a push message, and return the reply; whether an installed app may is unverified.

        Raises RejectedError where the reply itself names an error.
        """
        reply = as_object(
            await self._http.request(
                "POST", "/notification", body=notification.as_json(location_id)
            )
        )
        code = reply.get("code")
        if isinstance(code, int) and code >= HTTPStatus.BAD_REQUEST:
            raise RejectedError(code)
        return reply

    async def capability(self, capability: str, version: int) -> JsonObject:
        """Return the definition of a capability; 15 such calls a minute (9 and 10.1)."""
        return await self._object(path_of("capabilities", capability, str(version)))

    async def capability_presentation(self, capability: str, version: int) -> JsonObject:
        """Return how the platform's own app shows a capability."""
        return await self._object(path_of("capabilities", capability, str(version), "presentation"))

    async def capability_labels(self, capability: str, version: int, language: str) -> JsonObject:
        """Return what a capability is called in a language."""
        return await self._object(
            path_of("capabilities", capability, str(version), "i18n", language)
        )

    async def installed_app(self, installed_app_id: str) -> InstalledApp:
        """Return an installation of the SmartApp."""
        return one(
            parse_installed_app, await self._object(path_of("installedapps", installed_app_id))
        )

    async def granted_scopes(self) -> tuple[str, ...]:
        """Return what the installed app of the token was granted; it needs no scope itself (1.3).

        Raises UnexpectedReplyError where the reply does not say.
        """
        scope = (await self._object("/installedapps/me")).get("scope")
        granted = tuple(scope.split()) if isinstance(scope, str) else texts(scope)
        if not granted:
            raise UnexpectedReplyError(Oddity.NO_SCOPES)
        return granted

    async def delete_installed_app(self, installed_app_id: str) -> None:
        """Remove an installation; one that is gone already is fine (1.4)."""
        await self._delete(path_of("installedapps", installed_app_id))

    async def subscriptions(self, installed_app_id: str) -> list[JsonObject]:
        """Return the subscriptions as the platform has them (6.5)."""
        return await self._list(
            "subscriptions",
            parse_subscription,
            path_of("installedapps", installed_app_id, "subscriptions"),
        )

    async def create_subscription(self, installed_app_id: str, body: JsonObject) -> JsonObject:
        """Create a subscription and return it. Raises ConflictError where it exists (6.4)."""
        return as_object(
            await self._http.request(
                "POST", path_of("installedapps", installed_app_id, "subscriptions"), body=body
            )
        )

    async def delete_subscription(self, installed_app_id: str, subscription_id: str) -> None:
        """Delete a subscription; one that is gone already is fine.

        403 stands for "not found" as well as for a missing right (1.4), but whoever lacks the
        right could not have listed the subscription either.
        """
        await self._delete(
            path_of("installedapps", installed_app_id, "subscriptions", subscription_id)
        )

    async def _list[ItemT](
        self,
        kind: str,
        parse: Callable[[JsonObject], ItemT],
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        version: int = 1,
    ) -> list[ItemT]:
        """Return the usable items of a list, and count the others."""
        items = await self._http.pages(path, params=params, version=version)
        found: list[ItemT] = []
        unreadable = 0
        async for part in in_slices(items, _PART):
            parsed, unusable = parse_items([*part], parse)
            found += parsed
            unreadable += unusable
        self.unreadable[kind] = unreadable
        return found

    async def _delete(self, path: str) -> None:
        try:
            await self._http.request("DELETE", path)
        except ForbiddenError, NotFoundError:
            return

    async def _object(self, path: str) -> JsonObject:
        return as_object(await self._http.request("GET", path))
