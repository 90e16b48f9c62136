"""How long the certificate of a public URL still counts."""

import socket
import ssl
import time
from typing import Final

from yarl import URL

_TIMEOUT: Final = 10.0
_DAY: Final = 86_400.0


def days_left(url: str, context: ssl.SSLContext | None = None) -> float | None:
    """Return for how many days the certificate of a URL is still valid, None where it is unknown.

    Blocks, for the executor. A router may not let us reach our own public address; then nothing is
    known.
    """
    parsed = URL(url)
    if parsed.scheme != "https" or not parsed.host:
        return None
    context = context or ssl.create_default_context()
    try:
        with (
            socket.create_connection((parsed.host, parsed.port or 443), _TIMEOUT) as connection,
            context.wrap_socket(connection, server_hostname=parsed.host) as secured,
        ):
            certificate = secured.getpeercert() or {}
    except OSError:  # Failures of TLS are of this kind too.
        return None
    until = certificate.get("notAfter")
    if not isinstance(until, str):
        return None
    return (ssl.cert_time_to_seconds(until) - time.time()) / _DAY
