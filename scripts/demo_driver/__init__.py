"""Runs Home Assistant with a simulated SmartThings home."""
