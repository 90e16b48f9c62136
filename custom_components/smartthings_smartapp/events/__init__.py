"""Events of deliveries: to the store, the event bus and the logbook."""
