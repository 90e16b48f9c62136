"""Devices whose right entities are known: what a user sees of them, and what they are sent."""
