"""One SmartThings location: its values, polls, subscriptions and entities."""
