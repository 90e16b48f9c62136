"""Base classes of the entities, and how they read values."""
