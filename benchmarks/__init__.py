"""Scripts that print the figures of the performance page; scripts/benchmark runs them."""
