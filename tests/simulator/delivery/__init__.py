"""Tests of installations and deliveries."""
