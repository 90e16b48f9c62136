"""Tests of triggers and conditions for targets."""
