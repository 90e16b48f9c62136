"""Finds out which faults no test notices."""
