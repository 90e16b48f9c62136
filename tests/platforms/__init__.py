"""Tests of the platforms: Home Assistant with the simulator."""
