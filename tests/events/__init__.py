"""Tests of ``events/``."""
