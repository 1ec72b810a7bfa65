"""Addresses of invitations: in the workspace, and the open page."""
