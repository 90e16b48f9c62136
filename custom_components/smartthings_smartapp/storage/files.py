"""Reads files in `.storage`, which may hold anything: edited by hand, restored, or damaged."""

import logging

from homeassistant.helpers.storage import Store

from ..cloud.json_types import JsonObject, as_object

_LOGGER = logging.getLogger(__name__)

_OTHER_SHAPES = (AttributeError, LookupError, NotImplementedError, TypeError, ValueError)
"""What Home Assistant's Store raises for valid JSON that is not the envelope it writes."""


async def load_object(store: Store[JsonObject]) -> JsonObject:
    """Return what a file holds, empty where there is none or it has another shape.

    Raises HomeAssistantError where it cannot be read now, or belongs to a newer version.
    """
    try:
        return as_object(await store.async_load())
    except _OTHER_SHAPES as err:
        _LOGGER.warning(
            "The file %s is not one of ours and is not used (%s)", store.key, type(err).__name__
        )
        return {}
