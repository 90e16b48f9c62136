"""Settings of Samsung soundbars, which only the command ``execute`` sets.

No definition describes them. Paths, members and values are those of public code (platform reference
17). Soundbars accept the commands of settings that they do not have.
"""

from typing import Final

from homeassistant.const import EntityCategory, UnitOfSoundPressure

from .descriptions.assumed import AssumedNumberMap, AssumedSelectMap, AssumedSwitchMap, Resource
from .descriptions.base import Mapped, Where
from .vocabulary import Attribute, Capability, Category

SOUND_MODE_MODELS: Final = ("VD-NetworkAudio-002S",)
"""Models whose sound mode is set with ``execute``."""
SOUND_MODES: Final = ("standard", "surround", "game", "adaptive sound")
"""Sound modes to offer if the soundbar has not reported its own."""

_SOUNDBAR: Final = Where(category=(Category.NETWORK_AUDIO,), presentation=("VD-NetworkAudio-00?S",))
"""The model ends with an S for all soundbars in public dumps, and for no other speaker."""


def _resource(path: str, member: str, item: str = "") -> Resource:
    return Resource(f"/sec/networkaudio/{path}", f"x.com.samsung.networkaudio.{member}", item)


SOUND_MODE: Final = _resource("soundmode", "soundmode")
SUPPORTED_SOUND_MODES: Final = _resource("soundmode", "supportedSoundmode")


def _switch(path: str, member: str, *, enabled: bool) -> AssumedSwitchMap:
    """Return a setting that is on or off."""
    return AssumedSwitchMap(
        capability=Capability.EXECUTE,
        key=member,
        attribute=Attribute.DATA,
        translation_key=_KEYS.get(member),
        where=_SOUNDBAR,
        resource=_resource(path, member),
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=enabled,
    )


_KEYS = {
    "bassboost": "bass_boost",
    "nightmode": "night_mode",
    "spacefitSound": "space_fit_sound",
    "voiceamplifier": "voice_amplifier",
}


def _level(key: str, resource: Resource, low: int, *, enabled: bool) -> AssumedNumberMap:
    """Return the level of a speaker, which is 0 dB by default and at most 6 dB."""
    return AssumedNumberMap(
        capability=Capability.EXECUTE,
        key=key,
        attribute=Attribute.DATA,
        where=_SOUNDBAR,
        resource=resource,
        native_min_value=low,
        native_max_value=6,
        native_unit_of_measurement=UnitOfSoundPressure.DECIBEL,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=enabled,
    )


ENTRIES: tuple[Mapped, ...] = (
    _switch("advancedaudio", "nightmode", enabled=True),
    _switch("advancedaudio", "voiceamplifier", enabled=True),
    _switch("advancedaudio", "bassboost", enabled=True),
    # Only some models have these.
    _switch("activeVoiceAmplifier", "activeVoiceAmplifier", enabled=False),
    _switch("spacefitSound", "spacefitSound", enabled=False),
    _level("wooferLevel", _resource("woofer", "woofer"), -12, enabled=True),
    # Which speakers there are depends on the model.
    *(
        _level(key, _resource("channelVolume", "channelVolume", speaker), -6, enabled=False)
        for key, speaker in (
            ("centerLevel", "Spk_Center"),
            ("sideLevel", "Spk_Side"),
            ("wideLevel", "Spk_Wide"),
            ("frontTopLevel", "Spk_Front_Top"),
            ("rearLevel", "Spk_Rear"),
            ("rearTopLevel", "Spk_Rear_Top"),
        )
    ),
    AssumedSelectMap(
        capability=Capability.EXECUTE,
        key="rearPosition",
        attribute=Attribute.DATA,
        where=_SOUNDBAR,
        resource=_resource("surroundspeaker", "currentRearPosition"),
        words={"front": "Front", "rear": "Rear"},
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
)
