"""The statement's pages in the workspace."""
