"""Tests of ``flow/``."""
