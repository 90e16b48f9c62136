"""What happened, for tests to look at and for the control routes to show."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.delivery.forgery import Forgery
from simulator.devices.device import Json, JsonObject


@dataclass(slots=True, kw_only=True)
class Call:
    """A request the cloud received.

    `path` is without query and without `/v1`. `token_kind` is pat, app, event, none, invalid or
    basic. `status` is 0 until the reply is known, and where none was sent. `body` is the JSON or
    the form that came, with the secrets of a form blotted out.
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
    """An accepted command request; `commands` as it was received."""

    device_id: str
    commands: list[JsonObject]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SentNotification:
    """An accepted notification; `body` as it was received, None as app means a user's token."""

    body: JsonObject
    installed_app_id: str | None
    at: datetime


@dataclass(slots=True, kw_only=True)
class Delivery:
    """A POST to the target of an app.

    `status` is None where no answer came, and `error` then says why. `body` is what the cloud
    meant to send: a forged delivery may carry something else.
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
    """All of it, in the order it began."""

    calls: list[Call] = field(default_factory=list)
    commands: list[ReceivedCommands] = field(default_factory=list)
    notifications: list[SentNotification] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
