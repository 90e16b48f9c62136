"""By whom and how a lock was operated."""

from collections.abc import Mapping

from ..cloud.json_types import Json
from ..entity.readings import ComponentReadings
from ..mapping.locks import DETAILS
from ..mapping.words import identifier
from ..runtime import Runtime
from .code_list import CODES, USERS, codes_by_slot, slot_of, users_by_index


def operator_details(
    runtime: Runtime, device_id: str, component: str, data: Mapping[str, Json]
) -> dict[str, Json]:
    """Return the details of a report of a lock, by their names in Home Assistant.

    ``data`` is that of the report. Drivers for Matter report only the index of a user, and some
    for Zigbee only the number of a code, so the names come from the lists of the lock.
    """
    details = {name: data[key] for key, name in DETAILS.items() if data.get(key) is not None}
    if isinstance(method := details.get("method"), str):
        details["method"] = identifier(method)

    lock = ComponentReadings(runtime, device_id, component)
    index = details.get("user_index")
    if "user_name" not in details and isinstance(index, int):
        user = users_by_index(lock.raw(USERS)).get(index)
        if user and user.name:
            details["user_name"] = user.name
    code_id = str(details.get("code_id", ""))
    slot = slot_of(code_id)
    if slot is not None and details.get("code_name") in (None, f"Code {code_id}"):
        listed = codes_by_slot(lock.raw(CODES)) or {}
        code = listed.get(slot)
        if code and code.name:
            details["code_name"] = code.name
    return details
