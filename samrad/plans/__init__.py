"""A culture plan with memory: passages that stay the same, frozen versions, kept revisions."""
