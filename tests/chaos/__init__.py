"""A location runs for days while everything around it fails, and is right again afterwards."""
