"""Problems that the user is notified about: detect, raise, clear."""
