"""Triggers and conditions for targets, which ``trigger.py`` and ``condition.py`` list."""
