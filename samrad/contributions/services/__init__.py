"""Writing what was said and what is answered: a module a subject."""
