"""Tests of the platforms: Home Assistant beside the simulator."""
