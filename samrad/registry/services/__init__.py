"""Writing the registry: a module a subject."""
