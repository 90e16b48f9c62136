"""The user's SmartApp: registration, installation, relocation, removal."""
