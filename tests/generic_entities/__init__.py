"""Tests of ``generic_entities/``."""
