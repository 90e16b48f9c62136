"""The REST API that clients call."""
