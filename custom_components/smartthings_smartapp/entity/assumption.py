"""A value that the integration has set and the device may never report."""

from typing import Self

from ..cloud.json_types import Json, JsonObject, as_object
from ..cloud.models import Value
from ..mapping.descriptions.assumed import Resource


class Assumption:
    """The value of a resource: the last one that was set or reported.

    All resources of a device are reported in one attribute, so a report is noted when it arrives.
    """

    def __init__(self, resource: Resource) -> None:
        """Start without a value."""
        self.resource = resource
        self.value: Json = None
        self.is_assumed = True
        """Whether the value was set, but not reported since."""
        self._noted: JsonObject = {}
        """Time and value of the last report that was noted, or that is older than the value."""

    def set(self, value: Json, report: Value | None) -> None:
        """Note a value that the cloud has accepted; ``report`` is older."""
        self.value = value
        self.is_assumed = True
        self._noted = self._summary(report)

    def note(self, report: Value | None) -> None:
        """Note a report, if it is new and about the resource."""
        summary = self._summary(report)
        value = summary.get("value")
        if value is not None and summary != self._noted:
            self.value = value
            self.is_assumed = False
            self._noted = summary

    def _summary(self, report: Value | None) -> JsonObject:
        """Return what identifies a report. A poll has fractions of a second, an event has none."""
        if report is None:
            return {}
        second = report.time.replace(microsecond=0).isoformat() if report.time else ""
        return {"time": second, "value": self.resource.value_in(report.value)}

    def stored(self) -> JsonObject:
        """Return what outlives a restart."""
        return {"value": self.value, "assumed": self.is_assumed, "noted": self._noted}

    def restore(self, stored: JsonObject) -> Self:
        """Continue after a restart with what :meth:`stored` returned."""
        self.value = stored.get("value")
        self.is_assumed = stored.get("assumed") is not False
        self._noted = as_object(stored.get("noted"))
        return self
