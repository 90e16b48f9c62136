"""The set-up of a config entry: its webhook, its installed app, its parts and their signals."""
