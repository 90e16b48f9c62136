"""The errors of the cloud that an action raises."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from ..cloud.api.errors import CloudError
from ..errors import action_error

_COMMAND: Mapping[str, str] = MappingProxyType({})


@contextmanager
def cloud_errors_of(name: str, instead: Mapping[str, str] = _COMMAND) -> Iterator[None]:
    """Raise HomeAssistantError with the text of an action instead of a CloudError.

    ``name`` is the device or location as the user knows it, ``instead`` is that of
    :func:`action_error`.
    """
    try:
        yield
    except CloudError as err:
        raise action_error(err, name, instead) from err
