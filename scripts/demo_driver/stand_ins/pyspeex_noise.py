"""Replaces a library of the voice assistants; see pymicro_vad.py."""


class AudioProcessor:
    """Removes noise; the demo imports it, but never creates one."""
