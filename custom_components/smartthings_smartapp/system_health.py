"""The connection on Home Assistant's page of system information."""

from collections import Counter
from typing import Any

from homeassistant.components import system_health
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .const import CONF_CLOUDHOOK, CONF_INSTALLED_APP_ID, CONF_WEBHOOK_URL, DOMAIN
from .runtime import Runtime, SmartThingsConfigEntry, domain_data
from .webhook.reachability import GUIDE, find_obstacle, in_words


@callback
def async_register(hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Register the information."""
    register.async_register_info(system_health_info)


# Home Assistant takes numbers, texts and coroutines; there is no narrower type for them.
async def system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return whether SmartThings is reachable, how events arrive, and how many calls are made."""
    entries: list[SmartThingsConfigEntry] = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False
    )
    loaded = [entry for entry in entries if entry.state is ConfigEntryState.LOADED]
    endpoints = domain_data(hass).connection.endpoints
    updates: Counter[str] = sum((_updates(entry.runtime_data) for entry in loaded), Counter())
    return {
        "api_reachable": system_health.async_check_can_reach_url(hass, endpoints.api_url),
        "keys_reachable": system_health.async_check_can_reach_url(hass, endpoints.key_url),
        "address_reachable": _address_reachable(hass, entries),
        "locations": f"{len(loaded)}/{len(entries)}",
        "events_come_by": ", ".join(sorted({_way(entry) for entry in loaded})) or "-",
        "last_delivery": _since_last_delivery(hass, entries),
        "refused_requests": _refused_requests(hass, entries),
        "calls_today": sum(sum(entry.runtime_data.calls.day.values()) for entry in loaded),
        "devices_pushed": updates["push"],
        "devices_polled": updates["polled"] + updates["partly"],
    }


async def _address_reachable(
    hass: HomeAssistant, entries: list[SmartThingsConfigEntry]
) -> str | dict[str, str]:
    """Check our own addresses; return the cause if one does not work, a dash if there is none."""
    receivers = domain_data(hass).receivers
    urls = {entry.data[CONF_WEBHOOK_URL]: entry.data[CONF_WEBHOOK_ID] for entry in entries}
    checked = "-"
    for url, webhook_id in urls.items():
        if not url or (receiver := receivers.get(webhook_id)) is None:
            continue
        if finding := await find_obstacle(hass, receiver, url):
            return {
                "type": "failed",
                "error": await in_words(hass, finding),
                "more_info": GUIDE,
            }
        checked = "ok"
    return checked


def _updates(runtime: Runtime) -> Counter[str]:
    """Return how many devices have instant updates, by ``updates_of``."""
    if not runtime.knows_subscriptions:
        return Counter(polled=len(runtime.devices))
    return Counter(map(runtime.updates_of, runtime.devices))


def _way(entry: SmartThingsConfigEntry) -> str:
    """Return how changes in a location are received."""
    updates = _updates(entry.runtime_data)
    if updates["polled"] == updates.total() > 0:
        return "polled"
    return "Home Assistant Cloud" if entry.data[CONF_CLOUDHOOK] else "own URL"


def _since_last_delivery(hass: HomeAssistant, entries: list[SmartThingsConfigEntry]) -> int | str:
    """Return the seconds since the last delivery for any location, a dash if there was none."""
    receivers = domain_data(hass).receivers
    found = [
        last
        for entry in entries
        if (receiver := receivers.get(entry.data[CONF_WEBHOOK_ID]))
        and (last := receiver.log.last_taken(entry.data[CONF_INSTALLED_APP_ID]))
    ]
    return round((dt_util.utcnow() - max(found)).total_seconds()) if found else "-"


def _refused_requests(hass: HomeAssistant, entries: list[SmartThingsConfigEntry]) -> str:
    """Return how many requests to the webhooks were rejected, by reason; a dash for none."""
    receivers = domain_data(hass).receivers
    webhook_ids = {entry.data[CONF_WEBHOOK_ID] for entry in entries}
    found = [receiver for webhook_id in webhook_ids if (receiver := receivers.get(webhook_id))]
    refused: Counter[str] = sum((receiver.rejections for receiver in found), Counter())
    return ", ".join(f"{reason}: {count}" for reason, count in refused.most_common()) or "-"
