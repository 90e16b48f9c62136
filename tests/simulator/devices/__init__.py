"""Tests of the homes and their devices."""
