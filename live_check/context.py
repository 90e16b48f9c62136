"""The state that all attempts share: options, the cloud, and what the run made so far."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, text
from live_check.cloud.answers import Answer
from live_check.cloud.api import Api
from live_check.cloud.pace import Say
from live_check.cloud.receiver import Receiver, Target
from live_check.created import Created
from live_check.findings import Finding, not_tried
from live_check.options import Options, Patience
from live_check.person import Person
from live_check.redaction import Redactor

SWITCH: Final = "switch"


@dataclass(slots=True, kw_only=True)
class SmartApp:
    """A SmartApp of ours, and the reply to its registration."""

    name: str
    app_id: str
    client_id: str
    client_secret: str = field(repr=False)
    reply: Answer = field(repr=False)
    target: Target | None
    confirmation_url: str = field(default="", repr=False)
    """The link of its CONFIRMATION, to open it later."""
    confirmation_at: float = 0.0

    def the_target(self) -> Target:
        """Return the target of its deliveries. Raises NotTriedError if it has none."""
        return self.target or not_tried("there is no public URL")


@dataclass(slots=True, kw_only=True)
class Installation:
    """An installation of our SmartApp, and its tokens."""

    app: SmartApp
    installed_app_id: str
    location_id: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    install_token: str = field(default="", repr=False)
    """The token of INSTALL; empty if the tokens came another way."""
    spent_token: str = field(default="", repr=False)
    """A refresh token that was already used."""
    since: float
    """The time of the installation, on the monotonic clock."""
    refused_after: float | None = None
    """The age in seconds at which the token of INSTALL was first rejected."""

    @property
    def path(self) -> str:
        """The path of the installed app."""
        return f"/installedapps/{self.installed_app_id}"

    @property
    def subscriptions(self) -> str:
        """The path of its subscriptions."""
        return f"{self.path}/subscriptions"


@dataclass(slots=True, kw_only=True)
class Context:
    """One run. The `the_…` methods raise NotTriedError if something is missing."""

    options: Options
    pat: str = field(repr=False)
    api: Api
    person: Person
    created: Created
    redactor: Redactor
    say: Say
    location_id: str
    receiver: Receiver | None = None
    app: SmartApp | None = None
    """The SmartApp to install."""
    plain_app: SmartApp | None = None
    """A SmartApp registered without confirmation (platform reference 2.3)."""
    unconfirmed_app: SmartApp | None = None
    """A SmartApp whose target is not confirmed yet."""
    api_only_app: SmartApp | None = None
    installation: Installation | None = None
    devices: list[JsonObject] = field(default_factory=list, repr=False)
    """The devices of the location, after they were listed."""
    subscribed: int = 0
    """Number of subscriptions for the events."""

    @property
    def patience(self) -> Patience:
        """The time limits."""
        return self.options.patience

    def the_receiver(self) -> Receiver:
        """Return the receiver of deliveries."""
        return self.receiver or not_tried("there is no public URL")

    def the_app(self) -> SmartApp:
        """Return the SmartApp that was registered."""
        return self.app or not_tried("no SmartApp could be registered")

    def the_installation(self) -> Installation:
        """Return the installation of the SmartApp."""
        return self.installation or not_tried("no SmartApp is installed")

    def the_device(self) -> str:
        """Return the id of the device that the person named by its id, label or name."""
        if not self.options.device:
            not_tried("no device is named (--device)")
        return self.named_device or not_tried("the device that you named is not in the location")

    @property
    def named_device(self) -> str:
        """The id of that device; empty if there is none."""
        named = self.options.device
        found = (
            text(device, "deviceId")
            for device in self.devices
            if named in (text(device, "deviceId"), text(device, "label"), text(device, "name"))
        )
        return next(found, "")


type Attempt = Callable[[Context], Awaitable[Finding]]
type Attempts = Mapping[str, Attempt]
