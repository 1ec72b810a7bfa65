"""Writing a statement's parts, making it, and publishing it."""
