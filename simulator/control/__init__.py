"""What a test or a person sets and sees of a running simulator: options, faults and the log."""
