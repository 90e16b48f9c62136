"""Deliveries from SmartThings: signature, lifecycles and events."""
