"""The home lives for days while everything around it fails, and is right again after each spell."""
