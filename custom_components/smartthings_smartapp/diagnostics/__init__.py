"""Diagnostics of an entry and of a device, without private data."""

from .entry import async_get_config_entry_diagnostics, async_get_device_diagnostics

__all__ = ["async_get_config_entry_diagnostics", "async_get_device_diagnostics"]
