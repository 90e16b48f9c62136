"""The action that imports statistics from before the set-up."""

from homeassistant.core import ServiceCall, ServiceResponse

from ..cloud.json_types import Json
from ..errors import HISTORY, invalid
from .errors import cloud_errors_of
from .targets import location_of


async def import_statistics(call: ServiceCall) -> ServiceResponse:
    """Import the statistics of a location; return the hours by entity, or why there are none."""
    runtime = location_of(call)
    if not runtime.statistics.is_possible:
        raise invalid(translation_key="no_recorder")
    with cloud_errors_of(runtime.entry.title, HISTORY):
        imported, skipped = await runtime.result_of(
            runtime.start(runtime.statistics.run(), "import statistics")
        )
    done: dict[str, Json] = {
        entity_id: {
            "hours": found.hours,
            "start": found.start.isoformat(),
            "end": found.end.isoformat(),
        }
        for entity_id, found in imported.items()
    }
    return {"imported": done, "skipped": {key: reason.value for key, reason in skipped.items()}}
