"""nginx and Caddy in front of the real Home Assistant."""
