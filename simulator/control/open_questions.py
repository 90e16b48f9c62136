"""Answers to what nobody knows of the platform for sure (platform reference 13)."""

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class OpenQuestions:
    """How open questions are answered; every default is the likeliest reading.

    Numbers in brackets are sections of the platform reference.
    """

    padlock_forced: bool = False
    """Every new webhook app is signed with ST_PADLOCK, whatever it asks for (2.3)."""
    padlock_issuer: str = "SmartThings Padlock CA"
    """Who issued the certificate of the key host; the captured one is of 2020 (5.3)."""
    pending_installs: bool = False
    """An app can be installed before its target is confirmed (2.3)."""
    replaced_token_lives: bool = False
    """An access token works to its end although a newer one was made (1.2)."""
    reuse_ends_login: bool = False
    """A refresh token that is used again ends the newer pair, too (1.2)."""
    reset_in_milliseconds: bool = False
    """Unit of `X-RateLimit-Reset` (10.2)."""
    same_subscription_twice: bool = False
    """A subscription may be made again with the same name or values (6.4)."""
    event_id_per_subscription: bool = False
    """Each subscription that an event is sent for gives it an id of its own (6.3)."""
    redelivers: bool = False
    """An EVENT that was not answered with 200 is sent once more (3.3)."""
    uninstall_told: bool = True
    """UNINSTALL follows a DELETE of the installed app (3.2)."""
