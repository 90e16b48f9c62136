"""A client of the SmartThings platform for SmartApps: requests, tokens, signed deliveries.

The package knows neither Home Assistant nor this integration. Scopes and names of the app, hosts,
clock and storage are arguments. This module lists the names for users of the package.

Register a SmartApp. Its webhook gets a CONFIRMATION, and after a person has installed the app an
INSTALL with the first tokens::

    hosts = Endpoints()
    template = AppTemplate(name_prefix="example.", client_name="Example", scopes=("r:devices:*",))
    apps = AppsClient(Http(session, hosts.api_url, StaticToken(personal_access_token)), template)
    app = await apps.create_webhook_app(
        display_name="Example", description="", target_url="https://example.org/hook"
    )
    await apps.set_client(app.app_id)

Verify and read a delivery::

    keys = KeyRing(
        session,
        hosts.key_url,
        storage=CertificatesInMemory(),
        app_public_key=app.public_key,
    )
    await authenticate_delivery(headers, body, path="/hook", keys=keys, now=datetime.now(UTC))
    delivery = parse_delivery(body)

Use the tokens of the INSTALL::

    client = ClientCredentials(app.client_id, app.client_secret)
    tokens = TokenManager(TokenEndpoint(session, hosts.api_url, client), storage)
    await tokens.replace(
        access_token=delivery.auth_token, refresh_token=delivery.refresh_token
    )
    smartthings = SmartThingsClient(Http(session, hosts.api_url, tokens))
    for listed in (await smartthings.devices(delivery.installed_app.location_id)).devices:
        await smartthings.execute(listed.device.device_id, [Command("switch", "off")])

Requests raise :class:`CloudError`. A delivery that is not from SmartThings raises
:class:`NotAuthenticError`, and an unreadable one :class:`UnreadableDeliveryError`.
"""

from .api.apps import (
    API_ONLY_APP,
    WEBHOOK_APP,
    AppDescription,
    AppsClient,
    AppTemplate,
    ListedApp,
    RegisteredApp,
    confirm_webhook,
)
from .api.call_counter import CallCounter
from .api.client import DeviceList, SmartThingsClient
from .api.device_reads import complete_devices
from .api.errors import (
    AppUnknownError,
    ClosedError,
    CloudError,
    CloudUnreachableError,
    CommandFailedError,
    ConflictError,
    ForbiddenError,
    InvalidClientError,
    InvalidGrantError,
    KindRefusedError,
    LimitReachedError,
    LoginLostError,
    NotFoundError,
    PaymentRequiredError,
    RefusedError,
    RejectedError,
    TargetError,
    TokensNotSavedError,
    TooManyRequestsError,
    UnauthorizedError,
    UnexpectedReplyError,
)
from .api.history import HistoryItem, HistorySpan
from .api.http import Http, Reply, StaticToken, TokenSource
from .api.notification import Notification
from .api.rate_limits import Pauses
from .auth.installation_proof import ForeignInstallationError, prove_installation
from .auth.scopes import missing_scopes, narrowed_scopes
from .auth.token_endpoint import Grant, TokenEndpoint
from .auth.token_manager import TokenManager, TokenStorage
from .auth.token_pair import TokenPair
from .client_credentials import ClientCredentials
from .connection import Connection
from .delivery.clock_skew import ClockCheck
from .delivery.events import (
    DeviceEvent,
    DeviceHealthEvent,
    DeviceLifecycleEvent,
    Event,
    HubHealthEvent,
    InstalledAppLifecycleEvent,
    ModeEvent,
    SceneLifecycleEvent,
    SecurityArmStateEvent,
    UnknownEvent,
)
from .delivery.keys import CertificatesInMemory, CertificateStorage, KeyRing, StoredCertificate
from .delivery.lifecycle import (
    ConfigurationInitialize,
    ConfigurationPage,
    Confirmation,
    Delivery,
    EventDelivery,
    Execute,
    Install,
    OAuthCallback,
    Ping,
    Uninstall,
    UnreadableDeliveryError,
    Update,
    confirmation_reply,
    empty_reply,
    initialize_reply,
    page_reply,
    parse_delivery,
    ping_reply,
)
from .delivery.repeated_events import RepeatedEvents
from .delivery.signature import Flaw, NotAuthenticError, authenticate_delivery
from .endpoints import Endpoints
from .models import (
    AttributeKey,
    Command,
    CommandResult,
    Component,
    Device,
    Health,
    InstalledApp,
    ListedDevice,
    Location,
    Mode,
    Room,
    Scene,
    Status,
    Value,
)
from .subscription_plan import (
    DeviceCapability,
    ExistingSubscription,
    SourceType,
    Subscription,
    SubscriptionChanges,
    SubscriptionPlan,
    make_plan,
    ordered_steps,
    parse_existing,
    subscription_changes,
)

__all__ = [
    "API_ONLY_APP",
    "WEBHOOK_APP",
    "AppDescription",
    "AppTemplate",
    "AppUnknownError",
    "AppsClient",
    "AttributeKey",
    "CallCounter",
    "CertificateStorage",
    "CertificatesInMemory",
    "ClientCredentials",
    "ClockCheck",
    "ClosedError",
    "CloudError",
    "CloudUnreachableError",
    "Command",
    "CommandFailedError",
    "CommandResult",
    "Component",
    "ConfigurationInitialize",
    "ConfigurationPage",
    "Confirmation",
    "ConflictError",
    "Connection",
    "Delivery",
    "Device",
    "DeviceCapability",
    "DeviceEvent",
    "DeviceHealthEvent",
    "DeviceLifecycleEvent",
    "DeviceList",
    "Endpoints",
    "Event",
    "EventDelivery",
    "Execute",
    "ExistingSubscription",
    "Flaw",
    "ForbiddenError",
    "ForeignInstallationError",
    "Grant",
    "Health",
    "HistoryItem",
    "HistorySpan",
    "Http",
    "HubHealthEvent",
    "Install",
    "InstalledApp",
    "InstalledAppLifecycleEvent",
    "InvalidClientError",
    "InvalidGrantError",
    "KeyRing",
    "KindRefusedError",
    "LimitReachedError",
    "ListedApp",
    "ListedDevice",
    "Location",
    "LoginLostError",
    "Mode",
    "ModeEvent",
    "NotAuthenticError",
    "NotFoundError",
    "Notification",
    "OAuthCallback",
    "Pauses",
    "PaymentRequiredError",
    "Ping",
    "RefusedError",
    "RegisteredApp",
    "RejectedError",
    "RepeatedEvents",
    "Reply",
    "Room",
    "Scene",
    "SceneLifecycleEvent",
    "SecurityArmStateEvent",
    "SmartThingsClient",
    "SourceType",
    "StaticToken",
    "Status",
    "StoredCertificate",
    "Subscription",
    "SubscriptionChanges",
    "SubscriptionPlan",
    "TargetError",
    "TokenEndpoint",
    "TokenManager",
    "TokenPair",
    "TokenSource",
    "TokenStorage",
    "TokensNotSavedError",
    "TooManyRequestsError",
    "UnauthorizedError",
    "UnexpectedReplyError",
    "Uninstall",
    "UnknownEvent",
    "UnreadableDeliveryError",
    "Update",
    "Value",
    "authenticate_delivery",
    "complete_devices",
    "confirm_webhook",
    "confirmation_reply",
    "empty_reply",
    "initialize_reply",
    "make_plan",
    "missing_scopes",
    "narrowed_scopes",
    "ordered_steps",
    "page_reply",
    "parse_delivery",
    "parse_existing",
    "ping_reply",
    "prove_installation",
    "subscription_changes",
]
