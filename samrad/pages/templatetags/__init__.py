"""What templates of these pages may ask for."""
