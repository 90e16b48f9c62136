"""Access of an installed app: tokens, scopes, and the proof of an installation."""
