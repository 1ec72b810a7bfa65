"""What is proved, and what follows from it; pure."""
