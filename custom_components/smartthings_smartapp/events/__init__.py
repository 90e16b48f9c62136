"""What happens: from a delivery to the store, the event bus and the logbook."""
