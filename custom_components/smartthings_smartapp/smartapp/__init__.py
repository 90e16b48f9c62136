"""The user's SmartApp: registration, pending install, relocation, removal."""
