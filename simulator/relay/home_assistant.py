"""What a Home Assistant needs, whose user has signed in to the account of a relay.

The cloud integration has a mode for the developers of Home Assistant Cloud, in which every address
can be given. hass-nabucasa finds the others with TLS on a host of its own, so they lead nowhere.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from simulator.devices.device import Json

from .account import CLIENT_ID, REGION, USER_POOL, Account, private_key

_NOWHERE: Final = "127.0.0.1:1"
_LIFE: Final = timedelta(days=90)
REMOTE_DOMAIN: Final = "simulated.ui.nabu.casa"
PATHS: Final = {
    "relayer_connect": "/websocket",
    "webhook_generate": "/instance/webhook",
    "subscription_info": "/account/payments/subscription_info",
    "remote_access_ping_targets": "/instance/remote_ping_targets",
    "remote_access_register": "/instance/register",
    "instance_connection": "/instance/connection",
    "webrtc_ice_servers": "/v2/webrtc/ice_servers",
    "google_report_state_request_sync": "/request_sync",
    "llm_connection_details": "/llm/connection_details",
}
"""Paths of the relay by the names that hass-nabucasa has for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The configuration, environment and files of a Home Assistant that is signed in."""

    url: str
    """The origin of the relay."""
    configuration: dict[str, Json]
    """The block `cloud:` of the configuration."""
    environment: dict[str, str]
    """Environment variables, with which boto3 and pycognito find the relay."""
    preferences: dict[str, Json]
    """The file `cloud` of the storage: the same user, and no voice assistants."""
    files: dict[str, str]
    """Files in the folder `.cloud` by name: tokens, and a certificate for remote access."""

    @classmethod
    def at(cls, url: str, account: Account) -> Self:
        """Return what a Home Assistant needs for the relay at an origin."""
        return cls(
            url=url,
            configuration={
                "mode": "development",
                "api_server": _NOWHERE,
                "relayer_server": _NOWHERE,
                "remotestate_server": _NOWHERE,
                "account_link_server": _NOWHERE,
                "acme_server": _NOWHERE,
                "cognito_client_id": CLIENT_ID,
                "user_pool_id": USER_POOL,
                "region": REGION,
                "discovery_service_actions": {
                    action: f"{url}{path}" for action, path in PATHS.items()
                },
            },
            environment={
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": url,
                "COGNITO_JWKS": account.public_keys,
            },
            preferences={
                "version": 1,
                "minor_version": 4,
                "key": "cloud",
                "data": {
                    "username": account.email,
                    "cloudhooks": {},
                    "cloud_user": None,
                    "alexa_enabled": False,
                    "alexa_entity_configs": {},
                    "alexa_settings_version": 3,
                    "google_enabled": False,
                    "google_connected": False,
                    "google_entity_configs": {},
                    "google_settings_version": 3,
                    "cloud_ice_servers_enabled": False,
                },
            },
            files={
                "development_auth.json": json.dumps(account.sign_in()),
                "remote_fullchain.pem": _certificate(),
                "remote_private.pem": private_key()
                .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
                .decode(),
            },
        )

    def as_json(self) -> str:
        """Return everything as one line of JSON."""
        return json.dumps(asdict(self))


def _certificate() -> str:
    """Return a certificate for remote access; without one, hass-nabucasa asks for one forever."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, REMOTE_DOMAIN)])
    now = datetime.now(UTC)
    key = private_key()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(REMOTE_DOMAIN)]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.PEM)
        .decode()
    )
