"""The registered SmartApp: registration, pending installations, relocation, removal."""
