"""Tests of the import of statistics."""
