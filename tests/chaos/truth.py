"""Compares Home Assistant with the cloud."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.cloud.json_types import as_list, as_object
from custom_components.smartthings_smartapp.cloud.models import AttributeKey
from custom_components.smartthings_smartapp.const import CONF_INSTALLED_APP_ID, DOMAIN
from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from custom_components.smartthings_smartapp.location.changes import StoredDevice
from custom_components.smartthings_smartapp.location.store import LocationStore
from simulator.devices.device import Json, SimDevice
from simulator.devices.home import Home
from simulator.devices.ids import SYNTHETIC_LOCATION

from .life import Life

PUSH_ISSUES = frozenset(
    {
        Issue.DELIVERIES_REFUSED,
        Issue.NO_DELIVERY,
        Issue.SILENT_DELIVERY,
        Issue.WEBHOOK_UNREACHABLE,
    }
)
"""Issues that end with a delivery, for which an event has to happen."""
_ROOMY = 40
"""Subscriptions that are enough for the location of a life."""


def _word_for(on: str) -> Callable[[Json], str]:
    return lambda value: "on" if value == on else "off"


SHOWN: Mapping[str, tuple[str, str, str, Callable[[Json], str]]] = {
    "main_switch_switch": ("switch", "switch", "switch", _word_for("on")),
    "main_switch_light": ("light", "switch", "switch", _word_for("on")),
    "main_contactSensor_contact": (
        "binary_sensor",
        "contactSensor",
        "contact",
        _word_for("open"),
    ),
    "main_motionSensor_motion": ("binary_sensor", "motionSensor", "motion", _word_for("active")),
    "main_waterSensor_water": ("binary_sensor", "waterSensor", "water", _word_for("wet")),
    "main_lock_lock": ("lock", "lock", "lock", str),
    "main_mediaPlayback_mediaPlayer": (
        "media_player",
        "mediaPlayback",
        "playbackStatus",
        lambda value: "idle" if value == "stopped" else str(value),
    ),
}
"""What an entity shows: its platform, the attribute of its value, and the text of the value."""


def raised(life: Life) -> Iterator[Issue]:
    """Yield the raised issues, except for those that the cloud or the user of a life causes."""
    assert life.hass is not None
    caused: set[Issue] = set()
    if life.simulator.options.subscription_ceiling < _ROOMY:
        caused.add(Issue.POLLED_DEVICES)
    if life.budget is not None and life.budget.allowance is not None:
        caused.add(Issue.ALLOWANCE)
    yield from (issue for issue in raised_issues(life.hass, life.entry) if issue not in caused)


def differences(life: Life) -> Iterator[str]:
    """Yield the differences, when everything is quiet."""
    entry = life.entry
    if entry.state is not ConfigEntryState.LOADED:
        yield f"the entry is {entry.state}"
        return
    runtime, home = entry.runtime_data, life.simulator.home
    if entry.data[CONF_INSTALLED_APP_ID] != life.installed_app_id:
        yield "the entry is of another installed app"
    if life.user_is_asked or runtime.parts.tokens.login_lost or not life.login_is_good:
        yield "the login is lost"
    if runtime.parts.coordinator.failure:
        yield "the last poll failed"
    yield from _devices(runtime.parts.store, home)
    yield from _location(runtime.parts.store, home)
    assert life.hass is not None
    yield from _entities(life.hass, entry.entry_id, home)
    yield from _security(life, runtime.parts.store.state.arm_state)
    yield from (f"{device_id} was removed" for device_id in life.wrongly_removed)
    if unexpected := set(raised(life)) - PUSH_ISSUES:
        yield f"raised: {unexpected}"


def scene_differences(life: Life) -> Iterator[str]:
    """Yield the differences of scenes, which are polled more rarely."""
    known = {
        key: scene.name for key, scene in life.entry.runtime_data.parts.store.state.scenes.items()
    }
    present = {key: scene["sceneName"] for key, scene in life.simulator.home.scenes.items()}
    if known != present:
        yield f"scenes are {known}, not {present}"
    assert life.hass is not None
    shown = {state.attributes["friendly_name"] for state in life.hass.states.async_all("scene")}
    if not all(any(str(name) in text for text in shown) for name in present.values()):
        yield f"scenes are shown as {shown}"
    if len(shown) != len(present):
        yield f"{len(shown)} scenes are shown, not {len(present)}"


def _devices(store: LocationStore, home: Home) -> Iterator[str]:
    if unknown := home.devices.keys() ^ store.devices.keys():
        yield f"devices differ: {sorted(unknown)}"
    for device_id in sorted(home.devices.keys() & store.devices.keys()):
        yield from _device(store.devices[device_id], home.devices[device_id])


def _device(stored: StoredDevice, device: SimDevice) -> Iterator[str]:
    if (stored.device.label, stored.device.room_id) != (device.label, device.room_id):
        yield f"{device.label} is called {stored.device.label} in {stored.device.room_id}"
    if stored.online != device.online:
        yield f"{device.label} is {stored.online=}"
    for component, capabilities in device.status.items():
        for capability, attributes in capabilities.items():
            for attribute, entry in attributes.items():
                known = stored.status.get(AttributeKey(component, capability, attribute))
                value, unit = (known.value, known.unit) if known else (None, None)
                if value != entry["value"] or unit not in (None, entry.get("unit")):
                    yield f"{device.label} {attribute} is {value}, not {entry['value']}"


def _security(life: Life, shown: str | None) -> Iterator[str]:
    """Compare with the deliveries, because the API does not have it.

    A delivery that was in progress during the set-up may count or not.
    """
    first = life.set_up_at
    possible = {
        state for start in range(max(0, first - 2), first + 1) for state in _last(life, start)
    }
    if shown not in possible:
        yield f"the security is {shown}, not {possible}"


def _last(life: Life, start: int) -> set[str | None]:
    """Return the latest security states in the deliveries from one on, by event time."""
    report: dict[str, set[str | None]] = {}
    for delivery in life.simulator.deliveries[start:]:
        if delivery.status == HTTPStatus.OK and delivery.forgery is None:
            for event in as_list(as_object(delivery.body.get("eventData")).get("events")):
                if payload := as_object(as_object(event).get("securityArmStateEvent")):
                    time = str(as_object(event).get("eventTime"))
                    report.setdefault(time, set()).add(str(payload["armState"]))
    return report[max(report)] if report else {None}


def _location(store: LocationStore, home: Home) -> Iterator[str]:
    if store.state.mode_id != home.current_modes[SYNTHETIC_LOCATION]:
        yield f"the mode is {store.state.mode_id}"


def _entities(hass: HomeAssistant, entry_id: str, home: Home) -> Iterator[str]:
    entities, devices = er.async_get(hass), dr.async_get(hass)
    registered = {
        identifier
        for device in dr.async_entries_for_config_entry(devices, entry_id)
        for domain, identifier in device.identifiers
        if domain == DOMAIN
    } - {SYNTHETIC_LOCATION}
    if unknown := registered ^ home.devices.keys():
        yield f"registered devices differ: {sorted(unknown)}"
    for device in home.devices.values():
        for key, (platform, capability, attribute, word) in SHOWN.items():
            unique_id = f"{device.device_id}_{key}"
            if entity_id := entities.async_get_entity_id(platform, DOMAIN, unique_id):
                state = hass.states.get(entity_id)
                wanted = word(device.value("main", capability, attribute))
                wanted = wanted if device.online else STATE_UNAVAILABLE
                if state is None or state.state != wanted:
                    yield f"{entity_id} shows {state and state.state}, not {wanted}"
