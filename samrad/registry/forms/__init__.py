"""Forms of the registry; they clean, they never save."""
