"""What is done over several apps at once."""
