"""Samråd takes a region from "we must consult" to "here is what you said, what we did, and why"."""

__version__ = "0.1.0"
