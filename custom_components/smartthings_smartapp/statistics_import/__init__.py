"""Statistics from the time before the set-up, read from the history of SmartThings."""
