"""Tests of ``core_migration/``."""
