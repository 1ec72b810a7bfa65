"""What pages over several apps, and the operator, need to read."""
