"""Tests of the controls that users add."""
