"""The commands that definitions describe, and the entities that users make of them."""
