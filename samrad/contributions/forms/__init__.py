"""Forms, a module for each side of the desk."""
