"""The sentences quality is told in."""
