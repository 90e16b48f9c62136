"""Entities for what no mapping entry shows, made from capability definitions."""
