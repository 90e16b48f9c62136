"""The roads through the config flow as data: their stages, in this order. The last one ends it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """A part of a road. ``_stage_<value>`` of one of the step groups begins it."""

    ADDRESS = "address"
    """Ask for the webhook URL."""
    TOKEN = "token"  # noqa: S105 - a stage, not a token
    """Ask for a personal access token. It shows the errors of the stages that use the token."""
    CREDENTIALS = "credentials"
    """Ask for the client of an API_ONLY app that the user has made."""
    FIND_LOCATIONS = "find_locations"
    """Read the locations of the account; without a new one there is nothing to register for."""
    SMARTAPP = "smartapp"
    """Register a SmartApp, or find one to share."""
    MAKE_ROOM = "make_room"
    """Offer to delete old apps of an account that is full. No road has it: an error leads here."""
    ADD_SCOPES = "add_scopes"
    RENEW_CLIENT = "renew_client"
    LOCATION = "location"
    """Ask for the location."""
    CONSENT = "consent"
    """Send the user to the page for the kind of the app, which is one of the next two."""
    INSTALL = "install"
    """Send the user to the page that installs a webhook SmartApp."""
    AUTHORIZE = "authorize"
    """Send the user to the page that authorizes an API_ONLY app."""
    FINISH = "finish"
    """Create or change the config entry."""
    RELOCATE = "relocate"
    """Change the address of the SmartApp. The installations stay as they are."""


TOKEN_STAGES: Final = frozenset(
    {
        Stage.FIND_LOCATIONS,
        Stage.SMARTAPP,
        Stage.ADD_SCOPES,
        Stage.RENEW_CLIENT,
        Stage.RELOCATE,
    }
)
"""Stages that wait for SmartThings, so they run while the dialog shows a progress."""


@dataclass(frozen=True, slots=True)
class Road:
    """One way through the flow."""

    stages: tuple[Stage, ...]

    def after(self, stage: Stage) -> Stage:
        """Return the stage that follows another one."""
        return self.stages[self.stages.index(stage) + 1]


REGISTER: Final = Road(
    (
        Stage.ADDRESS,
        Stage.TOKEN,
        Stage.FIND_LOCATIONS,
        Stage.SMARTAPP,
        Stage.LOCATION,
        Stage.CONSENT,
        Stage.FINISH,
    )
)
"""A new entry with a webhook SmartApp. If one can be shared, the road begins at TOKEN."""
REGISTER_OAUTH: Final = Road(
    (Stage.ADDRESS, Stage.TOKEN, Stage.SMARTAPP, Stage.CONSENT, Stage.FINISH)
)
"""A new entry with an API_ONLY app, whose page asks for the location."""
EXISTING_APP: Final = Road((Stage.ADDRESS, Stage.CREDENTIALS, Stage.CONSENT, Stage.FINISH))
"""A new entry with an API_ONLY app that the user has made."""
KNOWN_APP: Final = Road((Stage.CONSENT, Stage.FINISH))
"""A new entry with an app that another entry or dialog has."""
LOG_IN: Final = Road((Stage.CONSENT, Stage.FINISH))
"""A new login for an entry."""
NEW_ADDRESS: Final = Road((Stage.ADDRESS, Stage.TOKEN, Stage.RELOCATE))
NEW_SCOPES: Final = Road((Stage.TOKEN, Stage.ADD_SCOPES, Stage.CONSENT, Stage.FINISH))
NEW_CLIENT: Final = Road((Stage.TOKEN, Stage.RENEW_CLIENT, Stage.CONSENT, Stage.FINISH))
NEW_CREDENTIALS: Final = Road((Stage.CREDENTIALS, Stage.CONSENT, Stage.FINISH))
NEW_APP: Final = Road((Stage.ADDRESS, Stage.TOKEN, Stage.SMARTAPP, Stage.CONSENT, Stage.FINISH))
"""Another app for an entry, of the same kind or of the other one."""
