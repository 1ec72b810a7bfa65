"""Checklist runs, the evidence behind every item, scores, gates and a region's own items."""
