"""Reads files in `.storage`, which may be edited by hand, restored, or damaged."""

import logging

from homeassistant.helpers.storage import Store

from ..cloud.json_types import JsonObject, as_object

_LOGGER = logging.getLogger(__name__)

_OTHER_SHAPES = (AttributeError, LookupError, NotImplementedError, TypeError, ValueError)
"""Errors of Home Assistant's Store for valid JSON of another shape than it writes."""


async def load_object(store: Store[JsonObject]) -> JsonObject:
    """Return the content of a file, empty if there is no file or if it has another shape.

    Raises HomeAssistantError if it cannot be read now, or if a newer version wrote it.
    """
    try:
        return as_object(await store.async_load())
    except _OTHER_SHAPES as err:
        _LOGGER.warning(
            "The file %s is not one of ours and is not used (%s)", store.key, type(err).__name__
        )
        return {}
