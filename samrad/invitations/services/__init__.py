"""Writing letters and sending them: a module a subject."""
