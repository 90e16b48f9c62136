"""Requests to SmartThings: replies, limits and errors."""
