"""Randomised attacks on what strangers can reach. Seeds are constant."""
