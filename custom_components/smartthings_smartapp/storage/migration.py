"""Migrates the data of entries that an earlier version made.

Each form is a minor version: 1 had no ``address_typed``, 2 has it. A lower version of the
integration still reads the data of a higher minor one.
"""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components import webhook
from homeassistant.const import CONF_WEBHOOK_ID
from yarl import URL

from ..const import CONF_ADDRESS_TYPED, CONF_CLOUDHOOK, CONF_WEBHOOK_URL

VERSION: Final = 1
MINOR_VERSION: Final = 2


def migrated(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of an entry in the present form; present data is not changed."""
    return {CONF_ADDRESS_TYPED: _looks_typed(data), **data}


def _looks_typed(data: Mapping[str, Any]) -> bool:
    """Return whether the user typed the address: Home Assistant itself offers another path."""
    if not (address := data[CONF_WEBHOOK_URL]) or data[CONF_CLOUDHOOK]:
        return False
    return URL(address).path != webhook.async_generate_path(data[CONF_WEBHOOK_ID])
