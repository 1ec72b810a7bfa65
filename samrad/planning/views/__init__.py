"""Views, a module a subject."""
