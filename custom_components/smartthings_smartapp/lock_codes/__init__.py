"""The codes of locks: what a lock lists, the commands that change codes, and their answers."""
