"""Validates answers to CONFIGURATION, and fills pages as a user (platform reference 4.3, 15)."""

import re
from collections.abc import Iterable

from simulator.devices.device import Json, JsonObject
from simulator.devices.home import Home
from simulator.json_tools import as_list, as_object, strings

_PAGE_ID = re.compile(r"[A-Za-z0-9._-]{1,36}")
_NAME_LENGTH = 128
_DESCRIPTION_LENGTH = 2048
_SETTING_TYPES = {
    "DEVICE",
    "TEXT",
    "PASSWORD",
    "BOOLEAN",
    "ENUM",
    "MODE",
    "SCENE",
    "LINK",
    "PAGE",
    "IMAGE",
    "IMAGES",
    "VIDEO",
    "TIME",
    "PARAGRAPH",
    "EMAIL",
    "DECIMAL",
    "NUMBER",
    "PHONE",
    "OAUTH",
    "ICON",
}


class ConfigurationError(Exception):
    """An answer to CONFIGURATION is invalid; the text is for the install page."""


def _text(value: JsonObject, name: str, longest: int) -> None:
    text = value.get(name)
    if text is not None and (not isinstance(text, str) or len(text) > longest):
        msg = f"{name} is not a text of at most {longest} characters"
        raise ConfigurationError(msg)


def _page_id(value: Json, name: str) -> str:
    if not isinstance(value, str) or not _PAGE_ID.fullmatch(value):
        msg = f"{name} is not a page id"
        raise ConfigurationError(msg)
    return value


def _member(response: Json, name: str) -> JsonObject:
    member = as_object(as_object(response).get("configurationData")).get(name)
    if not isinstance(member, dict):
        msg = f"the answer has no configurationData.{name}"
        raise ConfigurationError(msg)
    return member


def initialize(response: Json, ceiling: Iterable[str]) -> JsonObject:
    """Return `initialize` of an answer; only `firstPageId` is required.

    `ceiling` is the scopes of the app; an answer must not ask for others. Raises GrammarError.
    """
    answer = _member(response, "initialize")
    _page_id(answer.get("firstPageId"), "firstPageId")
    for name in ("id", "name"):
        _text(answer, name, _NAME_LENGTH)
    _text(answer, "description", _DESCRIPTION_LENGTH)
    permissions = answer.get("permissions", [])
    if not isinstance(permissions, list) or len(strings(permissions)) != len(permissions):
        msg = "permissions is not a list of scopes"
        raise ConfigurationError(msg)
    if beyond := set(strings(permissions)) - set(ceiling):
        msg = f"the app does not have {', '.join(sorted(beyond))}"
        raise ConfigurationError(msg)
    return answer


def page(response: Json) -> JsonObject:
    """Return `page` of an answer. Raises GrammarError."""
    answer = _member(response, "page")
    _page_id(answer.get("pageId"), "pageId")
    _text(answer, "name", _NAME_LENGTH)
    if not isinstance(answer.get("complete"), bool):
        msg = "complete is neither true nor false"
        raise ConfigurationError(msg)
    if not answer["complete"]:
        _page_id(answer.get("nextPageId"), "nextPageId")
    if not isinstance(answer.get("sections"), list):
        msg = "sections is not a list"
        raise ConfigurationError(msg)
    for setting in settings(answer):
        _check_setting(setting)
    return answer


def settings(answer: JsonObject) -> list[JsonObject]:
    """Return the settings of all sections of a page."""
    return [
        as_object(setting)
        for section in as_list(answer["sections"])
        for setting in as_list(as_object(section).get("settings"))
    ]


def _check_setting(setting: JsonObject) -> None:
    if not isinstance(setting.get("id"), str):
        msg = "a setting has no id"
        raise ConfigurationError(msg)
    if setting.get("type") not in _SETTING_TYPES:
        msg = f"{setting['id']} has an unknown type"
        raise ConfigurationError(msg)
    for name in ("id", "name", "defaultValue"):
        _text(setting, name, _NAME_LENGTH)
    _text(setting, "description", _DESCRIPTION_LENGTH)
    if setting["type"] == "DEVICE" and not strings(setting.get("capabilities")):
        msg = f"{setting['id']} names no capability"
        raise ConfigurationError(msg)


def fill(answer: JsonObject, home: Home, location_id: str) -> tuple[JsonObject, list[str]]:
    """Fill a page as a user who accepts all defaults.

    Returns the values by setting, and the scopes for the chosen devices and scenes.
    """
    config: JsonObject = {}
    permissions: list[str] = []
    for setting in settings(answer):
        name = str(setting["id"])
        match setting["type"]:
            case "DEVICE":
                config[name], granted = _devices(setting, home, location_id)
                permissions += granted
            case "MODE":
                mode = home.current_modes[location_id]
                config[name] = [{"valueType": "MODE", "modeConfig": {"modeId": mode}}]
            case "SCENE":
                config[name], granted = _scene(setting, home, location_id)
                permissions += granted
            case "BOOLEAN" | "ENUM" | "TEXT" | "PASSWORD" | "EMAIL" | "NUMBER" | "DECIMAL":
                text = _choice(setting)
                config[name] = [{"valueType": "STRING", "stringConfig": {"value": text}}]
    return config, permissions


def _devices(setting: JsonObject, home: Home, location_id: str) -> tuple[list[Json], list[str]]:
    wanted = set(strings(setting["capabilities"]))
    found = [
        (device.device_id, component)
        for device in home.devices.values()
        for component, capabilities in device.status.items()
        if device.location_id == location_id and wanted <= capabilities.keys()
    ]
    chosen = found if setting.get("multiple") is True else found[:1]
    letters = strings(setting.get("permissions"))
    values: list[Json] = [
        {"valueType": "DEVICE", "deviceConfig": {"deviceId": device_id, "componentId": component}}
        for device_id, component in chosen
    ]
    return values, [
        f"{letter}:devices:{device_id}" for device_id, _ in chosen for letter in letters
    ]


def _scene(setting: JsonObject, home: Home, location_id: str) -> tuple[list[Json], list[str]]:
    found = [scene for scene in home.scenes.values() if scene["locationId"] == location_id][:1]
    letters = strings(setting.get("permissions"))
    values: list[Json] = [
        {
            "valueType": "SCENE",
            "sceneConfig": {"sceneId": scene["sceneId"], "permissions": [*letters]},
        }
        for scene in found
    ]
    return values, [f"{letter}:scenes:{scene['sceneId']}" for scene in found for letter in letters]


def _choice(setting: JsonObject) -> str:
    options = as_list(setting.get("options"))
    if setting.get("defaultValue"):
        return str(setting["defaultValue"])
    if setting["type"] == "BOOLEAN":
        return "false"
    return str(as_object(options[0]).get("id", "")) if options else ""
