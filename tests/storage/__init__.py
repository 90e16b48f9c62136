"""Tests of ``storage/``."""
