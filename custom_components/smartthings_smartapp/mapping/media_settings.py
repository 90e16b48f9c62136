"""Settings of televisions that are no part of playing."""

from homeassistant.const import EntityCategory

from .descriptions.base import Mapped, Source
from .descriptions.controls import SelectMap
from .vocabulary import Attribute, Capability, Command

_MODES = ["dynamic", "eco", "filmmaker_mode", "game", "movie", "natural", "standard"]

ENTRIES: tuple[Mapped, ...] = tuple(
    SelectMap(
        capability=capability,
        key=Attribute.PICTURE_MODE,
        command=Command.SET_PICTURE_MODE,
        supported=Source(capability, Attribute.SUPPORTED_PICTURE_MODES),
        options=_MODES,
        entity_category=EntityCategory.CONFIG,
    )
    for capability in (Capability.CUSTOM_PICTURE_MODE, Capability.SAMSUNG_VD_PICTURE_MODE)
)
