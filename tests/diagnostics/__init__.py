"""Tests of ``diagnostics/``."""
