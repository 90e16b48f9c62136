"""Presence and activity of people: phones, arrival sensors, occupancy."""

from collections.abc import Callable

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass

from ..cloud.json_types import (
    Json,
    JsonObject,
    as_list,
    as_object,
    text,
)
from .descriptions.base import ComponentView, Detail, Mapped, Source, Where
from .descriptions.sensors import BinarySensorMap, PositionMap, SensorMap, TrackerMap
from .vocabulary import Attribute, Capability, Category
from .words import listed

_ZONES = Source(Capability.MULTIPLE_ZONE_PRESENCE, Attribute.ZONE_STATE)


def _zone(zones: Json, zone_id: str) -> JsonObject:
    found = (zone for zone in map(as_object, as_list(zones)) if text(zone, "id") == zone_id)
    return next(found, {})


def _state_of(zone_id: str) -> Callable[[Json], Json]:
    """Return a function that finds the state of a zone in the list of all zones."""
    return lambda zones: _zone(zones, zone_id).get("state")


def _zones(zones: Json) -> tuple[Mapped, ...]:
    """Return an entry for each zone that has an id, with the name of the zone."""
    ids = dict.fromkeys(text(zone, "id") for zone in map(as_object, as_list(zones)))
    return tuple(
        BinarySensorMap(
            capability=_ZONES.capability,
            key=f"zone_{zone_id}",
            attribute=_ZONES.attribute,
            translation_key="zone_state",
            role=f"zone_{zone_id}",
            placeholders={"zone": text(_zone(zones, zone_id), "name") or zone_id},
            convert=_state_of(zone_id),
            on=("present",),
            device_class=BinarySensorDeviceClass.OCCUPANCY,
        )
        for zone_id in ids
        if zone_id
    )


def _is_carried(view: ComponentView) -> bool:
    """Return whether a person carries the device: a phone, or a key ring that can be rung.

    Other presence sensors watch a room.
    """
    return view.category == Category.MOBILE_PRESENCE or Capability.TONE in view.capabilities


ENTRIES: tuple[Mapped, ...] = (
    TrackerMap(
        capability=Capability.PRESENCE_SENSOR,
        key="tracker",
        attribute=Attribute.PRESENCE,
        where=Where(test=_is_carried),
        primary=True,
        present=("present",),
    ),
    # A device that reports where it is, such as a tracker of a car or a pet.
    PositionMap(
        capability=Capability.GEOLOCATION,
        key="position",
        attribute=Attribute.LATITUDE,
        where=Where(reported=(Attribute.LATITUDE,)),
        claims=tuple(
            Source(Capability.GEOLOCATION, attribute)
            for attribute in (
                Attribute.LONGITUDE,
                Attribute.ACCURACY,
                Attribute.ALTITUDE_ACCURACY,
                Attribute.HEADING,
                Attribute.SPEED,
                Attribute.METHOD,
                Attribute.LAST_UPDATE_TIME,
            )
        ),
        exclusive=True,
        # The names are those of the app of Home Assistant.
        details={
            "course": Detail(Source(Capability.GEOLOCATION, Attribute.HEADING)),
            "speed": Detail(Source(Capability.GEOLOCATION, Attribute.SPEED)),
            "vertical_accuracy": Detail(
                Source(Capability.GEOLOCATION, Attribute.ALTITUDE_ACCURACY)
            ),
        },
    ),
    BinarySensorMap(
        capability=Capability.PRESENCE_SENSOR,
        key=Attribute.PRESENCE,
        on=("present",),
        device_class=BinarySensorDeviceClass.PRESENCE,
    ),
    BinarySensorMap(
        capability=Capability.OCCUPANCY_SENSOR,
        key=Attribute.OCCUPANCY,
        on=("occupied",),
        device_class=BinarySensorDeviceClass.OCCUPANCY,
    ),
    BinarySensorMap(
        capability=Capability.SLEEP_SENSOR,
        key=Attribute.SLEEPING,
        on=("sleeping",),
    ),
    BinarySensorMap(
        capability=_ZONES.capability,
        key=_ZONES.attribute,
        make_entries=_zones,
        on=("present",),
        device_class=BinarySensorDeviceClass.OCCUPANCY,
    ),
    SensorMap(
        capability=Capability.MOVEMENT_SENSOR,
        key=Attribute.MOVEMENT,
        device_class=SensorDeviceClass.ENUM,
        options=listed(
            "approaching entering entering_left entering_right inactive leaving leaving_left "
            "leaving_right moving_away"
        ),
    ),
    SensorMap(
        capability=Capability.ACTIVITY_SENSOR,
        key=Attribute.ACTIVITY,
        device_class=SensorDeviceClass.ENUM,
        options=["eating", "falling", "lying", "no_activity", "sitting", "standing"],
    ),
)
