"""Pages about letters, whom they go to, and what became of each."""
