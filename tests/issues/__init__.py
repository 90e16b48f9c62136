"""Tests of ``issues/``."""
