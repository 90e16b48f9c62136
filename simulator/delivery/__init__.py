"""Signed deliveries to the targets of apps, and the installations they belong to."""
