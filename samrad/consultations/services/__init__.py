"""Writing consultations: a module a subject."""
