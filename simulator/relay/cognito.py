"""Amazon Cognito, as far as pycognito uses it to sign a user in and to renew tokens.

All actions have one URL, and a header with their name. A login is a proof of the password that does
not transmit it (SRP): the server sends its public value, and gets a signature. This one signs every
password in that comes with the name of the account.
"""

import secrets
from http import HTTPStatus
from typing import Final

from aiohttp import web

from simulator.devices.device import JsonObject
from simulator.json_tools import as_object, parse

from .account import Account

_SERVICE: Final = "AWSCognitoIdentityProviderService"
_PUBLIC_BYTES: Final = 384
"""Length of the server's public value: the group of the protocol has 3072 bits."""


class Cognito:
    """The user pool with one account."""

    def __init__(self, account: Account) -> None:
        """Sign the user of the account in."""
        self._account = account

    async def answer(self, request: web.Request) -> web.Response:
        """Answer an action."""
        action = request.headers.get("X-Amz-Target", "").removeprefix(f"{_SERVICE}.")
        asked = as_object(parse(await request.read()))
        given = as_object(asked.get("AuthParameters")) | as_object(asked.get("ChallengeResponses"))
        match (action, asked.get("AuthFlow") or asked.get("ChallengeName")):
            case "InitiateAuth", "REFRESH_TOKEN_AUTH":
                reply = self._tokens(self._account.renew(str(given.get("REFRESH_TOKEN"))))
            case "InitiateAuth", "USER_SRP_AUTH":
                reply = _challenge(str(given.get("USERNAME")))
            case "RespondToAuthChallenge", "PASSWORD_VERIFIER":
                is_user = given.get("USERNAME") == self._account.email
                reply = self._tokens(self._account.sign_in() if is_user else None)
            case _:
                reply = None
        if reply is None:
            refusal: JsonObject = {"__type": "NotAuthorizedException", "message": "Refused"}
            return _json(refusal, HTTPStatus.BAD_REQUEST)
        return _json(reply, HTTPStatus.OK)

    def _tokens(self, tokens: dict[str, str] | None) -> JsonObject | None:
        if tokens is None:
            return None
        result: JsonObject = {
            "AccessToken": tokens["access_token"],
            "IdToken": tokens["id_token"],
            "ExpiresIn": int(self._account.token_life.total_seconds()),
            "TokenType": "Bearer",
        }
        if refresh_token := tokens.get("refresh_token"):  # A renewal brings none.
            result["RefreshToken"] = refresh_token
        return {"AuthenticationResult": result}


def _challenge(username: str) -> JsonObject:
    return {
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": {
            "USER_ID_FOR_SRP": username,
            "USERNAME": username,
            "SALT": secrets.token_hex(16),
            "SRP_B": secrets.token_hex(_PUBLIC_BYTES),
            "SECRET_BLOCK": "c2VjcmV0",
        },
    }


def _json(body: JsonObject, status: int) -> web.Response:
    return web.json_response(body, status=status, content_type="application/x-amz-json-1.1")
