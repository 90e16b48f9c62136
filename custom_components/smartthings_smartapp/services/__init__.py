"""The integration's actions: their fields, their targets, and what they do."""
