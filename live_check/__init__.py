"""Finds out, with somebody's account, what nobody without one can know of the SmartThings cloud."""
