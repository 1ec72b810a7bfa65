"""What a statement says to its readers: every Swedish word of it stands here."""
