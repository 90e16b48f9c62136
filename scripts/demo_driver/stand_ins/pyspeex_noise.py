"""Stands in for a library of the voice assistants; see pymicro_vad beside it."""


class AudioProcessor:
    """Takes noise out of sound; here it is imported and never made."""
