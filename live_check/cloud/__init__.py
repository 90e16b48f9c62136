"""The cloud: calls and answers, our SmartApps, and the deliveries to them."""
