"""Data on disk: tokens, certificates, pending removals, and entry data of earlier versions."""
