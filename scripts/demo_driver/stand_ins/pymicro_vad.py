"""Stands in for a library of the voice assistants, which the demo does not use.

Home Assistant's front end does not load without their modules, and the library has no wheel for
this Python: it would take a compiler.
"""


class MicroVad:
    """Finds speech in sound; here it is imported and never made."""
