"""Runs, evidence and overrides, written."""
