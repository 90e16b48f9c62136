"""Tests of the ``cloud`` package, without Home Assistant."""
