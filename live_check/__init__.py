"""Checks assumptions about the SmartThings cloud that need an account."""
