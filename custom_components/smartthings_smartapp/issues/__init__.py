"""Repair issues, one module for each problem: detect, raise, end. ``repairs.py`` fixes some."""
