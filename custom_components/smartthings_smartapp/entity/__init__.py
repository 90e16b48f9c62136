"""Base classes of the entities and the values that they read."""
