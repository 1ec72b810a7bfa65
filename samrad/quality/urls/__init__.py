"""Addresses of quality: a consultation's run, and a region's own items."""
