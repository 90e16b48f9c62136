"""What the user of a call may do: the rights of Home Assistant's actions on entities."""

from collections.abc import Iterable

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import CAT_ENTITIES, POLICY_CONTROL, POLICY_READ
from homeassistant.core import ServiceCall
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import entity_registry as er


async def check_control(call: ServiceCall, registry_ids: Iterable[str]) -> None:
    """Raise Unauthorized if the user may not control an entity of each device."""
    await _check(call, registry_ids, POLICY_CONTROL)


async def check_read(call: ServiceCall, registry_id: str) -> None:
    """Raise Unauthorized if the user may not read an entity of a device."""
    await _check(call, (registry_id,), POLICY_READ)


async def check_read_all(call: ServiceCall) -> None:
    """Raise Unauthorized if the user may not read all entities."""
    user = await _user(call)
    if user is not None and not user.permissions.access_all_entities(POLICY_READ):
        raise _unauthorized(call, POLICY_READ)


async def _check(call: ServiceCall, registry_ids: Iterable[str], policy: str) -> None:
    user = await _user(call)
    if user is None or user.permissions.access_all_entities(policy):
        return
    registry = er.async_get(call.hass)
    for registry_id in registry_ids:
        entities = er.async_entries_for_device(registry, registry_id)
        if not any(user.permissions.check_entity(item.entity_id, policy) for item in entities):
            raise _unauthorized(call, policy)


async def _user(call: ServiceCall) -> User | None:
    """Return the user of a call, None for an automation.

    The decorator of all actions rejects a user who does not exist.
    """
    user_id = call.context.user_id
    return await call.hass.auth.async_get_user(user_id) if user_id else None


def _unauthorized(call: ServiceCall, policy: str) -> Unauthorized:
    return Unauthorized(
        context=call.context,
        user_id=call.context.user_id,
        permission=policy,
        perm_category=CAT_ENTITIES,
    )
