"""Pages for users: install, authorize, and the simulated home."""
