"""SmartThings as it calls us: signed deliveries, their lifecycles and events."""
