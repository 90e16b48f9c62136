"""Tests in a browser, through the real frontend of Home Assistant.

`scripts/e2e` runs them. Each starts from an empty Home Assistant, or from one with the home or the
cabin set up, independent of earlier tests, and saves its screenshots in `build/screenshots/`.
"""
