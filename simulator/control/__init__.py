"""Options, faults and log of a running simulator, for tests and for people."""
