"""Tests of faults, options and the routes for them."""
