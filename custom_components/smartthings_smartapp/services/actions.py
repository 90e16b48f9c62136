"""Registers the actions. They exist while no config entry is loaded, too."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, NamedTuple

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers.service import async_register_admin_service, verify_domain_control

from ..const import DOMAIN
from .command_list import list_commands
from .commands import send_command
from .location import notify, sync_subscriptions
from .lock_codes import delete_lock_code, list_lock_codes, rename_lock_code, set_lock_code
from .lock_schedules import (
    delete_lock_schedule,
    list_lock_schedules,
    set_lock_period,
    set_lock_week_schedule,
)
from .reads import get_history, get_status, refresh
from .schemas import (
    DELETE_LOCK_CODE,
    DELETE_LOCK_SCHEDULE,
    GET_HISTORY,
    GET_STATUS,
    IMPORT_STATISTICS,
    LIST_COMMANDS,
    LIST_LOCK_CODES,
    LIST_LOCK_SCHEDULES,
    NOTIFY,
    REFRESH,
    RENAME_LOCK_CODE,
    SCHEMAS,
    SEND_COMMAND,
    SET_LOCK_CODE,
    SET_LOCK_PERIOD,
    SET_LOCK_WEEK_SCHEDULE,
    START_PROGRAM,
    SYNC_SUBSCRIPTIONS,
)
from .start_program import start_program
from .statistics import import_statistics

type _Handler = Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]


class _Action(NamedTuple):
    """What an action runs."""

    handler: _Handler
    response: SupportsResponse = SupportsResponse.OPTIONAL


_ACTIONS: Final[Mapping[str, _Action]] = {
    SEND_COMMAND: _Action(send_command),
    LIST_COMMANDS: _Action(list_commands, SupportsResponse.ONLY),
    REFRESH: _Action(refresh),
    START_PROGRAM: _Action(start_program),
    GET_STATUS: _Action(get_status, SupportsResponse.ONLY),
    GET_HISTORY: _Action(get_history, SupportsResponse.ONLY),
    NOTIFY: _Action(notify),
    SET_LOCK_CODE: _Action(set_lock_code),
    RENAME_LOCK_CODE: _Action(rename_lock_code),
    DELETE_LOCK_CODE: _Action(delete_lock_code),
    LIST_LOCK_CODES: _Action(list_lock_codes, SupportsResponse.ONLY),
    SET_LOCK_WEEK_SCHEDULE: _Action(set_lock_week_schedule),
    SET_LOCK_PERIOD: _Action(set_lock_period),
    DELETE_LOCK_SCHEDULE: _Action(delete_lock_schedule),
    LIST_LOCK_SCHEDULES: _Action(list_lock_schedules, SupportsResponse.ONLY),
}
_ADMIN_ACTIONS: Final[Mapping[str, _Handler]] = {
    SYNC_SUBSCRIPTIONS: sync_subscriptions,
    IMPORT_STATISTICS: import_statistics,
}


@callback
def register_actions(hass: HomeAssistant) -> None:
    """Register the actions.

    As with Home Assistant's own actions, a user needs the right to control an entity of the
    integration, and one of each device that an action controls. Only an administrator may change
    the subscriptions or the statistics.
    """
    for name, action in _ACTIONS.items():
        hass.services.async_register(
            DOMAIN,
            name,
            verify_domain_control(DOMAIN)(action.handler),
            SCHEMAS[name],
            action.response,
        )
    for name, handler in _ADMIN_ACTIONS.items():
        async_register_admin_service(
            hass, DOMAIN, name, handler, SCHEMAS[name], SupportsResponse.OPTIONAL
        )
