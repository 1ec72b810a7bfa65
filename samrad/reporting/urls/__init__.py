"""Addresses in the workspace: of the statement, and of documents and their templates."""
