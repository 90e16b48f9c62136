"""What keeps deliveries from our webhook, with the placeholders of the texts about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ..cloud.delivery.signature import Flaw


class Obstacle(StrEnum):
    """Why SmartThings would not reach the webhook; keys of ``config.error``."""

    # The name of the address
    NOT_PUBLIC = "address_not_public"
    PRIVATE_NAME = "address_private_name"
    """The name has a private address here; another DNS server may know a public one."""
    UNKNOWN_NAME = "address_unknown_name"
    NO_DNS = "address_no_dns"
    IPV6 = "address_ipv6"
    PORT = "address_port"

    # Its TLS
    CERTIFICATE = "address_certificate"
    CERTIFICATE_EXPIRED = "address_certificate_expired"
    CERTIFICATE_SELF_SIGNED = "address_certificate_self_signed"
    CERTIFICATE_CHAIN = "address_certificate_chain"
    CERTIFICATE_PRIVATE = "address_certificate_private"
    CERTIFICATE_NAME = "address_certificate_name"
    NO_CERTIFICATE = "address_no_certificate"
    """The server ends the handshake, because it does not know the name."""
    NO_TLS = "address_no_tls"
    TLS_VERSION = "address_tls_version"

    # The answer
    STATUS = "address_status"
    REDIRECT = "address_redirect"
    LOGIN = "address_login"
    BLOCKED = "address_blocked"
    BANNED = "address_banned"
    """Home Assistant itself answers 403, after failed logins from this address."""
    CHALLENGE = "address_challenge"
    PATH = "address_path"
    """Home Assistant itself answers 404."""
    UPSTREAM = "address_upstream"
    TOO_LARGE = "address_too_large"
    ELSEWHERE = "address_elsewhere"
    ANSWER_LOST = "address_answer_lost"
    """Our request arrived, but not our answer to it."""
    CLOUD_ENDED = "address_cloud_ended"
    CLOUD_LOST = "address_cloud_lost"
    PROXY = "address_proxy"
    """Home Assistant answers 400 to requests of a proxy that it does not trust."""
    HEADER = "address_header"
    """A header is removed or changed on the way."""
    BODY = "address_body"

    # What the receiver rejects
    REFUSED_HEADER = "refused_header"
    REFUSED_CHANGED = "refused_changed"
    REFUSED_CLOCK = "refused_clock"
    REFUSED_KEY = "refused_key"


@dataclass(frozen=True, slots=True)
class Finding:
    """An obstacle, with the placeholders of its text."""

    cause: Obstacle
    placeholders: dict[str, str] = field(default_factory=dict)


REJECTIONS: Final[Mapping[str, Finding]] = {
    **{
        reason: Finding(Obstacle.REFUSED_HEADER, {"header": header})
        for header, reasons in {
            "Authorization": (
                Flaw.AUTHORIZATION_MISSING,
                Flaw.AUTHORIZATION_MALFORMED,
            ),
            "Date": (Flaw.DATE_MISSING, Flaw.DATE_UNREADABLE),
            "Digest": (Flaw.DIGEST_MISSING, Flaw.DIGEST_LABEL),
        }.items()
        for reason in reasons
    },
    **dict.fromkeys(
        (Flaw.DIGEST_MISMATCH, Flaw.HEADER_MISSING, Flaw.SIGNATURE),
        Finding(Obstacle.REFUSED_CHANGED),
    ),
    Flaw.DATE_SKEW: Finding(Obstacle.REFUSED_CLOCK),
    Flaw.KEY_UNAVAILABLE: Finding(Obstacle.REFUSED_KEY),
    Flaw.KEY_UNKNOWN: Finding(Obstacle.REFUSED_KEY),
}
"""The obstacle behind a reason for which the receiver rejects deliveries of SmartThings."""
