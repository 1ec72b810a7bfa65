"""What templates may ask of the method."""
