"""The effects of commands on devices."""
