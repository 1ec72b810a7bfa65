"""What a statement holds, and when it may be made and published. Pure."""
