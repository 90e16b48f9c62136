"""Tests of ``cloud/delivery/``."""
