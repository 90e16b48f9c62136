"""The webhook: its public address, the deliveries that SmartThings posts to it, their owners."""
