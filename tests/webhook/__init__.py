"""Tests of ``webhook/``."""
