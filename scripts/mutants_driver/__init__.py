"""Finds faults that no test detects."""
