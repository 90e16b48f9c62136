"""Devices with known entities, and the requests that they get."""
