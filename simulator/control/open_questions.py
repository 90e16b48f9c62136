"""How the simulator answers open questions about the platform (platform reference 13)."""

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class OpenQuestions:
    """The assumed answers. Each default is the likeliest one.

    Numbers in brackets are sections of the platform reference.
    """

    padlock_forced: bool = False
    """Every new webhook app is signed with ST_PADLOCK, even if it does not ask for it (2.3)."""
    padlock_issuer: str = "SmartThings Padlock CA"
    """The issuer of the certificate of the key host; the captured one is from 2020 (5.3)."""
    pending_installs: bool = False
    """An app can be installed before its target is confirmed (2.3)."""
    replaced_token_lives: bool = False
    """An access token is valid until it expires, even after a refresh (1.2)."""
    reuse_ends_login: bool = False
    """The second use of a refresh token also invalidates the newer tokens (1.2)."""
    reset_in_milliseconds: bool = False
    """Unit of `X-RateLimit-Reset` (10.2)."""
    same_subscription_twice: bool = False
    """Several subscriptions may have the same name or values (6.4)."""
    event_id_per_subscription: bool = False
    """An event has a different id for each subscription (6.3)."""
    redelivers: bool = False
    """An EVENT that was not answered with 200 is sent again (3.3)."""
    uninstall_sent: bool = True
    """A DELETE of the installed app sends UNINSTALL (3.2)."""
