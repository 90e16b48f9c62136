"""The webhook: its address, what SmartThings posts to it, and for whom."""
