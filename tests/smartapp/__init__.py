"""Tests of ``smartapp/``."""
