"""Signed deliveries to the targets of apps, and the installations that they belong to."""
