"""Replaces a library of the voice assistants, which the demo does not use.

The frontend of Home Assistant needs its module. The library has no wheel for this Python, so it
would need a compiler.
"""


class MicroVad:
    """Detects speech; the demo imports it, but never creates one."""
