"""Tests of the wire, without Home Assistant."""
