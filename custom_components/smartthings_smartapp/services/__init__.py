"""The actions, their fields and their targets."""
