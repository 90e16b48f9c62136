"""The homes and their devices, and the definitions of their capabilities."""
