"""Writing plan processes, goals and budgets: a module a subject."""
