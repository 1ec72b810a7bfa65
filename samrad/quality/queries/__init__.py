"""Facts and profiles, read in few queries."""
