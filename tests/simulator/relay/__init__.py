"""Tests of the relay of Home Assistant Cloud."""
