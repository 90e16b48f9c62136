"""Checks assumptions about the SmartThings cloud that only somebody with an account can check."""
