"""Switches and levels that no composite claims, sound detection, chimes."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.switch import SwitchDeviceClass
from homeassistant.const import EntityCategory, UnitOfRatio

from ..cloud.models import MAIN
from .descriptions.base import Mapped, Source, Where
from .descriptions.controls import ButtonMap, NumberMap, SwitchMap
from .descriptions.sensors import BinarySensorMap, EventMap
from .vocabulary import Attribute, Capability, Category, Command
from .words import listed

_LEVEL = Source(Capability.SWITCH_LEVEL, Attribute.LEVEL)
_STANDALONE = Source("level", Attribute.LEVEL)
# Appliances that report whether they are on, and that only a person at the device can turn on.
_BY_HAND = (
    Category.CLOTHING_CARE_MACHINE,
    Category.COOKTOP,
    Category.DISHWASHER,
    Category.DRYER,
    Category.MICROWAVE,
    Category.WASHER,
)
_SOUNDS = listed(
    "appliance_alarm baby_crying cat_meowing cat_purring clapping coughing dog_barking "
    "dog_growling dog_howling door_knocking doorbell emergency_alarm faucet_running "
    "finger_snapping fire_alarm glass_breaking hair_drying kettle_boiling screaming siren snoring "
    "speech"
)
_MEASURED = (Capability.POWER_CONSUMPTION_REPORT, Capability.POWER_METER)
"""Capabilities with an entity of the name "Power"."""
_SWITCHES = (Category.SWITCH, Category.SMART_PLUG, Category.OTHER, Category.OTHERS, "")

ENTRIES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=Capability.SWITCH,
        key=Attribute.SWITCH,
        translation_key="power_state",
        where=Where(category=_BY_HAND, any_of=_MEASURED),
        exclusive=True,
        on=("on",),
        device_class=BinarySensorDeviceClass.POWER,
    ),
    BinarySensorMap(
        capability=Capability.SWITCH,
        key=Attribute.SWITCH,
        where=Where(category=_BY_HAND),
        exclusive=True,
        on=("on",),
        device_class=BinarySensorDeviceClass.POWER,
    ),
    SwitchMap(
        capability=Capability.SWITCH,
        key=Attribute.SWITCH,
        where=Where(category=_SWITCHES),
        exclusive=True,
        primary=True,
        classes={Category.SMART_PLUG: SwitchDeviceClass.OUTLET},
    ),
    # A component with a switch is there to be switched.
    SwitchMap(
        capability=Capability.SWITCH,
        key=Attribute.SWITCH,
        where=Where(test=lambda view: view.component != MAIN),
        exclusive=True,
        primary=True,
    ),
    SwitchMap(
        capability=Capability.SWITCH,
        key=Attribute.SWITCH,
        translation_key="power_switch",
        where=Where(any_of=_MEASURED),
        exclusive=True,
    ),
    SwitchMap(
        capability=Capability.SWITCH,
        key=Attribute.SWITCH,
        translation_key="power",
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_TOGGLE_SWITCH,
        key=Attribute.SWITCH,
        where=Where(unknown=(Source(Capability.SWITCH, Attribute.SWITCH),)),
    ),
    # For vents, pumps and virtual dimmers, which are neither lights, covers, valves nor fans.
    NumberMap(
        capability=_LEVEL.capability,
        key=_LEVEL.attribute,
        command=Command.SET_LEVEL,
        range=(_LEVEL.limits,),
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    ),
    # For irrigation systems.
    NumberMap(
        capability=_STANDALONE.capability,
        key=_STANDALONE.attribute,
        command=Command.SET_LEVEL,
        range=(_STANDALONE.limits,),
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
    ),
    SwitchMap(
        capability=Capability.SOUND_DETECTION,
        key="soundDetection",
        attribute=Attribute.SOUND_DETECTION_STATE,
        on="enabled",
        on_command=Command.ENABLE_SOUND_DETECTION,
        off_command=Command.DISABLE_SOUND_DETECTION,
        entity_category=EntityCategory.CONFIG,
    ),
    EventMap(
        capability=Capability.SOUND_DETECTION,
        key=Attribute.SOUND_DETECTED,
        supported=Source(Capability.SOUND_DETECTION, Attribute.SUPPORTED_SOUND_TYPES),
        values=tuple(_SOUNDS),
        idle_values=("noSound",),
    ),
    *(
        ButtonMap(capability=capability, key=command, command=command)
        for capability, command in (
            (Capability.CHIME, Command.CHIME),
            (Capability.MOMENTARY, Command.PUSH),
            (Capability.TONE, Command.BEEP),
        )
    ),
)
