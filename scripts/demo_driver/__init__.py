"""Runs a Home Assistant that is set up with a simulated SmartThings home."""
