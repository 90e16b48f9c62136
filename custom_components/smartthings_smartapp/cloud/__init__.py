"""The SmartThings wire: HTTP calls, tokens, signed deliveries, subscriptions.

Nothing in this package knows Home Assistant; base URLs, clocks and storage are arguments.
"""
