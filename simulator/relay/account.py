"""The account at Home Assistant Cloud, and its tokens, as Amazon Cognito issues them.

hass-nabucasa reads the claims without checking the signature. pycognito checks renewed tokens with
the public keys of the user pool, which it takes from the variable `COGNITO_JWKS` if it is set.
"""

import json
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from .options import RelayOptions

CLIENT_ID: Final = "simulatedclient"
REGION: Final = "us-east-1"
USER_POOL: Final = f"{REGION}_simulated"
_KEY_ID: Final = "simulated"


@cache
def private_key() -> RSAPrivateKey:
    """Return the key of this process, for all its purposes; creating one is slow."""
    return generate_private_key(public_exponent=65537, key_size=2048)


class Account:
    """One account, whose user is signed in on one Home Assistant."""

    def __init__(self, options: RelayOptions) -> None:
        """Create an account with the subscription of the options."""
        self._options = options
        self._refresh_token = secrets.token_hex(32)

    @property
    def email(self) -> str:
        """The name of the account."""
        return self._options.email

    @property
    def token_life(self) -> timedelta:
        """Lifetime of a new token."""
        return self._options.token_life

    @property
    def public_keys(self) -> str:
        """The public keys of the user pool, as JSON."""
        key = RSAAlgorithm.to_jwk(private_key().public_key(), as_dict=True)
        return json.dumps({"keys": [{**key, "kid": _KEY_ID, "alg": "RS256", "use": "sig"}]})

    def sign_in(self) -> dict[str, str]:
        """Return what hass-nabucasa stores of a user who is signed in."""
        return {**self._tokens(), "refresh_token": self._refresh_token}

    def renew(self, refresh_token: str) -> dict[str, str] | None:
        """Return new tokens, None if the refresh token is not that of the account."""
        return self._tokens() if refresh_token == self._refresh_token else None

    def is_valid(self, token: str, use: str = "id") -> bool:
        """Return whether a token is ours, is for this use, and has not expired."""
        try:
            claims = jwt.decode(
                token,
                private_key().public_key(),
                algorithms=["RS256"],
                audience=CLIENT_ID if use == "id" else None,
            )
        except jwt.PyJWTError:
            return False
        return claims.get("token_use") == use

    def _tokens(self) -> dict[str, str]:
        now = datetime.now(UTC)
        common = {
            "sub": "6d1f0d3c-7f0a-4a57-8a5e-2b8c9f5d1e44",
            "iss": f"https://cognito-idp.{REGION}.amazonaws.com/{USER_POOL}",
            "iat": now,
            "exp": now + self.token_life,
            "jti": secrets.token_hex(16),
        }
        of_user = {
            "token_use": "id",
            "aud": CLIENT_ID,
            "cognito:username": self.email,
            "email": self.email,
            "custom:sub-exp": self._options.subscription_end.isoformat(),
        }
        of_access = {"token_use": "access", "client_id": CLIENT_ID, "username": self.email}
        return {
            "id_token": _signed(common | of_user),
            "access_token": _signed(common | of_access),
        }


def _signed(claims: dict[str, object]) -> str:
    return jwt.encode(claims, private_key(), algorithm="RS256", headers={"kid": _KEY_ID})
