"""Tests of the mapping: pure, without Home Assistant running."""
