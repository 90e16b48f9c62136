"""The SmartThings API for an installed app: one method per endpoint."""

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
    Schedule,
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
    parse_schedule,
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
from .rate_limits import PATIENCE, CommandLimiter

MAX_COMMANDS: Final = 10
"""Commands that one request may have (platform reference 8.4)."""

# The version that Samsung's own client uses for device requests (platform reference 8.1).
_DEVICES_VERSION: Final = 20170916
_PART: Final = 50
"""Items of a list that are parsed at a time; so many take a few milliseconds."""
_WITH_STATUS: Final = {"includeStatus": "true", "includeHealth": "true"}


class DeviceList(NamedTuple):
    """The devices of a location, and the number of unreadable items in the list."""

    devices: list[ListedDevice]
    unreadable: int


class SmartThingsClient:
    """Requests with one token. Every method raises the errors of :mod:`.errors`."""

    def __init__(self, http: Http, *, patience: float = PATIENCE) -> None:
        """Make requests with ``http``; delay a command by at most ``patience`` seconds."""
        self.unreadable: dict[str, int] = {}
        """The number of unreadable items in the last list of each kind."""
        self._http = http
        self._limiter = CommandLimiter(patience=patience)

    def all_usable(self, kind: str) -> bool:
        """Return whether all items of the last list of a kind were readable.

        If not, an item that the list lacks may still exist.
        """
        return not self.unreadable.get(kind)

    @property
    def command_waits(self) -> dict[str, float]:
        """The seconds until a device accepts commands again, by device id."""
        return self._limiter.waits

    async def locations(self) -> list[Location]:
        """Return the locations that the token has access to."""
        return await self._list("locations", parse_location, "/locations")

    async def location(self, location_id: str) -> Location:
        """Return one location with its temperature scale."""
        return one(parse_location, await self._object(path_of("locations", location_id)))

    async def rooms(self, location_id: str) -> list[Room]:
        """Return the rooms; the platform allows 50 of these requests an hour (10.1)."""
        return await self._list("rooms", parse_room, path_of("locations", location_id, "rooms"))

    async def modes(self, location_id: str) -> list[Mode]:
        """Return the modes of a location."""
        return await self._list("modes", parse_mode, path_of("locations", location_id, "modes"))

    async def current_mode(self, location_id: str) -> Mode:
        """Return the current mode of a location."""
        return one(
            parse_mode, await self._object(path_of("locations", location_id, "modes", "current"))
        )

    async def set_mode(self, location_id: str, mode_id: str) -> None:
        """Set the mode of a location."""
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
        """Return all devices; status and health are None if the list does not have them (8.1)."""
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
        """Return one device; status and health are None if the reply does not have them."""
        raw = await self._http.request(
            "GET", path_of("devices", device_id), params=_WITH_STATUS, version=_DEVICES_VERSION
        )
        return one(parse_listed_device, as_object(raw))

    async def device_status(self, device_id: str) -> dict[AttributeKey, Value]:
        """Return the status of one device (8.2)."""
        return parse_status(await self.raw_status(device_id))

    async def raw_status(self, device_id: str) -> JsonObject:
        """Return the status of one device as the platform sends it (8.2)."""
        reply = await self._object(path_of("devices", device_id, "status"))
        if not isinstance(reply.get("components"), dict):
            raise UnexpectedReplyError(Oddity.NO_STATUS)
        return reply

    async def device_health(self, device_id: str) -> Health | None:
        """Return the health of a device; None if the platform does not report it.

        For some devices the platform answers this request with an error (8.3).
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
        """Send commands in one request; they are executed in their order (8.4).

        Raises ValueError for more than ten commands, CommandFailedError if one of them failed, and
        TooManyRequestsError if the rate limit of the device is reached. A request that timed out
        is not repeated, because the commands may have been executed.
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
        """Return reports of the past. Whether installed apps have access is unverified (13.9)."""
        raw = await self._http.pages(
            "/history/devices", params=span.params(location_id), enough=span.filled_by
        )
        return span.chosen(parse_items(raw, parse_history_item)[0])

    async def notify(self, location_id: str, notification: Notification) -> JsonObject:
        """Send a push message and return the reply. Whether installed apps may is unverified.

        Raises RejectedError also for a reply of status 200 that has an error code.
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
        """Return the definition of a capability; 15 requests a minute are allowed (9, 10.1)."""
        return await self._object(path_of("capabilities", capability, str(version)))

    async def capability_presentation(self, capability: str, version: int) -> JsonObject:
        """Return how the SmartThings app presents a capability."""
        return await self._object(path_of("capabilities", capability, str(version), "presentation"))

    async def capability_labels(self, capability: str, version: int, language: str) -> JsonObject:
        """Return the names of attributes and commands of a capability in a language."""
        return await self._object(
            path_of("capabilities", capability, str(version), "i18n", language)
        )

    async def installed_app(self, installed_app_id: str) -> InstalledApp:
        """Return an installation of the SmartApp."""
        return one(
            parse_installed_app, await self._object(path_of("installedapps", installed_app_id))
        )

    async def granted_scopes(self) -> tuple[str, ...]:
        """Return the scopes of the token's installed app. The request needs no scope (1.3).

        Raises UnexpectedReplyError if the reply has no scopes.
        """
        scope = (await self._object("/installedapps/me")).get("scope")
        granted = tuple(scope.split()) if isinstance(scope, str) else texts(scope)
        if not granted:
            raise UnexpectedReplyError(Oddity.NO_SCOPES)
        return granted

    async def delete_installed_app(self, installed_app_id: str) -> None:
        """Remove an installation; succeed also if it does not exist any more (1.4)."""
        await self._delete(path_of("installedapps", installed_app_id))

    async def subscriptions(self, installed_app_id: str) -> list[JsonObject]:
        """Return the subscriptions as the platform sends them (6.5)."""
        return await self._list(
            "subscriptions",
            parse_subscription,
            path_of("installedapps", installed_app_id, "subscriptions"),
        )

    async def create_subscription(self, installed_app_id: str, body: JsonObject) -> JsonObject:
        """Create a subscription and return it. Raises ConflictError if it exists (6.4)."""
        return as_object(
            await self._http.request(
                "POST", path_of("installedapps", installed_app_id, "subscriptions"), body=body
            )
        )

    async def delete_subscription(self, installed_app_id: str, subscription_id: str) -> None:
        """Delete a subscription; succeed also if it does not exist any more.

        A 403 means "not found" or a missing scope (1.4), but without the scope the subscription
        could not have been listed either.
        """
        await self._delete(
            path_of("installedapps", installed_app_id, "subscriptions", subscription_id)
        )

    async def schedules(self, installed_app_id: str) -> list[Schedule]:
        """Return the schedules of the installed app (9). No scope is needed for them."""
        return await self._list(
            "schedules", parse_schedule, path_of("installedapps", installed_app_id, "schedules")
        )

    async def create_schedule(self, installed_app_id: str, schedule: Schedule) -> None:
        """Create a schedule. Raises ConflictError if the name is taken."""
        await self._http.request(
            "POST",
            path_of("installedapps", installed_app_id, "schedules"),
            body=schedule.as_json(),
        )

    async def delete_schedule(self, installed_app_id: str, name: str) -> None:
        """Delete a schedule; succeed also if it does not exist any more."""
        await self._delete(path_of("installedapps", installed_app_id, "schedules", name))

    async def _list[ItemT](
        self,
        kind: str,
        parse: Callable[[JsonObject], ItemT],
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        version: int = 1,
    ) -> list[ItemT]:
        """Return the readable items of a list, and count the others."""
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
