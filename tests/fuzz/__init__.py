"""Randomised attacks on everything that strangers can reach. Seeds are constant."""
