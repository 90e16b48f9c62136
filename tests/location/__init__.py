"""Tests of ``location/``."""
