"""Buttons, knobs, cubes and remote controls."""

from collections.abc import Callable, Mapping

from homeassistant.components.event import DoorbellEventType, EventDeviceClass
from homeassistant.components.sensor import SensorDeviceClass

from ..cloud.json_types import Json, texts
from .descriptions.base import AutomationFeature, ComponentView, Listed, Mapped, Source, Where
from .descriptions.controls import ButtonMap
from .descriptions.sensors import Amounts, EventMap, SensorMap
from .vocabulary import Attribute, Capability
from .words import state_of

_KNOB = "knob"
_SIDES = range(1, 7)
_SUPPORTED = Source(Capability.BUTTON, Attribute.SUPPORTED_BUTTON_VALUES)
_TIMES = ("2x", "3x", "4x", "5x", "6x")
RUNG: Mapping[str, str] = {"pushed": DoorbellEventType.RING}
"""Home Assistant's event type for the press of a doorbell."""
_VALUES = (
    "pushed",
    "held",
    "double",
    *(f"pushed_{times}" for times in _TIMES),
    "down",
    "down_hold",
    *(f"down_{times}" for times in _TIMES),
    "up",
    "up_hold",
    *(f"up_{times}" for times in _TIMES),
    "swipe_up",
    "swipe_down",
    "swipe_left",
    "swipe_right",
)


# Names of keys after ``stateless``, each with the capability that makes the key unnecessary.
_KEYS: Mapping[str, str] = {
    "AudioMute": Capability.AUDIO_MUTE,
    "AudioVolume": Capability.AUDIO_VOLUME,
    "Channel": Capability.TV_CHANNEL,
    "Custom": "",
    "Fanspeed": Capability.FAN_SPEED,
    "Power": Capability.SWITCH,
    "PowerToggle": Capability.SWITCH,
    "Temperature": Capability.THERMOSTAT_COOLING_SETPOINT,
}


def _keys(of: str) -> ButtonMap:
    """Return the entry for the keys of an infrared remote control."""
    capability, attribute = f"stateless{of}Button", f"available{of}Buttons"
    better = (_KEYS[of],) if _KEYS[of] else ()
    where = Where(none_of=better)

    def key(
        word: str, make_entries: Callable[[Json], tuple[Mapped, ...]] | None = None
    ) -> ButtonMap:
        shown = state_of(word) or word
        return ButtonMap(
            capability=capability,
            key=word,
            attribute=attribute,
            translation_key="remote_key",
            placeholders={"key": f"{shown[:1].upper()}{shown[1:]}"},
            where=where,
            mirrors=(Source(capability, attribute),),
            make_entries=make_entries,
            command="setButton",
            arguments=(word,),
        )

    def keys(listed: Json) -> tuple[Mapped, ...]:
        return tuple(map(key, dict.fromkeys(filter(None, texts(listed)))))

    return key("key", keys)


def _is_doorbell(view: ComponentView) -> bool:
    """Return whether the category, the id or the label of a component names a doorbell."""
    names = (view.category, view.component, view.label)
    return any("doorbell" in "".join(filter(str.isalpha, name)).lower() for name in names)


ENTRIES: tuple[Mapped, ...] = (
    EventMap(
        capability=Capability.BUTTON,
        key=Attribute.BUTTON,
        translation_key="doorbell",
        where=Where(test=_is_doorbell),
        exclusive=True,
        index_in_name=True,
        supported=_SUPPORTED,
        default=("pushed", "held", "double"),
        values=_VALUES,
        names=RUNG,
        by_hand=True,
        device_class=EventDeviceClass.DOORBELL,
    ),
    EventMap(
        capability=Capability.BUTTON,
        key=Attribute.BUTTON,
        index_in_name=True,
        supported=_SUPPORTED,
        default=("pushed", "held", "double"),
        values=_VALUES,
        by_hand=True,
        automation=AutomationFeature.BUTTON,
        device_class=EventDeviceClass.BUTTON,
    ),
    # The predecessor of ``button``.
    EventMap(
        capability=Capability.HOLDABLE_BUTTON,
        key=Attribute.BUTTON,
        index_in_name=True,
        values=("pushed", "held"),
        by_hand=True,
        automation=AutomationFeature.BUTTON,
        device_class=EventDeviceClass.BUTTON,
    ),
    # A scene controller. Each device has its own words.
    EventMap(
        capability=Capability.SCENE_ACTIVITY,
        key=Attribute.ACTIVATED_SCENE,
        supported=Source(Capability.SCENE_ACTIVITY, Attribute.SUPPORTED_SCENES),
        values=(),
        by_hand=True,
    ),
    *(
        EventMap(
            capability=_KNOB,
            key=key,
            where=Where(listed=Listed(Attribute.SUPPORTED_ATTRIBUTES, key)),
            index_in_name=True,
            amounts=amounts,
            values=amounts,
            by_hand=True,
        )
        for key, amounts in (
            ("rotateAmount", Amounts("turned_up", "turned_down")),
            ("heldRotateAmount", Amounts("held_turned_up", "held_turned_down")),
        )
    ),
    # The driver reports ``noAction`` three seconds after each action.
    EventMap(
        capability=Capability.STSE_CUBE_ACTION,
        key=Attribute.CUBE_ACTION,
        values=(
            "shake",
            "rotate",
            "pick_up_and_hold",
            *(f"flip_to_side{side}" for side in _SIDES),
        ),
        idle_values=("noAction",),
        by_hand=True,
    ),
    SensorMap(
        capability=Capability.STSE_CUBE_FACE,
        key=Attribute.CUBE_FACE,
        device_class=SensorDeviceClass.ENUM,
        options=[f"face{side}_up" for side in _SIDES],
    ),
    *map(_keys, _KEYS),
)
