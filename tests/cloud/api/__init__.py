"""Tests of ``cloud/api/``."""
