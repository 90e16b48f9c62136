"""The files of the integration in Home Assistant's storage."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util.file import WriteError


@contextmanager
def broken_disk(*, readable: bool = False) -> Iterator[None]:
    """Let writing the file fail, and reading too unless it is ``readable``."""
    with ExitStack() as broken:
        broken.enter_context(
            patch.object(Store, "_async_write_data", side_effect=WriteError("broken"))
        )
        if not readable:
            broken.enter_context(
                patch.object(Store, "async_load", side_effect=HomeAssistantError("broken"))
            )
        yield


FIRST_KEYS = {
    "app_id",
    "app_kind",
    "client_id",
    "client_secret",
    "cloudhook",
    "installed_app_id",
    "location_id",
    "public_key",
    "webhook_id",
    "webhook_url",
}
"""Keys of an entry's data in the first version; the types of the values are still the same."""
PRESENT_KEYS = FIRST_KEYS | {"address_typed"}
