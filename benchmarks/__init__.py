"""Scripts that print the figures of the documentation; run them with scripts/benchmark."""
