"""A user's walks through the real front end of Home Assistant, in a browser.

`scripts/e2e` runs them. Each starts from an empty Home Assistant or from one with the home or the
cabin set up, whatever ran before it, and leaves its pictures in `build/screenshots/`.
"""
