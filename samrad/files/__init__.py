"""Stored files: content by SHA-256 outside the web root, and a row that says what it is called."""
