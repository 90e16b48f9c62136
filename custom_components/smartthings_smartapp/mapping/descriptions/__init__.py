"""The classes that a mapping entry is made of."""
