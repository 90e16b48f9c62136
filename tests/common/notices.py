"""Repair issues as a user reads them."""

import re

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from custom_components.smartthings_smartapp.cloud.json_types import text
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.issues.issue import Issue, issue_id
from tests.common.repository import content, member


def notice(hass: HomeAssistant, entry: ConfigEntry, issue: Issue) -> str:
    """Return title and description of an entry's issue, empty if it is not raised.

    The description of a fixable issue is that of its form.

    Fail unless every placeholder of the texts has a value.
    """
    known = ir.async_get(hass).async_get_issue(DOMAIN, issue_id(entry, issue))
    if known is None or not known.active:
        return ""
    texts = member(content("translations/en.json"), "issues", known.translation_key or "")
    steps = member(texts, "fix_flow", "step") if "fix_flow" in texts else {}
    described = member(steps, "confirm") if "confirm" in steps else texts
    shown = f"{text(texts, 'title')}\n{text(described, 'description')}"
    given = known.translation_placeholders or {}
    missing = set(re.findall(r"{(\w+)}", shown)) - given.keys()
    assert not missing, missing
    return shown.format(**given)
