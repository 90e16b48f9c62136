"""Cameras, and other devices that take pictures."""

from homeassistant.const import EntityCategory

from .descriptions.base import Mapped, Source, Where
from .descriptions.controls import ButtonMap, SelectMap, SwitchMap
from .descriptions.devices import ImageMap
from .descriptions.sensors import EventMap
from .vocabulary import Attribute, Capability, Command

_PICTURE = Capability.IMAGE_CAPTURE
_CAMERA = Capability.VIDEO_CAMERA
_OBJECTS = Source(Capability.OBJECT_DETECTION, Attribute.SUPPORTED_VALUES)
_EVENTS = Source(Capability.CAMERA_EVENT, Attribute.SUPPORTED_EVENTS)

ENTRIES: tuple[Mapped, ...] = (
    ImageMap(
        capability=_PICTURE,
        key=Attribute.IMAGE,
        translation_key="picture",
        taken=Source(_PICTURE, Attribute.CAPTURE_TIME),
        encrypted=Source(_PICTURE, Attribute.ENCRYPTED),
    ),
    ButtonMap(
        capability=_PICTURE,
        key=Command.TAKE,
        attribute=Attribute.IMAGE,
        translation_key="take_picture",
        command=Command.TAKE,
    ),
    SwitchMap(
        capability=_CAMERA,
        key=Attribute.CAMERA,
        entity_category=EntityCategory.CONFIG,
    ),
    SwitchMap(
        capability=_CAMERA,
        key=Attribute.MUTE,
        translation_key="camera_mute",
        on="muted",
        off="unmuted",
        on_command=Command.MUTE,
        off_command=Command.UNMUTE,
        entity_category=EntityCategory.CONFIG,
    ),
    # The words are those of a Matter camera.
    *(
        SelectMap(
            capability=Capability.NIGHT_VISION,
            key=attribute,
            where=Where(reported=(attribute,)),
            command=command,
            default=("auto", "on", "off"),
            options=["auto", "off", "on"],
            entity_category=EntityCategory.CONFIG,
        )
        for attribute, command in (
            (Attribute.NIGHT_VISION, Command.SET_NIGHT_VISION),
            (Attribute.ILLUMINATION, Command.SET_ILLUMINATION),
        )
    ),
    # The definitions of both have no words. The device lists them.
    EventMap(
        capability=Capability.OBJECT_DETECTION,
        key=Attribute.DETECTED,
        translation_key="object_detected",
        supported=_OBJECTS,
        values=("human", "pet", "vehicle"),
        idle_values=("none",),
    ),
    EventMap(
        capability=Capability.CAMERA_EVENT,
        key=Attribute.EVENT,
        translation_key="camera_event",
        supported=_EVENTS,
        values=(),
    ),
)
