"""Moves what the user has set in Home Assistant's own SmartThings integration to ours."""
