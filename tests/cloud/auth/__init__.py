"""Tests of ``cloud/auth/``."""
