"""The log of calls, commands, notifications and deliveries."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.delivery.forgery import Forgery
from simulator.devices.device import Json, JsonObject


@dataclass(slots=True, kw_only=True)
class Call:
    """A request to the cloud.

    `path` is without query and without `/v1`. `token_kind` is pat, app, event, none, invalid or
    basic. `status` is 0 before the reply, and if no reply was sent. `body` is the JSON or the form
    of the request, without the secrets of a form.
    """

    method: str
    path: str
    query: dict[str, str]
    token_kind: str
    status: int
    at: datetime
    body: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedCommands:
    """An accepted command request; `commands` as received."""

    device_id: str
    commands: list[JsonObject]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SentNotification:
    """An accepted notification; `body` as received. The app is None for the token of a user."""

    body: JsonObject
    installed_app_id: str | None
    at: datetime


@dataclass(slots=True, kw_only=True)
class Delivery:
    """A POST to the target of an app.

    `status` is None if there was no answer; `error` then says why. `body` is the body before any
    forgery.
    """

    lifecycle: str
    url: str
    body: JsonObject = field(repr=False)
    status: int | None = None
    response: Json = None
    error: str | None = None
    forgery: Forgery | None = None
    at: datetime


@dataclass(slots=True, kw_only=True)
class Log:
    """All entries, in the order of their start."""

    calls: list[Call] = field(default_factory=list)
    commands: list[ReceivedCommands] = field(default_factory=list)
    notifications: list[SentNotification] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
