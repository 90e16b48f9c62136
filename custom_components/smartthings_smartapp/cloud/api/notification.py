"""A push message to the phones of a location.

As the platform's own SDK sends it (``endpoint/notifications`` of ``@smartthings/core-sdk``).
"""

from dataclasses import dataclass

from ..json_types import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """Text of the message, and the page that a tap on it opens."""

    message: str
    title: str = ""
    device_id: str = ""
    """The device whose page a tap opens."""
    image_url: str = ""

    def as_json(self, location_id: str) -> JsonObject:
        """Return the body of the request."""
        text: JsonObject = {"title": self.title} if self.title else {}
        body: JsonObject = {
            "locationId": location_id,
            "type": "ALERT",
            "messages": [{"default": {**text, "body": self.message}}],
        }
        if self.device_id:
            body["deepLink"] = {"type": "device", "id": self.device_id}
        if self.image_url:
            body["imageUrl"] = self.image_url
        return body
